"""Prepare a conversation and change its presentation."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.editing import claim_version
from terreau.core.verdicts import GRANTED, Refused, Verdict, refused, require
from terreau.dialogues.actions.consultations import new_code, write
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.enums import StatementState
from terreau.dialogues.models import Conversation
from terreau.dialogues.permissions import can_edit_consultation, can_put_question

COLUMNS = (
    "question",
    "introduction",
    "has_organisations",
    "has_inhabitants",
    "access",
    "opens_at",
    "closes_at",
    "are_statements_open",
    "is_moderated_first",
    "rules",
)
KEPT_ONCE_PUBLISHED = ("question", "opens_at")


@transaction.atomic
def create_conversation(
    alliance: Alliance, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Conversation:
    """Prepare a conversation: a draft that only the members see."""
    require(can_put_question(by, alliance))
    conversation = Conversation(
        alliance=alliance,
        code=new_code(),
        created_by=by.person,
        posture=by.label,
        created_at=now,
        **{name: values[name] for name in COLUMNS if name in values},
    )
    conversation.save(force_insert=True)
    return conversation


@transaction.atomic
def edit_conversation(
    conversation: Conversation,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> Conversation:
    """Change the presentation, unless somebody did meanwhile (`EditConflict`)."""
    require(can_edit_consultation(by, conversation))
    lock_consultation(conversation)
    claim_version(conversation, expected_version)
    stored = Conversation.objects.select_related("alliance").get(pk=conversation.pk)
    for name in COLUMNS:
        if name in values and not (stored.published_at and name in KEPT_ONCE_PUBLISHED):
            setattr(stored, name, values[name])
    if stored.closes_at and stored.published_at and stored.closes_at <= now:
        raise Refused(
            _("Cette clôture est déjà passée. Pour arrêter maintenant, closez la conversation.")
        )
    try:
        with transaction.atomic():
            stored.save()
    except IntegrityError as error:
        raise Refused(_("La clôture vient après l’ouverture : corrigez les dates.")) from error
    if stored.published_at:
        write(stored, "consultation-edited", by=by, now=now)
    return stored


def conversation_ready(conversation: Conversation) -> Verdict:
    """Tell what a conversation still needs before it is published."""
    accepted = conversation.statements.filter(state=StatementState.ACCEPTED)
    if accepted.exists():
        return GRANTED
    return refused(
        _(
            "Proposez d’abord quelques énoncés de départ : une personne qui arrive doit trouver "
            "à quoi répondre."
        )
    )
