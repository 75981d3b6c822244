"""A conversation: short statements, and what each voice answers to them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.dialogues.enums import (
    ModerationAct,
    ModerationReason,
    Space,
    StatementOrigin,
    StatementState,
    VoiceChannel,
    VoteAnswer,
)
from terreau.dialogues.models.consultations import Consultation, ConsultationQuerySet, Participant

STATEMENT_LENGTH = 200  # what a person may write; imported statements may be longer


class Conversation(Consultation):
    """A consultation by statements."""

    are_statements_open = models.BooleanField(
        _("les participants proposent des énoncés"), default=True
    )
    is_moderated_first = models.BooleanField(_("énoncés relus avant d’être soumis"), default=True)
    rules = models.TextField(_("règles de relecture"), blank=True, max_length=4000)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")


class StatementQuerySet(models.QuerySet):
    def put_to_vote(self, space: Space | str) -> "StatementQuerySet":
        """The statements that a voice of this space may answer."""
        column = "in_organisations" if space == Space.ORGANISATIONS else "in_inhabitants"
        return self.filter(state=StatementState.ACCEPTED, **{column: True})


class Statement(models.Model):
    """One idea in one sentence; its text never changes once it was voted on."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField(_("numéro"))
    text = models.CharField(_("énoncé"), max_length=1000)
    origin = models.CharField(_("origine"), max_length=11, choices=StatementOrigin)
    state = models.CharField(
        _("état"), max_length=9, choices=StatementState, default=StatementState.PENDING
    )
    in_organisations = models.BooleanField(_("dans l’espace des organisations"), default=True)
    in_inhabitants = models.BooleanField(_("dans l’espace des habitants"), default=True)
    is_meta = models.BooleanField(_("parle de la conversation elle-même"), default=False)
    author = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    posture = models.CharField(_("écrit par"), max_length=250, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="duplicates"
    )
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    moderated_at = models.DateTimeField(_("relu le"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("énoncé")
        verbose_name_plural = _("énoncés")
        ordering = ["conversation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="statement_number_once")
        ]
        indexes = [models.Index(fields=["conversation", "state"], name="statement_by_state")]

    def __str__(self) -> str:
        return self.text


class StatementMeaning(models.Model):
    """What a statement means, for « déjà dit ? »: apart, so that votes never read it."""

    statement = models.OneToOneField(
        Statement, models.CASCADE, primary_key=True, related_name="meaning"
    )
    vector = models.BinaryField()  # 512 numbers of two bytes

    class Meta:
        verbose_name = _("sens d’un énoncé")
        verbose_name_plural = _("sens des énoncés")
        ordering = ["statement"]

    def __str__(self) -> str:
        return f"{self.statement_id}"


class ModerationEntry(models.Model):
    """One line of the moderation log: added, never changed."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="moderation")
    act = models.CharField(_("acte"), max_length=9, choices=ModerationAct)
    reason = models.CharField(_("règle"), max_length=13, choices=ModerationReason, blank=True)
    note = models.CharField(_("précision"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    posture = models.CharField(_("par"), max_length=250)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("acte de relecture")
        verbose_name_plural = _("actes de relecture")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act__in=["refused", "withdrawn"]) | ~Q(reason=""),
                name="moderation_gives_a_reason",
                violation_error_message=_("Dites quelle règle conduit à ne pas le retenir."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement} · {self.get_act_display()}"


class Vote(models.Model):
    """The current answer of one voice to one statement: one upsert, no history on this path."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    answer = models.SmallIntegerField(_("réponse"), choices=VoteAnswer)
    is_important = models.BooleanField(_("important pour moi"), default=False)
    channel = models.CharField(_("par"), max_length=9, choices=VoiceChannel)
    # Of an organisation's vote: who gave it, by which mandate (R8).
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    voted_at = models.DateTimeField(_("voté le"), default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_each"),
            models.CheckConstraint(condition=Q(answer__in=[-1, 0, 1]), name="vote_is_one_of_three"),
        ]
        indexes = [models.Index(fields=["statement", "voted_at"], name="vote_by_statement")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.statement_id} · {self.answer}"


class Landscape(models.Model):
    """What was last computed of one space; recomputed in the background after votes."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="landscapes")
    space = models.CharField(_("espace"), max_length=13, choices=Space)
    content = models.JSONField(default=dict)
    routing = models.BinaryField(default=bytes)  # what the next statement is chosen from
    votes_digest = models.CharField(max_length=64, blank=True)
    vote_count = models.PositiveIntegerField(_("votes"), default=0)
    voice_count = models.PositiveIntegerField(_("voix"), default=0)
    statement_count = models.PositiveIntegerField(_("énoncés"), default=0)
    read_until = models.DateTimeField(_("votes lus jusqu’au"), null=True, blank=True)
    computed_at = models.DateTimeField(_("calculé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("paysage")
        verbose_name_plural = _("paysages")
        ordering = ["conversation", "space"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "space"], name="one_landscape_a_space")
        ]

    def __str__(self) -> str:
        return f"{self.conversation} · {self.space}"
