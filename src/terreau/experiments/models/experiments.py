"""The experiment itself: one question that actors ask themselves, and what they want to try."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.actors.folding import FoldedField
from terreau.actors.models import ActionDomain, DevelopmentGoal, Mandate
from terreau.alliances.models import Alliance, Challenge
from terreau.core.partial_dates import PartialDateField
from terreau.events.models import Event
from terreau.experiments.enums import ExperimentNature, ExperimentState
from terreau.territories.models import Territory


class ExperimentQuerySet(models.QuerySet):
    def visible_to(self, person, *, today=None) -> "ExperimentQuerySet":
        """Public ones to everybody; all those of one's alliances, and those one contributes to."""
        alone = Q(alliance=None)
        seen = Alliance.objects.visible_to(person, today=today)
        public = Q(is_public=True) & (alone | Q(alliance__in=seen.values("pk")))
        if not getattr(person, "is_authenticated", False):
            return self.filter(public)
        return self.filter(public | _inside(person, today))

    def taken_part_in_by(self, person, *, today=None) -> "ExperimentQuerySet":
        """Those of one's alliances, those one contributes to or is asked for, one's own alone."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        return self.filter(_inside(person, today))


def _inside(person, today) -> Q:
    mine = Alliance.objects.joined_by(person, today=today).filter(deleted_at=None)
    mandates = Mandate.objects.filter(person=person).current(today or timezone.localdate())
    bringing = Experiment.objects.filter(
        Q(alliance=None) | Q(alliance__deleted_at=None),
        pieces__contributions__organisation__in=mandates.values("organisation"),
    )
    return (
        Q(alliance__in=mine.values("pk"))
        | Q(pk__in=bringing.values("pk"))
        | Q(alliance=None, created_by=person)
    )


class Experiment(models.Model):
    """One question, what is tried to answer it, and what was decided of it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # An experiment may stand without an alliance (R3).
    alliance = models.ForeignKey(
        Alliance, models.PROTECT, null=True, blank=True, related_name="experiments"
    )
    title = models.CharField(_("nom"), max_length=150)
    question = models.CharField(_("question posée"), max_length=300)
    hypothesis = models.TextField(_("hypothèse"), blank=True, max_length=2000)
    description = models.TextField(_("ce qu’on essaie"), blank=True, max_length=4000)
    nature = models.CharField(_("nature"), max_length=12, choices=ExperimentNature)
    duplicates = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplications",
        verbose_name=_("duplication de"),
    )
    # What is done again here may have no sheet in this instance.
    duplicates_note = models.CharField(_("de quoi, où"), max_length=300, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=ExperimentState, default=ExperimentState.IDEA
    )
    challenges = models.ManyToManyField(
        Challenge, blank=True, related_name="experiments", verbose_name=_("enjeux")
    )
    domains = models.ManyToManyField(
        ActionDomain, blank=True, related_name="+", verbose_name=_("domaines")
    )
    goals = models.ManyToManyField(
        DevelopmentGoal, blank=True, related_name="+", verbose_name=_("ODD")
    )
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="experiments", verbose_name=_("territoires")
    )
    # Born of: what the genealogy follows. The dialogue is that of the alliance.
    born_of_event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="experiments_born"
    )
    born_of_experiment = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="experiments_born"
    )
    born_of_dialogue = models.BooleanField(_("née du dialogue"), default=False)
    starts_on = PartialDateField(_("début"), blank=True)
    ends_on = PartialDateField(_("fin"), blank=True)
    lesson = models.TextField(_("ce que nous en retenons"), blank=True, max_length=4000)
    could_one_alone = models.CharField(
        _("un acteur seul aurait-il pu ?"), max_length=500, blank=True
    )
    is_public = models.BooleanField(_("visible de tous"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("posée par"), max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    folded = FoldedField(sources=("title", "question", "hypothesis", "description"))
    history = HistoricalRecords(
        m2m_fields=[challenges, domains, territories], excluded_fields=["folded"]
    )

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        verbose_name = _("expérimentation")
        verbose_name_plural = _("expérimentations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(duplicates=None) | ~Q(duplicates=F("pk")),
                name="experiment_duplicates_another",
                violation_error_message=_("Une expérimentation ne se duplique pas elle-même."),
            ),
            models.CheckConstraint(
                condition=Q(born_of_experiment=None) | ~Q(born_of_experiment=F("pk")),
                name="experiment_born_of_another",
                violation_error_message=_("Une expérimentation ne naît pas d’elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("experiments:detail", args=[self.uuid])

    @property
    def scope(self) -> str:
        """Its chain in the journal: that of its alliance, or its own."""
        return self.alliance.scope if self.alliance else f"experiment:{self.uuid}"


class ExperimentMeaning(models.Model):
    """What the question of an experiment means, as 512 numbers of two bytes."""

    experiment = models.OneToOneField(Experiment, models.CASCADE, related_name="meaning")
    # Of the text that was read: an edited one is read again.
    digest = models.CharField(max_length=16)
    vector = models.BinaryField()

    class Meta:
        verbose_name = _("sens d’une expérimentation")
        verbose_name_plural = _("sens des expérimentations")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.experiment_id}"
