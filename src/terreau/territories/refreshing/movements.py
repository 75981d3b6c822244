"""Apply the official file of movements: what became of each obsolete code."""

import datetime

from django.utils.translation import gettext as _

from terreau.territories.enums import SuccessionCause, TerritoryKind
from terreau.territories.folding import fold
from terreau.territories.models import Succession, Territory
from terreau.territories.refreshing.communes import Outcome
from terreau.territories.sources.files import Row

# MOD of the official file; a movement that changes no code is of no use here.
CAUSES = {
    "21": SuccessionCause.RESTORATION,
    "31": SuccessionCause.MERGER,
    "32": SuccessionCause.MERGER,
    "33": SuccessionCause.MERGER,
    "34": SuccessionCause.MERGER,
    "41": SuccessionCause.CODE_CHANGE,
    "50": SuccessionCause.CODE_CHANGE,
}


def apply_movements(rows: list[Row], *, source: str) -> Outcome:
    """Record successors of codes that exist no more; create those never seen, as obsolete."""
    outcome = Outcome(rows=len(rows))
    stored = {unit.code: unit for unit in Territory.objects.filter(kind=TerritoryKind.COMMUNE)}
    moves: dict[tuple[str, str, datetime.date], Row] = {}
    for line, row in enumerate(rows, start=2):
        day = _day(row["DATE_EFF"])
        if day is None:
            reason = _("La date « %(day)s » est illisible.") % {"day": row["DATE_EFF"]}
            outcome.reject(line, row, reason)
        elif _tells_a_successor(row, stored):
            moves[row["COM_AV"], row["COM_AP"], day] = row
    _create_predecessors(moves, stored, outcome)
    lines = [
        Succession(
            predecessor=stored[before],
            successor=stored[after],
            on=day,
            cause=CAUSES.get(row["MOD"], SuccessionCause.OTHER),
            source=source[:200],
        )
        for (before, after, day), row in moves.items()
    ]
    Succession.objects.bulk_create(lines, batch_size=500, ignore_conflicts=True)
    _shorten_chains()
    return outcome


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _tells_a_successor(row: Row, stored: dict[str, Territory]) -> bool:
    """Keep a move from a code that exists no more to one that is known."""
    before, after = row["COM_AV"], row["COM_AP"]
    are_communes = row["TYPECOM_AV"] == row["TYPECOM_AP"] == "COM"
    is_gone = before not in stored or stored[before].is_obsolete
    return are_communes and before != after and is_gone and after in stored


def _create_predecessors(
    moves: dict[tuple[str, str, datetime.date], Row],
    stored: dict[str, Territory],
    outcome: Outcome,
) -> None:
    created: dict[str, Territory] = {}
    for (before, after, _day_of), row in moves.items():
        if before not in stored and before not in created:
            heir = stored[after]
            name = (row.get("LIBELLE_AV") or before).replace("'", "’")
            created[before] = Territory(
                kind=TerritoryKind.COMMUNE,
                code=before,
                name=name,
                folded_name=fold(name),
                is_obsolete=True,
                departement_id=heir.departement_id,
                region_id=heir.region_id,
            )
    stored.update(created)
    Territory.objects.bulk_create(created.values(), batch_size=500)
    outcome.created = len(created)


def _shorten_chains() -> None:
    """When a successor is itself obsolete, lead also to what replaced it."""
    pairs = Succession.objects.select_related("successor").order_by("pk")
    after: dict[int, list[Succession]] = {}
    for pair in pairs:
        after.setdefault(pair.predecessor_id, []).append(pair)
    more = [
        Succession(
            predecessor_id=pair.predecessor_id,
            successor_id=later.successor_id,
            on=later.on,
            cause=later.cause,
            source=later.source,
        )
        for pair in pairs
        if pair.successor.is_obsolete
        for later in after.get(pair.successor_id, ())
        if later.successor_id != pair.predecessor_id
    ]
    Succession.objects.bulk_create(more, batch_size=500, ignore_conflicts=True)
