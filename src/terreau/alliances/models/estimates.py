"""What a facilitator estimates of a member on a challenge, never mixed with what it declared."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.alliances.enums import ChallengePosition
from terreau.alliances.models.challenges import Challenge
from terreau.alliances.models.members import Membership


class ChallengeEstimate(models.Model):
    """One cell of the interest grid as a facilitator sees it; every part may stay unknown."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="estimates")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="estimates")
    interest = models.PositiveSmallIntegerField(_("intérêt (0–10)"), null=True, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence (0–10)"), null=True, blank=True)
    position = models.CharField(_("position"), max_length=10, blank=True, choices=ChallengePosition)
    contribution_nature = models.CharField(
        _("nature de la contribution possible"), max_length=20, blank=True, choices=ResourceNature
    )
    contribution = models.CharField(_("contribution possible"), max_length=300, blank=True)
    posture = models.CharField(_("estimé par"), max_length=250)
    updated_at = models.DateTimeField(_("estimé le"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("estimation sur un enjeu")
        verbose_name_plural = _("estimations sur les enjeux")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "membership"], name="estimate_once"),
            models.CheckConstraint(
                condition=(Q(interest=None) | Q(interest__lte=10))
                & (Q(influence=None) | Q(influence__lte=10)),
                name="estimate_up_to_ten",
                violation_error_message=_("L’intérêt et l’influence se notent de 0 à 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.challenge}"
