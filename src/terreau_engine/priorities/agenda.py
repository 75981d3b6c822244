"""From a voted order to a sequence: what must come first comes first, the rest moves least."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from terreau_engine.errors import CircularOrder, UnknownName
from terreau_engine.priorities.ballots import check_options

EXACT_UP_TO = 12  # items for which every possible sequence is weighed

Pair = tuple[str, str]
Links = list[set[int]]


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that left its voted place (from 1), and the dependencies that made it move."""

    name: str
    voted: int
    place: int
    because: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A sequence that respects the dependencies.

    `departures` counts the pairs that stand otherwise than voted; `is_least` tells that no
    sequence has fewer (always so up to 12 items, or without any departure).
    """

    order: tuple[str, ...]
    moved: tuple[Moved, ...]
    departures: int
    is_least: bool


def sequence(order: Sequence[str], dependencies: Iterable[Pair] = ()) -> Agenda:
    """Order items as voted, except that each « first » comes before its « then ».

    Meaning: the agenda keeps the voted order as far as the dependencies allow, and says which items
    moved and why. Formula: among the sequences that respect each pair (before, after), one with the
    fewest pairs turned round (Kendall's distance), then the one that does the first voted items
    earliest: found exactly up to 12 items; beyond, the better of Kahn's algorithm with the voted
    rank as priority, run from the start and from the end. Shapes: names from first to last, pairs
    of these names. Units: places from 1. Errors: `CircularOrder`, naming the circle;
    `UnknownName`, `RepeatedName`. Source: A. B. Kahn, CACM 5, 1962; M. Kendall, Biometrika, 1938.

    >>> agenda = sequence(["jardin", "forum", "charte"], [("charte", "jardin")])
    >>> agenda.order, agenda.moved[0].name, agenda.moved[0].because
    (('charte', 'jardin', 'forum'), 'charte', (('charte', 'jardin'),))
    """
    names = check_options(order)
    pairs = tuple(dict.fromkeys(dependencies))
    ranks = {name: rank for rank, name in enumerate(names)}
    before: Links = [set() for _ in names]
    after: Links = [set() for _ in names]
    for first, then in pairs:
        for name in (first, then):
            if name not in ranks:
                raise UnknownName(f"the dependency names {name!r}, which is not in the order.")
        before[ranks[then]].add(ranks[first])
        after[ranks[first]].add(ranks[then])
    _refuse_circle(names, after)
    found = [_forward(before, after), _backward(before, after)]
    if len(names) <= EXACT_UP_TO:
        found.append(_exact(before))
    best = min(found, key=lambda items: (_departures(items), _places(items)))
    departures = _departures(best)
    return Agenda(
        order=tuple(names[item] for item in best),
        moved=_moved(names, best, pairs),
        departures=departures,
        is_least=len(names) <= EXACT_UP_TO or not departures,
    )


def _refuse_circle(names: Sequence[str], after: Links) -> None:
    """Walk each chain to its end; coming back to an item under way closes a circle."""
    done: set[int] = set()
    for start in range(len(names)):
        path = [start]
        left = [iter(sorted(after[start]))]
        while path:
            following = next(left[-1], None)
            if following is None:
                done.add(path.pop())
                left.pop()
            elif following in path:
                circle = (*path[path.index(following) :], following)
                told = " → ".join(repr(names[item]) for item in circle)
                raise CircularOrder(
                    f"the dependencies turn in a circle: {told}. Remove one.",
                    tuple(names[item] for item in circle),
                )
            elif following not in done:
                path.append(following)
                left.append(iter(sorted(after[following])))


def _forward(before: Links, after: Links) -> list[int]:
    """Take each time the first voted item that waits for nothing (Kahn)."""
    waiting = [len(links) for links in before]
    ready = [item for item, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        order.append(heapq.heappop(ready))
        for following in after[order[-1]]:
            waiting[following] -= 1
            if not waiting[following]:
                heapq.heappush(ready, following)
    return order


def _backward(before: Links, after: Links) -> list[int]:
    """Fill from the end, each time with the last voted item that nothing left waits for."""
    last = len(before) - 1

    def mirror(links: Links) -> Links:
        return [{last - item for item in links[last - place]} for place in range(last + 1)]

    return [last - item for item in reversed(_forward(mirror(after), mirror(before)))]


def _exact(before: Links) -> list[int]:
    """Weigh every set of items that may come first, keeping the best sequence of each."""
    count = len(before)
    needs = [sum(1 << item for item in links) for links in before]
    weight = [max(count, 2) ** (count - 1 - item) for item in range(count)]
    # For a set: pairs turned round, then the places of its items, the first voted weighing most.
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 0, ())}
    for done in range(1 << count):
        if done not in best:
            continue
        departures, places, items = best[done]
        for item in range(count):
            bit = 1 << item
            if done & bit or needs[item] & ~done:
                continue
            skipped = (bit - 1 & ~done).bit_count()
            found = (departures + skipped, places + len(items) * weight[item], (*items, item))
            if done | bit not in best or found < best[done | bit]:
                best[done | bit] = found
    return list(best[(1 << count) - 1][2])


def _departures(items: Sequence[int]) -> int:
    return sum(1 for place, item in enumerate(items) for later in items[place:] if later < item)


def _places(items: Sequence[int]) -> list[int]:
    """Place of each item, the first voted first."""
    return sorted(range(len(items)), key=items.__getitem__)


def _moved(names: Sequence[str], items: Sequence[int], pairs: Sequence[Pair]) -> tuple[Moved, ...]:
    """Name the fewest items whose moves explain the sequence: the rest kept its voted order."""
    kept = _longest_rise(items)
    ranks = {name: rank for rank, name in enumerate(names)}
    broken = [pair for pair in pairs if ranks[pair[0]] > ranks[pair[1]]]
    moved = []
    for place, item in enumerate(items, 1):
        if item not in kept:
            name = names[item]
            own = [pair for pair in broken if name in pair]
            linked = own or [pair for pair in pairs if name in pair]
            moved.append(Moved(name, item + 1, place, tuple(linked or broken)))
    return tuple(moved)


def _longest_rise(items: Sequence[int]) -> set[int]:
    """Find the largest set of items that still stand in their voted order."""
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for item in items:
        at = bisect_left(ends, item)
        previous[item] = ends[at - 1] if at else None
        ends[at : at + 1] = [item]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return kept
