"""Ask each world how it sees the challenges and the fragilities, and keep its scores."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.editing import claim_version
from terreau.core.verdicts import GRANTED, Refused, Verdict, refused, require
from terreau.dialogues.actions.consultations import new_code
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.enums import OutlookKind
from terreau.dialogues.models import Outlook, OutlookItem, OutlookScore, Participant
from terreau.dialogues.permissions import can_answer, can_put_question
from terreau.dialogues.permissions_outlooks import can_edit_outlook


@transaction.atomic
def create_outlook(
    alliance: Alliance,
    values: Mapping[str, Any],
    challenges: Sequence[Challenge],
    fragilities: Sequence[str],
    *,
    by: Posture,
    now: datetime.datetime,
) -> Outlook:
    """Prepare crossed views as a draft."""
    require(can_put_question(by, alliance))
    outlook = Outlook.objects.create(
        alliance=alliance,
        code=new_code(),
        created_by=by.person,
        posture=by.label,
        created_at=now,
        **values,
    )
    _set_items(outlook, challenges, fragilities)
    return outlook


@transaction.atomic
def edit_outlook(
    outlook: Outlook,
    values: Mapping[str, Any],
    challenges: Sequence[Challenge],
    fragilities: Sequence[str],
    *,
    expected_version: int,
    by: Posture,
) -> Outlook:
    """Change a draft, unless somebody did meanwhile (`EditConflict`)."""
    lock_consultation(outlook)
    require(can_edit_outlook(by, outlook))
    claim_version(outlook, expected_version)
    stored = Outlook.objects.select_related("alliance").get(pk=outlook.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(values))
    _set_items(stored, challenges, fragilities)
    return stored


def _set_items(
    outlook: Outlook, challenges: Sequence[Challenge], fragilities: Sequence[str]
) -> None:
    labels = [one.title for one in challenges] + list(fragilities)
    if len({label.casefold() for label in labels}) != len(labels):
        raise Refused(_("Un enjeu et une fragilité portent le même nom : gardez l’un des deux."))
    outlook.items.all().delete()
    OutlookItem.objects.bulk_create(
        [
            OutlookItem(
                outlook=outlook,
                kind=OutlookKind.CHALLENGE,
                challenge=one,
                label=one.title,
                rank=rank,
            )
            for rank, one in enumerate(challenges)
        ]
        + [
            OutlookItem(
                outlook=outlook,
                kind=OutlookKind.FRAGILITY,
                label=label,
                rank=len(challenges) + rank,
            )
            for rank, label in enumerate(fragilities)
        ]
    )


def outlook_ready(outlook: Outlook) -> Verdict:
    """What is still missing before it is published."""
    if outlook.items.count() < 2:
        return refused(_("Mettez au moins deux sujets à noter, puis publiez."))
    return GRANTED


@transaction.atomic
def give_scores(
    outlook: Outlook,
    voice: Participant,
    scores: Mapping[int, tuple[int | None, str]],
    *,
    now: datetime.datetime,
    by=None,
    mandate=None,
) -> int:
    """Keep a voice's scores (None: it does not know) in place of the former; returns how many."""
    require(can_answer(voice, outlook, now=now))
    known = set(outlook.items.values_list("pk", flat=True))
    rows = [
        OutlookScore(
            participant=voice,
            item_id=item,
            score=score,
            note=note,
            by=by,
            mandate=mandate,
            scored_at=now,
        )
        for item, (score, note) in scores.items()
        if item in known
    ]
    OutlookScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["participant", "item"],
        update_fields=["score", "note", "by", "mandate", "scored_at"],
    )
    return len(rows)
