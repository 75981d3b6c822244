"""The shared objective: versioned, answered by each member, measurable if possible."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.alliances.enums import ConsentAnswer
from terreau.alliances.models.alliances import Alliance
from terreau.alliances.models.members import Membership


class Objective(models.Model):
    """One version of the text put to consent; an older version is never changed."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("objectif partagé"), max_length=2000)
    change_note = models.CharField(_("ce qui a changé"), max_length=500, blank=True)
    indicator = models.CharField(_("indicateur"), max_length=200, blank=True)
    baseline = models.CharField(_("point de départ"), max_length=100, blank=True)
    target = models.CharField(_("cible"), max_length=100, blank=True)
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    source = models.CharField(_("source de la mesure"), max_length=200, blank=True)
    responsible = models.CharField(_("qui mesure"), max_length=150, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_posture = models.CharField(max_length=250)
    proposed_at = models.DateTimeField(_("proposé le"), default=timezone.now)

    class Meta:
        verbose_name = _("objectif partagé")
        verbose_name_plural = _("objectifs partagés")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "number"], name="objective_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.alliance} · v{self.number}"


class ObjectiveAnswer(models.Model):
    """One member's current answer to one version."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="objective_answers")
    answer = models.CharField(_("réponse"), max_length=14, choices=ConsentAnswer)
    reason = models.CharField(_("raison"), max_length=1000, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    posture = models.CharField(max_length=250)
    answered_at = models.DateTimeField(_("répondu le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse à l’objectif")
        verbose_name_plural = _("réponses à l’objectif")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "membership"], name="objective_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(answer=ConsentAnswer.AGREEMENT.value) | ~Q(reason=""),
                name="objection_has_a_reason",
                violation_error_message=_(
                    "Dites en une phrase la raison de votre réserve ou de votre désaccord : "
                    "c’est elle qui fait avancer le texte."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_answer_display()}"
