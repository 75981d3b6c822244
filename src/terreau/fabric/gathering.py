"""Assemble the network from what the other domains say: who met, contributed, is a partner.

Two audiences, so that all members look at the same picture. A passer-by reads public
organisations, public partnerships and contributions to public experiments. The members of an
alliance also read who met there, what is contributed there, the partnerships shared with it and
what was imported into it.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from terreau.events.ties import Tie, encounter_ties
from terreau.experiments.models import Experiment
from terreau.experiments.ties import contribution_ties
from terreau.fabric.enums import TieKind
from terreau.fabric.models import ImportedTie
from terreau.fabric.networks import Link, Network, Node, linked_only, restricted
from terreau.fabric.scopes import NOBODY, Scope
from terreau.partnerships.models import Partnership
from terreau.partnerships.ties import partnership_ties

ALL_KINDS = tuple(TieKind.values)
# Above, all the ties are read and sorted out here: a list of keys has a longest length.
MOST_KEYS = 5_000


@dataclass(frozen=True)
class Asked:
    """Whose network, as it was when, read by whom."""

    scope: Scope
    on: datetime.date
    is_inside: bool


@dataclass
class _Pair:
    weight: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)
    since: datetime.date | None = None


def gather(
    scope: Scope,
    *,
    is_inside: bool = False,
    on: datetime.date,
    kinds: Collection[str] = ALL_KINDS,
) -> Network:
    """Read the network of a scope as it was on a day, as everybody or its members may.

    The number of queries does not depend on the rows. The members of an alliance stand in it even
    without any link; in a territory, only those that are linked do.
    """
    asked = Asked(scope, on, is_inside and scope.alliance is not None)
    nodes = nodes_of(scope, is_inside=asked.is_inside)
    places = {node.key: place for place, node in enumerate(nodes)}
    pairs: dict[tuple[int, int], _Pair] = {}
    for kind in kinds:
        for tie in _READERS[kind](asked, list(places)):
            if tie.first_id in places and tie.second_id in places:
                _add(pairs, (places[tie.first_id], places[tie.second_id]), kind, tie)
    links = tuple(
        Link(*pair, found.weight, found.kinds, found.since) for pair, found in sorted(pairs.items())
    )
    network = Network(nodes, links)
    if scope.alliance is None:
        return linked_only(network)
    linked = network.degrees
    return restricted(
        network, [one.is_member or bool(linked[place]) for place, one in enumerate(nodes)]
    )


def nodes_of(scope: Scope, *, is_inside: bool = False) -> tuple[Node, ...]:
    """Read the organisations of a scope, in one query."""
    rows = scope.organisations(is_inside=is_inside).order_by("name", "pk")
    told = rows.values_list("pk", "uuid", "name", "world", "place__name", "is_member")
    return tuple(
        Node(key, str(uuid), name, world, place or "", bool(is_member))
        for key, uuid, name, world, place, is_member in told
    )


def _add(pairs: dict[tuple[int, int], _Pair], places: tuple[int, int], kind: str, tie: Tie) -> None:
    low, high = sorted(places)
    if low == high:
        return
    pair = pairs.setdefault((low, high), _Pair())
    pair.weight += tie.weight
    pair.kinds[kind] = pair.kinds.get(kind, 0) + 1
    if tie.starts_on and (pair.since is None or tie.starts_on < pair.since):
        pair.since = tie.starts_on


def _keys(keys: list[int]) -> list[int] | None:
    return keys if len(keys) <= MOST_KEYS else None


def _met(asked: Asked, keys: list[int]) -> Iterable[Tie]:
    if not asked.is_inside:
        return []
    return encounter_ties(organisation_ids=_keys(keys), alliance=asked.scope.alliance, on=asked.on)


def _contributing(asked: Asked, keys: list[int]) -> Iterable[Tie]:
    ties = contribution_ties(organisation_ids=_keys(keys), on=asked.on)
    seen = Experiment.objects.visible_to(NOBODY)
    if asked.is_inside:
        seen = seen | Experiment.objects.filter(alliance=asked.scope.alliance)
    return _seen(ties, seen)


def _partners(asked: Asked, keys: list[int]) -> Iterable[Tie]:
    ties = partnership_ties(organisation_ids=_keys(keys), on=asked.on)
    seen = Q(is_public=True)
    if asked.is_inside:
        shared = Partnership.objects.filter(alliances=asked.scope.alliance, is_shared=True)
        seen |= Q(pk__in=shared.order_by().values("pk"))
    return _seen(ties, Partnership.objects.filter(seen))


def _seen(ties: list[Tie], rows: QuerySet) -> list[Tie]:
    """Keep the ties whose source may be read."""
    if not ties:
        return []
    wanted: set[UUID] = {tie.source_uuid for tie in ties}
    asked = rows.filter(uuid__in=wanted) if len(wanted) <= MOST_KEYS else rows
    visible = set(asked.order_by().values_list("uuid", flat=True))
    return [tie for tie in ties if tie.source_uuid in visible]


def _imported(asked: Asked, keys: list[int]) -> Iterable[Tie]:
    if not asked.is_inside:
        return []
    rows = ImportedTie.objects.filter(
        network__alliance=asked.scope.alliance, network__confirmed_at__isnull=False
    )
    return [
        Tie(
            row.first_id,
            row.second_id,
            TieKind.IMPORTED.value,
            row.weight,
            row.starts_on.start if row.starts_on else None,
            row.ends_on.end if row.ends_on else None,
            row.network.uuid,
            row.label,
        )
        for row in rows.select_related("network").order_by("pk")
        if _stood(row, asked.on)
    ]


def _stood(row: ImportedTie, on: datetime.date) -> bool:
    begun = not row.starts_on or row.starts_on.start <= on
    return begun and (not row.ends_on or row.ends_on.end >= on)


_READERS = {
    TieKind.MEETING.value: _met,
    TieKind.CONTRIBUTION.value: _contributing,
    TieKind.PARTNERSHIP.value: _partners,
    TieKind.IMPORTED.value: _imported,
}
