"""What the facilitators chose before reading, kept for everybody."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import Alliance, Challenge
from terreau.diagnoses.enums_crossing import Among, Amount, FeltChoice, Peers
from terreau.territories.enums import IndicatorSense

_OF_TEN = (MinValueValidator(0), MaxValueValidator(10))


class DiagnosisChoices(models.Model):
    """The settings of the crossing, one row an alliance; absent: the usual ones."""

    alliance = models.OneToOneField(Alliance, models.CASCADE, related_name="diagnosis_choices")
    needed_from = models.FloatField(_("besoin à partir de"), default=6.0, validators=_OF_TEN)
    felt_from = models.FloatField(_("ressenti à partir de"), default=6.0, validators=_OF_TEN)
    acted_from = models.FloatField(_("action à partir de"), default=1.0)
    divided_from = models.FloatField(_("mondes partagés à partir de"), default=3.0)
    peers = models.CharField(_("comparés à"), max_length=15, choices=Peers, default=Peers.AUTO)
    among = models.CharField(_("parmi"), max_length=15, choices=Among, default=Among.COUNTRY)
    felt = models.CharField(
        _("regards lus"), max_length=10, choices=FeltChoice, default=FeltChoice.LATEST
    )
    amount = models.CharField(
        _("ce qui compte comme action"), max_length=12, choices=Amount, default=Amount.RUNNING
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("choix de lecture du diagnostic")
        verbose_name_plural = _("choix de lecture des diagnostics")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acted_from__gt=0)
                & Q(needed_from__gte=0, needed_from__lte=10)
                & Q(felt_from__gte=0, felt_from__lte=10)
                & Q(divided_from__gte=0, divided_from__lte=10),
                name="diagnosis_thresholds_on_their_scale",
                violation_error_message=_("Les seuils vont de 0 à 10 ; celui d’action dépasse 0."),
            )
        ]

    def __str__(self) -> str:
        return str(self.alliance)


class ChallengeIndicator(models.Model):
    """What an indicator weighs on a challenge, when the usual crosswalk is not followed.

    The slug is kept rather than the row: an indicator that the registry no longer knows stays
    readable in what was chosen. A weight of 0 leaves the indicator out; None keeps the usual one.
    A sense is given to an indicator that has none of its own.
    """

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="indicators")
    slug = models.SlugField(_("indicateur"), max_length=60)
    weight = models.FloatField(_("poids"), null=True, blank=True)
    sense = models.CharField(_("sens"), max_length=10, blank=True, choices=IndicatorSense)

    class Meta:
        verbose_name = _("indicateur d’un enjeu")
        verbose_name_plural = _("indicateurs des enjeux")
        ordering = ["challenge", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "slug"], name="challenge_indicator_once"),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=0, weight__lte=5),
                name="challenge_indicator_weight_on_its_scale",
                violation_error_message=_("Un poids va de 0 à 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge_id} · {self.slug}"
