"""Assemble the network from what the other domains say: who met, contributed, is a partner.

Two audiences, so that all members look at the same picture. A passer-by reads public
organisations, public partnerships and contributions to public experiments. The members of an
alliance also read who met there, what is contributed there, the partnerships shared with it and
what was imported into it.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

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
    """Whose network, read by whom; with what they may not see, to know who knows whom."""

    scope: Scope
    is_inside: bool
    with_hidden: bool = False


@dataclass(frozen=True)
class Threads:
    """The organisations of a scope and all that ever tied them, before any network is woven."""

    scope: Scope
    nodes: tuple[Node, ...]
    ties: Mapping[str, Iterable[Tie]]

    def known_before(self, day: datetime.date) -> set[tuple[int, int]]:
        """The pairs that were tied before a day, by what one may see or not."""
        return {
            (tie.first_id, tie.second_id)
            for kind, ties in self.ties.items()
            for tie in ties
            if kind != TieKind.IMPORTED and tie.since and tie.since < day
        }


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
    return weave(read_threads(scope, is_inside=is_inside, kinds=kinds), on=on)


def read_threads(
    scope: Scope,
    *,
    is_inside: bool = False,
    kinds: Collection[str] = ALL_KINDS,
    with_hidden: bool = False,
) -> Threads:
    """Read the organisations of a scope and what ties them, each table once."""
    asked = Asked(scope, is_inside and scope.alliance is not None, with_hidden)
    nodes = nodes_of(scope, is_inside=asked.is_inside)
    keys = [node.key for node in nodes]
    return Threads(scope, nodes, {kind: _READERS[kind](asked, keys) for kind in kinds})


def weave(threads: Threads, *, on: datetime.date) -> Network:
    """Make the network of a day of what one may see."""
    scope, nodes = threads.scope, threads.nodes
    places = {node.key: place for place, node in enumerate(nodes)}
    pairs: dict[tuple[int, int], _Pair] = {}
    for kind, ties in threads.ties.items():
        for tie in ties:
            if not (tie.is_seen and tie.stands(on)):
                continue
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
    here = asked.scope.alliance
    if asked.with_hidden:
        return encounter_ties(_keys(keys), seen_in=here)
    return encounter_ties(_keys(keys), alliance=here)


def _contributing(asked: Asked, keys: list[int]) -> Iterable[Tie]:
    seen = Experiment.objects.visible_to(NOBODY)
    if asked.is_inside:
        seen = seen | Experiment.objects.filter(alliance=asked.scope.alliance)
    return contribution_ties(_keys(keys), seen=seen, with_hidden=asked.with_hidden)


def _partners(asked: Asked, keys: list[int]) -> Iterable[Tie]:
    seen = Q(is_public=True)
    if asked.is_inside:
        shared = Partnership.objects.filter(alliances=asked.scope.alliance, is_shared=True)
        seen |= Q(pk__in=shared.order_by().values("pk"))
    rows = Partnership.objects.filter(seen)
    return partnership_ties(_keys(keys), seen=rows, with_hidden=asked.with_hidden)


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
    ]


_READERS = {
    TieKind.MEETING.value: _met,
    TieKind.CONTRIBUTION.value: _contributing,
    TieKind.PARTNERSHIP.value: _partners,
    TieKind.IMPORTED.value: _imported,
}
