"""Write and read the append-only journal.

`record("alliance:…", "alliance-opened", by=person, posture="au nom de …", params={"name": "…"},
now=now)` is called inside the transaction of the act it tells, so that neither exists without the
other. Each scope is a chain of hashes; triggers of the database refuse UPDATE and DELETE. What
the chain cannot show, the removal of its *last* lines by somebody who owns the database, is left
to the backups.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils.translation import gettext as _

from terreau.core.models.records import Record, RecordQuerySet
from terreau.core.verbs import is_verb, register_verbs

__all__ = ["record", "records_of", "register_verbs", "verify_chain", "verify_every_chain"]


def record(
    scope: str,
    verb: str,
    *,
    by,
    posture: str,
    params: Mapping[str, str] | None = None,
    now: datetime.datetime,
) -> Record:
    """Append one record to a scope, inside the transaction of the act it tells."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A record is written in the transaction of its act: wrap both in atomic()."
        )
    if not is_verb(verb):
        raise ValueError(f"No domain registered the verb {verb!r}.")
    _lock(scope)
    last = Record.objects.filter(scope=scope).order_by("-number").first()
    line = Record(
        scope=scope,
        number=last.number + 1 if last else 1,
        at=now.astimezone(datetime.UTC),
        person_id=by.pk if by is not None else None,
        posture=str(posture),
        verb=verb,
        params={str(key): str(value) for key, value in (params or {}).items()},
        previous_hash=last.hash if last else "",
    )
    line.hash = line.compute_hash()
    line.save(force_insert=True)
    return line


def records_of(scope: str) -> RecordQuerySet:
    """The records of a scope, newest first."""
    return Record.objects.of_scope(scope)


def verify_chain(scope: str) -> list[str]:
    """Return one sentence for each break found in the chain of a scope."""
    return list(_find_breaks(Record.objects.filter(scope=scope).order_by("number").iterator()))


def verify_every_chain() -> list[str]:
    """Return one sentence for each break found in any chain."""
    return list(_find_breaks(Record.objects.order_by("scope", "number").iterator()))


def _find_breaks(lines: Iterable[Record]) -> Iterable[str]:
    previous: Record | None = None
    for line in lines:
        same_scope = previous is not None and previous.scope == line.scope
        expected = (previous.number + 1, previous.hash) if same_scope else (1, "")
        place = {"scope": line.scope, "number": line.number}
        if line.number != expected[0]:
            yield _("Journal « %(scope)s » : il manque des lignes avant le n° %(number)s.") % place
        elif line.previous_hash != expected[1]:
            yield (
                _("Journal « %(scope)s » : la ligne n° %(number)s ne suit pas la précédente.")
                % place
            )
        if line.hash != line.compute_hash():
            yield (
                _("Journal « %(scope)s » : la ligne n° %(number)s a été modifiée après coup.")
                % place
            )
        previous = line


def _lock(scope: str) -> None:
    """Let one writer at a time extend a chain, until the end of its transaction.

    SQLite already serialises writers, since transactions begin IMMEDIATE.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(scope.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
