"""End an import: ties between sheets, those told apart for good, its line in the journal."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Min, Q

from terreau.actors.exchange.around import membership_of
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.matching.distinct import remember_distinct
from terreau.actors.models import NetworkMembership, Organisation
from terreau.actors.open_data.layouts import OPEN_LAYOUTS
from terreau.core.exchange.settling import NEW
from terreau.core.exchange.within import keys_proposed
from terreau.core.journal import record
from terreau.core.models import ImportRow, ImportRun, RowOutcome

SCOPE = "instance"
_BATCH = 1000
Read = Callable[[ImportRow], Mapping[str, Any]]

# Official layouts tell no tie between sheets; the open list's own do.
_OPEN_LAYOUTS = {layout.name for layout in OPEN_LAYOUTS}


def finish_import(run: ImportRun, links: Links, read: Read, *, now: datetime.datetime) -> None:
    """Tie what had to wait for the last row, keep what was decided, and tell the import once."""
    stamp = ImportStamp.of(run, run.requested_by, run.posture, now)
    _tie_late(run, links, read)
    if not stamp.options.folds:
        _tie_establishments(run)
    _keep_apart(run, now=now)
    record(
        SCOPE,
        "organisations-imported",
        by=stamp.by.person,
        posture=stamp.by.label,
        params={
            "file": run.file_name,
            "source": stamp.source.name,
            "created": str(run.create_count),
            "changed": str(run.change_count),
        },
        now=now,
    )


def _tie_late(run: ImportRun, links: Links, read: Read) -> None:
    """Write the parents and networks that were named before they had a sheet."""
    by_columns = not run.layout and {"parent", "networks"} & set(run.mapping.values())
    if not by_columns and run.layout not in _OPEN_LAYOUTS:
        return
    named = Q(values__parent__isnull=False) | Q(values__networks__isnull=False)
    rows = run.rows.filter(named, outcome=RowOutcome.CREATE).exclude(applied_key="")
    rank = 0
    while batch := list(rows.filter(rank__gt=rank).order_by("rank")[:_BATCH]):
        _tie(batch, links, read)
        rank = batch[-1].rank


def _tie_establishments(run: ImportRun) -> None:
    """Put each new sheet under the first one of its legal unit, unless the file says otherwise."""
    rows = run.rows.filter(outcome=RowOutcome.CREATE).exclude(applied_key="").order_by("rank")
    rank = 0
    while batch := list(rows.filter(rank__gt=rank).values_list("rank", "applied_key")[:_BATCH]):
        rank = batch[-1][0]
        written = Organisation.objects.filter(pk__among=[int(key) for _rank, key in batch])
        sheets = list(written.filter(parent=None).exclude(siren="").order_by("pk"))
        firsts = _first_sheets({sheet.siren for sheet in sheets})
        below = [sheet for sheet in sheets if firsts[sheet.siren] != sheet.pk]
        for sheet in below:
            sheet.parent_id = firsts[sheet.siren]
        Organisation.objects.bulk_update(below, ["parent"])


def _first_sheets(sirens: set[str]) -> dict[str, int]:
    """The oldest sheet of each legal unit."""
    known = Organisation.objects.filter(siren__among=sirens, merged_into=None).exclude(siren="")
    return dict(known.order_by().values_list("siren").annotate(first=Min("pk")))


def _keep_apart(run: ImportRun, *, now: datetime.datetime) -> None:
    """Whoever said « new sheet » said that the sheets proposed are others: never ask again."""
    rows = run.rows.filter(decision=NEW, awaits=True).exclude(applied_key="").order_by("rank")
    rank = 0
    while batch := list(
        rows.filter(rank__gt=rank).only("run", "rank", "applied_key", "proposals")[:_BATCH]
    ):
        keys = keys_proposed(run, batch)
        pairs = {
            (int(row.applied_key), int(keys[item["key"]]))
            for row in batch
            for item in row.proposals
            if item["key"] in keys
        }
        told = {key for pair in pairs for key in pair}
        # A sheet proposed then may be gone since.
        known = set(Organisation.objects.filter(pk__in=told).values_list("pk", flat=True))
        standing = [pair for pair in pairs if known.issuperset(pair)]
        remember_distinct(standing, by=run.requested_by, now=now)
        rank = batch[-1].rank


def _tie(batch: Sequence[ImportRow], links: Links, read: Read) -> None:
    told = [(row.applied_key, read(row)) for row in batch]
    links.load([values for _key, values in told])
    sheets = Organisation.objects.in_bulk([int(key) for key, _values in told])
    known = set(
        NetworkMembership.objects.filter(member__in=sheets).values_list("member", "network")
    )
    orphans, memberships = [], []
    for key, values in told:
        sheet = sheets[int(key)]
        parent = links.sheet(values["parent"]) if values.get("parent") else None
        if parent and parent != sheet.pk and sheet.parent_id is None:
            sheet.parent_id = parent
            orphans.append(sheet)
        found = (membership_of(sheet, text, links) for text in values.get("networks") or ())
        memberships += [row for row in found if row and (sheet.pk, row.network_id) not in known]
    Organisation.objects.bulk_update(orphans, ["parent"])
    NetworkMembership.objects.bulk_create(memberships)
