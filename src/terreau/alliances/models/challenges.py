"""Challenges (enjeux) and each member's stance on them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.actors.models import ActionDomain, DevelopmentGoal
from terreau.alliances.enums import ChallengeAim, ChallengePosition
from terreau.alliances.models.alliances import Alliance
from terreau.alliances.models.members import Membership
from terreau.territories.models import Territory


class Challenge(models.Model):
    """What the territory must answer; external to each structure."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="challenges")
    title = models.CharField(_("enjeu"), max_length=150)
    description = models.TextField(_("précisions"), blank=True, max_length=2000)
    domains = models.ManyToManyField(ActionDomain, related_name="+", verbose_name=_("domaines"))
    goals = models.ManyToManyField(
        DevelopmentGoal, blank=True, related_name="+", verbose_name=_("ODD")
    )
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="+", verbose_name=_("territoires concernés")
    )
    aim = models.CharField(_("visée"), max_length=10, choices=ChallengeAim)
    is_external = models.BooleanField(_("extérieur à chaque structure"), default=True)
    proposed_by = models.CharField(_("proposé"), max_length=250, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("enjeu")
        verbose_name_plural = _("enjeux")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "title"],
                name="challenge_title_once",
                violation_error_message=_("Cet enjeu est déjà posé dans l’alliance."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ChallengeStance(models.Model):
    """What one member declares on a challenge: interest, influence (0–10 or unknown), position."""

    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="stances")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="stances")
    interest = models.PositiveSmallIntegerField(_("intérêt (0–10)"), null=True, blank=True)
    position = models.CharField(_("position"), max_length=10, choices=ChallengePosition)
    note = models.CharField(_("en une phrase"), max_length=300, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence (0–10)"), null=True, blank=True)
    contribution_nature = models.CharField(
        _("nature de la contribution possible"), max_length=20, blank=True, choices=ResourceNature
    )
    contribution = models.CharField(_("contribution possible"), max_length=300, blank=True)
    posture = models.CharField(max_length=250)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("position sur un enjeu")
        verbose_name_plural = _("positions sur les enjeux")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["challenge", "membership"], name="stance_once"),
            models.CheckConstraint(
                condition=Q(interest=None) | Q(interest__lte=10),
                name="interest_up_to_ten",
                violation_error_message=_("L’intérêt se note de 0 à 10."),
            ),
            models.CheckConstraint(
                condition=Q(influence=None) | Q(influence__lte=10),
                name="influence_up_to_ten",
                violation_error_message=_("L’influence se note de 0 à 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.challenge}"
