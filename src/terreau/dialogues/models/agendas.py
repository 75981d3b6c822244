"""The ordered agenda, what each member says of it, and decisions by consent."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.alliances.enums import ConsentAnswer
from terreau.alliances.models import Alliance, Challenge, Membership
from terreau.dialogues.enums import (
    AgendaState,
    DecisionState,
    DecisionSubject,
    DecisionVoice,
    ObjectionOutcome,
)
from terreau.dialogues.models.ballots import BallotCount


class Agenda(models.Model):
    """One version of the order in which the alliance takes its challenges."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="agendas")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("état"), max_length=8, choices=AgendaState, default=AgendaState.PROPOSED
    )
    ballot_count = models.ForeignKey(
        BallotCount, models.SET_NULL, null=True, blank=True, related_name="agendas"
    )
    change_note = models.CharField(_("ce qui a changé"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("proposé par"), max_length=250)
    proposed_at = models.DateTimeField(_("proposé le"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("ordre du jour commun")
        verbose_name_plural = _("ordres du jour communs")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "number"], name="agenda_version_once"),
            models.UniqueConstraint(
                fields=["alliance"],
                condition=Q(state=AgendaState.CURRENT.value),
                name="one_current_agenda",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alliance} · v{self.number}"


class AgendaItem(models.Model):
    """One challenge at its place; `moved_because` says why it is not where the vote put it."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="items")
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("place"))
    voted_position = models.PositiveSmallIntegerField(_("place au vote"), null=True, blank=True)
    moved_because = models.CharField(_("pourquoi cette place"), max_length=300, blank=True)
    starts_when = models.CharField(_("quand commencer"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("points de l’ordre du jour")
        ordering = ["agenda", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "challenge"], name="agenda_challenge_once"),
            models.UniqueConstraint(fields=["agenda", "position"], name="agenda_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.challenge}"


class AgendaDependency(models.Model):
    """« D’abord… ensuite »: one challenge needs another to have begun."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="dependencies")
    before = models.ForeignKey(Challenge, models.CASCADE, related_name="+")
    after = models.ForeignKey(Challenge, models.CASCADE, related_name="+")
    reason = models.CharField(_("parce que"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("dépendance")
        verbose_name_plural = _("dépendances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "before", "after"], name="agenda_dependency_once"
            ),
            models.CheckConstraint(
                condition=~Q(before=models.F("after")),
                name="agenda_dependency_of_two",
                violation_error_message=_("Un enjeu ne peut pas passer avant lui-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class AgendaAnswer(models.Model):
    """One member's current answer to one version of the agenda."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="agenda_answers")
    answer = models.CharField(_("réponse"), max_length=14, choices=ConsentAnswer)
    reason = models.CharField(_("raison"), max_length=1000, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    posture = models.CharField(max_length=250)
    answered_at = models.DateTimeField(_("répondu le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse à l’ordre du jour")
        verbose_name_plural = _("réponses à l’ordre du jour")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "membership"], name="agenda_answered_once"),
            models.CheckConstraint(
                condition=Q(answer=ConsentAnswer.AGREEMENT.value) | ~Q(reason=""),
                name="agenda_reservation_has_a_reason",
                violation_error_message=_(
                    "Dites en une phrase la raison de votre réserve ou de votre désaccord."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_answer_display()}"


class MinorityOpinion(models.Model):
    """What did not prevail and stays visible beside what did."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="minority_opinions")
    challenge = models.ForeignKey(
        Challenge, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.CharField(_("avis minoritaire"), max_length=1000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("porté par"), max_length=250)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    class Meta:
        verbose_name = _("avis minoritaire")
        verbose_name_plural = _("avis minoritaires")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """A text put to consent: it stands when no objection is left untreated."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="decisions")
    subject = models.CharField(_("sujet"), max_length=10, choices=DecisionSubject)
    title = models.CharField(_("décision proposée"), max_length=200)
    text = models.TextField(_("texte"), max_length=4000)
    agenda = models.ForeignKey(
        Agenda, models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    state = models.CharField(
        _("état"), max_length=9, choices=DecisionState, default=DecisionState.OPEN
    )
    answers_until = models.DateField(_("réponses jusqu’au"), null=True, blank=True)
    text_number = models.PositiveSmallIntegerField(_("version du texte"), default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("proposée par"), max_length=250)
    proposed_at = models.DateTimeField(_("proposée le"), default=timezone.now)
    settled_at = models.DateTimeField(_("close le"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("décision par consentement")
        verbose_name_plural = _("décisions par consentement")
        ordering = ["-proposed_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class DecisionAnswer(models.Model):
    """One member's current answer to one text, and how its objection was treated."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="decision_answers")
    text_number = models.PositiveSmallIntegerField(_("sur la version du texte"))
    answer = models.CharField(_("réponse"), max_length=10, choices=DecisionVoice)
    reason = models.CharField(_("raison"), max_length=1000, blank=True)
    outcome = models.CharField(_("traitement"), max_length=12, choices=ObjectionOutcome, blank=True)
    treatment = models.CharField(_("comment elle a été traitée"), max_length=1000, blank=True)
    treated_at = models.DateTimeField(_("traitée le"), null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    posture = models.CharField(max_length=250)
    answered_at = models.DateTimeField(_("répondu le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse à une décision")
        verbose_name_plural = _("réponses à une décision")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "membership", "text_number"], name="decision_answered_once"
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["concern", "objection"]) | ~Q(reason=""),
                name="decision_objection_has_a_reason",
                violation_error_message=_(
                    "Dites en une phrase la raison de votre réserve ou de votre objection."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(treatment=""),
                name="treated_objection_says_how",
                violation_error_message=_("Dites comment l’objection a été traitée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_answer_display()}"
