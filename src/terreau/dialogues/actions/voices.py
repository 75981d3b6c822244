"""Voices come, are attached to an account, folded together and let go; no vote is ever lost."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from terreau.accounts.models import Person
from terreau.dialogues.enums import Space, VoiceChannel
from terreau.dialogues.models import (
    BallotPaper,
    Consultation,
    Landscape,
    OutlookScore,
    Participant,
    PropositionMark,
    Statement,
    Vote,
)

# What a voice leaves: the row, the column of what was answered, the column of when.
ANSWERS: list[tuple[type[Model], str, str]] = [
    (Vote, "statement_id", "voted_at"),
    (OutlookScore, "item_id", "scored_at"),
    (PropositionMark, "proposition_id", "marked_at"),
]


def register_answers(model: type[Model], thing: str, moment: str) -> None:
    """Let an instrument of a domain above say what its voices leave, so that folding brings it."""
    if (model, thing, moment) not in ANSWERS:
        ANSWERS.append((model, thing, moment))


def lock_consultation(consultation: Consultation) -> Consultation:
    """Take the row until the end of the transaction: numbers are given one at a time.

    A key-share lock of the votes being written does not wait for it.
    """
    rows = Consultation.objects.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=consultation.pk)


def _next_number(consultation: Consultation) -> int:
    last = Participant.objects.filter(consultation_id=consultation.pk).order_by("-number")
    return (last.values_list("number", flat=True).first() or 0) + 1


@transaction.atomic
def open_voice(
    consultation: Consultation,
    *,
    space: Space | str,
    channel: str,
    now: datetime.datetime,
    key: dict[str, Any] | None = None,
    **columns: Any,
) -> Participant:
    """Find the voice of a key, or make it with the next number; two at once make one.

    `key` holds the columns that say whose voice it is: organisation, person, device_hash…
    """
    lock_consultation(consultation)
    if key:
        found = Participant.objects.filter(consultation_id=consultation.pk, space=space, **key)
        known = found.select_related("folded_into").order_by("folded_into", "pk").first()
        if known:
            return known.folded_into or known
    return Participant.objects.create(
        consultation_id=consultation.pk,
        space=space,
        channel=channel,
        number=_next_number(consultation),
        came_at=now,
        **{**(key or {}), **columns},
    )


@transaction.atomic
def open_voices(
    consultation: Consultation, rows: list[dict[str, Any]], *, now: datetime.datetime
) -> list[Participant]:
    """Make many voices at once (paper, files, simulations), numbered in the order given."""
    lock_consultation(consultation)
    first = _next_number(consultation)
    made = [
        Participant(**{"came_at": now, **row, "consultation_id": consultation.pk, "number": number})
        for number, row in enumerate(rows, first)
    ]
    return Participant.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def attach_voice(voice: Participant, *, person: Person, now: datetime.datetime) -> Participant:
    """Attach the voice of a device to an account; two voices of one person become one."""
    lock_consultation(voice.consultation)
    voice.refresh_from_db(fields=["person", "folded_into"])
    if voice.folded_into_id or voice.person_id:
        return voice.folded_into or voice
    own = Participant.objects.filter(
        consultation_id=voice.consultation_id,
        space=Space.INHABITANTS,
        person=person,
        folded_into=None,
    ).first()
    if own:
        return fold_voice(voice, into=own)
    Participant.objects.filter(pk=voice.pk).update(person=person)
    voice.person = person
    return voice


@transaction.atomic
def fold_voice(voice: Participant, *, into: Participant) -> Participant:
    """Bring all that a voice said under another: of two answers to one thing, the latest stays."""
    for model, thing, moment in ANSWERS:
        _fold_rows(model, thing, moment, voice, into)
    _fold_paper(voice, into)
    Statement.objects.filter(author=voice).update(author=into)
    Participant.objects.filter(Q(pk=voice.pk) | Q(folded_into=voice)).update(
        folded_into=into, person=None
    )
    if into.place_id is None and voice.place_id:
        Participant.objects.filter(pk=into.pk).update(place=voice.place_id)
    # Votes changed hands without changing their date: the next landscape reads them all again.
    Landscape.objects.filter(conversation_id=into.consultation_id).update(read_until=None)
    into.refresh_from_db()
    return into


def _fold_rows(model, thing: str, moment: str, voice: Participant, into: Participant) -> None:
    kept = dict(model.objects.filter(participant=into).values_list(thing, moment))
    brought = model.objects.filter(participant=voice).values_list("pk", thing, moment)
    older = [pk for pk, key, at in brought if key in kept and kept[key] >= at]
    newer = [key for _pk, key, at in brought if key in kept and kept[key] < at]
    model.objects.filter(pk__in=older).delete()
    model.objects.filter(participant=into, **{f"{thing}__in": newer}).delete()
    model.objects.filter(participant=voice).update(participant=into)


def _fold_paper(voice: Participant, into: Participant) -> None:
    papers = list(BallotPaper.objects.filter(participant__in=[voice, into]).order_by("cast_at"))
    for paper in papers[:-1]:
        paper.delete()
    BallotPaper.objects.filter(participant=voice).update(participant=into)


@transaction.atomic
def detach_voice(voice: Participant, *, device_hash: str) -> Participant:
    """Take a name off a voice; its answers stay, and this device goes on speaking with it."""
    lock_consultation(voice.consultation)
    voice.refresh_from_db()
    here = Participant.objects.filter(
        consultation_id=voice.consultation_id, device_hash=device_hash
    ).first()
    if here is None and voice.device_hash:
        open_voice(
            voice.consultation,
            space=voice.space,
            channel=VoiceChannel.DEVICE,
            now=voice.came_at,
            device_hash=device_hash,
            folded_into=voice,
        )
    elif here is None:
        voice.device_hash = device_hash
    elif here.pk != voice.pk and here.folded_into_id != voice.pk:
        voice = fold_voice(here, into=voice)
    voice.person = None
    voice.save(update_fields=["person", "device_hash"])
    return voice


def bind_code(voice: Participant, code_hash: str, label: str) -> Participant:
    """Let a personal link lead to a voice that already speaks, rather than make a second one."""
    free = Participant.objects.filter(pk=voice.pk, code_hash="")
    if free.update(code_hash=code_hash, code_label=label):
        voice.code_hash, voice.code_label = code_hash, label
    return voice
