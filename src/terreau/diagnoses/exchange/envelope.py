"""A diagnosis as one JSON file: what it is, who froze it and when, its marks, its content."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terreau.diagnoses.freezing import fingerprint, freeze
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.values import Diagnosis

SCHEMA, VERSION = "terreau.diagnosis", 1


@dataclass(frozen=True)
class Envelope:
    """A frozen diagnosis as its file says it; a live one that was taken out has no title."""

    title: str
    note: str
    taken_on: datetime.date
    taken_at: datetime.datetime
    taken_by: str
    content: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """The mark of the content, the one that the pages show."""
        return fingerprint(self.content)


def envelope_of(snapshot: DiagnosisSnapshot) -> Envelope:
    """Put a snapshot in its envelope, its content exactly as it was frozen."""
    return Envelope(
        snapshot.title,
        snapshot.note,
        snapshot.taken_on,
        snapshot.taken_at,
        snapshot.posture,
        snapshot.content,
    )


def envelope_of_today(diagnosis: Diagnosis, *, by: str, now: datetime.datetime) -> Envelope:
    """Put a live diagnosis in an envelope."""
    return Envelope("", "", diagnosis.on, now, by, freeze(diagnosis))


def sealed(envelope: Envelope) -> dict[str, Any]:
    """Give the keys of the file; `seal` sums up all the others."""
    told = {
        "schema": SCHEMA,
        "version": VERSION,
        "title": envelope.title,
        "note": envelope.note,
        "taken_on": envelope.taken_on.isoformat(),
        "taken_at": envelope.taken_at.astimezone(datetime.UTC).isoformat(),
        "taken_by": envelope.taken_by,
        "fingerprint": envelope.fingerprint,
        "content": envelope.content,
    }
    return told | {"seal": fingerprint(told)}


def write_envelope(envelope: Envelope) -> bytes:
    """Write the file; the same diagnosis always gives the same bytes."""
    text = json.dumps(sealed(envelope), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()
