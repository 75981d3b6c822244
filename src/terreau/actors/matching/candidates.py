"""Look for the sheets that share a key with a party, few queries for many parties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from django.db import connection

from terreau.actors.bridge.matching import MatchKey
from terreau.actors.models import OrganisationMatchKey
from terreau.core.arrays import array_text

# Beyond this many sheets a key tells nothing: the others of the party answer.
CAP = 50
# The exact name is worth reading even when very many carry it; these are the first of them.
CROWD = 12
# With so many to compare, the keys that many more hold are left: the likeliest are already there.
ENOUGH = 150
_SUREST = ("id", "name", "place")
KEYS_A_QUERY = 400
TABLE = OrganisationMatchKey._meta.db_table


@dataclass
class Meeting:
    """The sheets that share a key with one party, and whether its name is that of a crowd."""

    ids: set[int] = field(default_factory=set)
    is_crowded: bool = False


def find_meetings(keys: Sequence[Iterable[MatchKey]]) -> list[Meeting]:
    """For each party, given by its keys, the sheets that share one of them."""
    holders = read_holders({key.print for party in keys for key in party})
    return [_meeting(party, holders) for party in keys]


def _meeting(party: Iterable[MatchKey], holders: Mapping[int, list[int]]) -> Meeting:
    """Gather the sheets of the keys that tell most: those that fewest sheets hold come first."""
    met = Meeting()
    found = sorted(
        ((len(held), key.kind, held) for key in party if (held := holders.get(key.print))),
        key=itemgetter(0),
    )
    for count, kind, held in found:
        if count <= CAP:
            if kind in _SUREST or len(met.ids) < ENOUGH:
                met.ids.update(held)
        elif kind == "name":
            met.is_crowded = True
            met.ids.update(held[:CROWD])
    return met


def read_holders(prints: set[int]) -> dict[int, list[int]]:
    """The sheets under each key, one more than the cap at most: a crowd costs no more."""
    holders: dict[int, list[int]] = {}
    ordered = sorted(prints)
    for start in range(0, len(ordered), KEYS_A_QUERY):
        part = ordered[start : start + KEYS_A_QUERY]
        with connection.cursor() as cursor:
            cursor.execute(*_question(part))
            for key, sheet in cursor.fetchall():
                holders.setdefault(key, []).append(sheet)
    return holders


def _question(prints: Sequence[int]) -> tuple[str, Sequence]:
    """Read the first holders of each key through the index alone."""
    if connection.vendor == "postgresql":
        return (
            f"SELECT wanted.key, held.organisation_id FROM unnest(%s::bigint[]) AS wanted(key) "  # noqa: S608
            f"CROSS JOIN LATERAL (SELECT organisation_id FROM {TABLE} AS k "
            f"WHERE k.key = wanted.key ORDER BY organisation_id LIMIT {CAP + 1}) AS held"
        ), [array_text(prints)]
    rows = ", ".join(["(%s)"] * len(prints))
    return (
        f"WITH wanted(key) AS (VALUES {rows}) "  # noqa: S608
        f"SELECT wanted.key, held.organisation_id FROM wanted JOIN {TABLE} AS held "
        f"ON held.key = wanted.key AND held.organisation_id <= COALESCE((SELECT organisation_id "
        f"FROM {TABLE} AS k WHERE k.key = wanted.key ORDER BY organisation_id "
        f"LIMIT 1 OFFSET {CAP}), 9223372036854775807)"
    ), prints
