"""Publish, close, open again and show: the same acts for every instrument of the dialogue."""

import datetime
import secrets

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.journal import record
from terreau.core.verdicts import GRANTED, Refused, Verdict, require
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.models import Consultation
from terreau.dialogues.permissions import (
    can_close_consultation,
    can_discard_consultation,
    can_publish_consultation,
    can_reopen_consultation,
    can_reveal_results,
)

# Read aloud without doubt (no O or 0, I or 1, B or 8, S or 5, Z or 2), and no vowel: no word.
CODE_LETTERS = "CDFGHJKMNPQRTVWXY34679"
CODE_LENGTH = 6


def new_code() -> str:
    """Draw the code of a consultation, one that no other has."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))
        if not Consultation.objects.filter(code=code).exists():
            return code


def write(consultation: Consultation, verb: str, *, by: Posture, now, **params) -> None:
    """Append to the record of the alliance what was done with this consultation."""
    told = {"question": consultation.question, **params}
    record(consultation.scope, verb, by=by.person, posture=by.label, params=told, now=now)


@transaction.atomic
def publish_consultation(
    consultation: Consultation,
    *,
    by: Posture,
    now: datetime.datetime,
    ready: Verdict = GRANTED,
) -> None:
    """Publish a draft; `ready` is what its instrument still asks for.

    An opening that has already passed becomes now: nobody could have answered before.
    """
    _hold(consultation)
    require(can_publish_consultation(by, consultation))
    require(ready)
    opens_at = max(consultation.opens_at, now)
    if consultation.closes_at and consultation.closes_at <= opens_at:
        raise Refused(_("La clôture prévue est déjà passée : corrigez les dates, puis publiez."))
    _change(consultation, published_at=now, opens_at=opens_at)
    write(consultation, "consultation-published", by=by, now=now)


@transaction.atomic
def close_consultation(consultation: Consultation, *, by: Posture, now: datetime.datetime) -> None:
    """Close it at once; what was answered stays."""
    _hold(consultation)
    require(can_close_consultation(by, consultation))
    _change(consultation, closed_at=now)
    write(consultation, "consultation-closed", by=by, now=now)


@transaction.atomic
def reopen_consultation(
    consultation: Consultation,
    *,
    closes_at: datetime.datetime | None,
    reason: str,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """Open it again until a new close, for a reason that the record keeps."""
    _hold(consultation)
    require(can_reopen_consultation(by, consultation, now=now))
    if closes_at and closes_at <= now:
        raise Refused(_("La nouvelle clôture est déjà passée : choisissez une date à venir."))
    _change(consultation, closed_at=None, closes_at=closes_at)
    write(consultation, "consultation-reopened", by=by, now=now, reason=reason)


@transaction.atomic
def reveal_results(consultation: Consultation, *, by: Posture, now: datetime.datetime) -> None:
    """Show the results to everybody, for good."""
    _hold(consultation)
    require(can_reveal_results(by, consultation, now=now))
    _change(consultation, revealed_at=now)
    write(consultation, "consultation-revealed", by=by, now=now)


@transaction.atomic
def discard_consultation(consultation: Consultation, *, by: Posture) -> None:
    """Throw a draft away."""
    _hold(consultation)
    require(can_discard_consultation(by, consultation))
    consultation.delete()


def _hold(consultation: Consultation) -> None:
    """Take the row and read again what two people may be changing at the same instant."""
    held = lock_consultation(consultation)
    for name in ("published_at", "opens_at", "closes_at", "closed_at", "revealed_at", "version"):
        setattr(consultation, name, getattr(held, name))


def _change(consultation: Consultation, **columns) -> None:
    rows = Consultation.objects.filter(pk=consultation.pk)
    rows.update(version=F("version") + 1, **columns)
    for name, value in columns.items():
        setattr(consultation, name, value)
    consultation.version += 1
