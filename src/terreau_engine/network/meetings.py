"""Who should meet whom: two lists apart, near and beyond the circle, each with its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from terreau_engine.errors import OutOfScale, UnknownName
from terreau_engine.network.graphs import Edges, Flags, Floats, Ints, read_network
from terreau_engine.network.load import gini
from terreau_engine.network.meeting_terms import Actor, Pool, details_of, pool_of, terms_of
from terreau_engine.network.meeting_weights import BEYOND, NEAR, MeetingWeights

REASONS = 3
CELLS = 500_000  # pairs scored at once
MOST_SUGGESTED = 5
# What carries nobody to a meeting by itself: being much tied already, carrying much.
NO_REASON_ALONE = frozenset({"popularity", "load"})
# Two measures of the same contacts: the larger part is told, the other would say it again.
SAME_STORY = frozenset({"shared", "close"})


@dataclass(frozen=True, slots=True)
class MeetingReason:
    """One term of a score: its code (a field of `MeetingWeights`), its part, what it stands on.

    `details` name at most three shared contacts, domains or needs, both links of a chain, or tell
    the territory, the world, the km or the ties of the one suggested, or how many partners of the
    other's world each has.
    """

    code: str
    part: float
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingSuggestion:
    """`first`, who asks, could meet `second`; `reasons` are the three largest parts of the score.

    `distance` counts the ties of the shortest path, None when there is none; `popularity` is how
    many ties `second` has, always told beside.
    """

    first: str
    second: str
    score: float
    distance: int | None
    popularity: int
    reasons: tuple[MeetingReason, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """How the suggestions fall on the actors: Gini of times suggested, and the most suggested.

    `never` counts the actors suggested to nobody; `gini_by_popularity` is what lists of the most
    tied alone would have given.
    """

    gini: float | None
    gini_by_popularity: float | None
    most: tuple[tuple[str, int], ...]
    never: int


@dataclass(frozen=True, slots=True)
class MeetingSuggestions:
    """Two lists never merged: `near` at distance 2, `beyond` at 3 or more, or with no path."""

    near: tuple[MeetingSuggestion, ...]
    beyond: tuple[MeetingSuggestion, ...]
    exposure_near: Exposure
    exposure_beyond: Exposure

    def of(self, name: str) -> tuple[tuple[MeetingSuggestion, ...], tuple[MeetingSuggestion, ...]]:
        """Give both lists of one actor, near then beyond."""
        return (
            tuple(item for item in self.near if item.first == name),
            tuple(item for item in self.beyond if item.first == name),
        )


@dataclass(frozen=True, slots=True)
class _Pick:
    first: int
    second: int
    score: float
    parts: Mapping[str, float]


class _List:
    """One of the two lists while it is made."""

    def __init__(self, pool: Pool, weights: MeetingWeights, k: int) -> None:
        self.pool, self.weights, self.k = pool, weights, k
        self.picks: list[_Pick] = []
        self.popular = np.zeros(len(pool.actors))

    def add(self, rows: Ints, parts: Mapping[str, Floats], possible: Flags) -> None:
        """Choose for each row its k best."""
        score = np.zeros(possible.shape)
        reason = np.zeros(possible.shape, dtype=np.bool_)
        for code, part in parts.items():
            score += part
            if code not in NO_REASON_ALONE:
                reason |= part > 0
        score = np.round(score, 9)
        chosen = possible & reason & (score > 0)
        for n, row in enumerate(rows.tolist()):
            for other in self._first(np.flatnonzero(chosen[n]), score[n]):
                each = {code: float(part[n, other]) for code, part in parts.items()}
                self.picks.append(_Pick(row, other, float(score[n, other]), each))
            self.popular[self._first(np.flatnonzero(possible[n]), self.pool.degree)] += 1

    def _first(self, candidates: Ints, score: Floats) -> list[int]:
        """Give the k highest, equal ones by name."""
        if len(candidates) > self.k:
            values = score[candidates]
            least = np.partition(values, -self.k)[-self.k]
            candidates = candidates[values >= least]
        names = self.pool.network.names
        return sorted(candidates.tolist(), key=lambda n: (-score[n], names[n]))[: self.k]

    def told(self) -> tuple[MeetingSuggestion, ...]:
        """Write the list out, with distances and reasons."""
        graph, names = self.pool.network.as_graph(), self.pool.network.names
        by_first: dict[int, list[_Pick]] = {}
        for pick in self.picks:
            by_first.setdefault(pick.first, []).append(pick)
        told = []
        for first, picks in by_first.items():
            steps = graph.distances(source=[first], target=[pick.second for pick in picks])[0]
            told += [
                MeetingSuggestion(
                    names[first],
                    names[pick.second],
                    pick.score,
                    None if step == float("inf") else int(step),
                    int(self.pool.degree[pick.second]),
                    self._reasons(pick),
                )
                for pick, step in zip(picks, steps, strict=True)
            ]
        return tuple(told)

    def _reasons(self, pick: _Pick) -> tuple[MeetingReason, ...]:
        largest = sorted(
            (code for code, part in pick.parts.items() if part > 0),
            key=lambda code: (-pick.parts[code], code),
        )
        again = [code for code in largest if code in SAME_STORY][1:]
        largest = [code for code in largest if code not in again]
        return tuple(
            MeetingReason(
                code, pick.parts[code], details_of(self.pool, code, pick.first, pick.second)
            )
            for code in largest[:REASONS]
        )

    def exposure(self) -> Exposure:
        """Count how often each actor is suggested."""
        times = np.zeros(len(self.pool.actors))
        for pick in self.picks:
            times[pick.second] += 1
        names = self.pool.network.names
        most = sorted(np.flatnonzero(times).tolist(), key=lambda n: (-times[n], names[n]))
        return Exposure(
            gini(times),
            gini(self.popular),
            tuple((names[n], int(times[n])) for n in most[:MOST_SUGGESTED]),
            int((times == 0).sum()),
        )


def suggest_meetings(
    actors: Sequence[Actor],
    edges: Edges,
    *,
    known: Iterable[tuple[str, str]] = (),
    asked: Sequence[str] | None = None,
    k: int = 10,
    near: MeetingWeights = NEAR,
    beyond: MeetingWeights = BEYOND,
) -> MeetingSuggestions:
    """Suggest to each actor asked about whom to meet: k near, k beyond the circle.

    Meaning: `near` are contacts of contacts, whom one might meet anyway; to those `beyond` no
    common contact leads. Formula: sum of weights × terms, told with `MeetingWeights`; a load
    counts against the one who carries it. Nobody tied or in `known` is suggested, nor anybody
    without a reason over 0 besides having many ties. The three largest parts are told, of `shared`
    and `close` the larger only. Shapes: `edges` as `read_network`, by the names of `actors`, a
    weight telling how strong a tie is; `asked` all by default. Equal scores go by name. Errors:
    those of `read_network`, `UnknownName`, `OutOfScale` for k under 1 or a number under 0. Source:
    Zhou, Lü and Zhang 2009 for resource allocation.

    >>> found = suggest_meetings(
    ...     [Actor("ama", needs={"room": 1}), Actor("bo", offers={"room": 1}), Actor("cy")],
    ...     [("ama", "cy")])
    >>> found.of("ama")[1][0].second, found.of("ama")[1][0].reasons[0].code
    ('bo', 'my_need')
    """
    if k < 1:
        raise OutOfScale("Suggest at least one meeting: k is 1 or more.")
    network = read_network([actor.name for actor in actors], edges)
    place = {name: n for n, name in enumerate(network.names)}
    rows = np.array(_places(place, asked or network.names), dtype=np.int64)
    barred = _barred(place, known)
    pool = pool_of(actors, network)
    lists = (_List(pool, near, k), _List(pool, beyond, k))
    _fill(lists, rows, barred)
    return MeetingSuggestions(
        lists[0].told(), lists[1].told(), lists[0].exposure(), lists[1].exposure()
    )


def _fill(lists: tuple[_List, _List], rows: Ints, barred: Mapping[int, list[int]]) -> None:
    """Score the actors who ask by blocks; near ones go to the first list, others to the second."""
    pool = lists[0].pool
    size = max(1, CELLS // max(pool.network.size, 1))
    for start in range(0, len(rows), size):
        block = rows[start : start + size]
        terms = terms_of(pool, block)
        possible = _possible(pool, block, barred)
        for part, side in zip(lists, (terms.linked, ~terms.linked), strict=True):
            part.add(block, terms.parts(part.weights), possible & side)


def _places(place: Mapping[str, int], names: Iterable[str]) -> list[int]:
    wanted = list(dict.fromkeys(names))
    unknown = next((name for name in wanted if name not in place), None)
    if unknown is not None:
        raise UnknownName(f"{unknown!r} is not among the actors.")
    return [place[name] for name in wanted]


def _barred(place: Mapping[str, int], known: Iterable[tuple[str, str]]) -> dict[int, list[int]]:
    barred: dict[int, list[int]] = {}
    for pair in known:
        if set(pair) <= place.keys():
            first, second = place[pair[0]], place[pair[1]]
            barred.setdefault(first, []).append(second)
            barred.setdefault(second, []).append(first)
    return barred


def _possible(pool: Pool, rows: Ints, barred: Mapping[int, list[int]]) -> Flags:
    """Tell who may be suggested: neither oneself nor anybody tied or known already."""
    possible = np.asarray(pool.adjacency[rows].toarray() == 0)
    for n, row in enumerate(rows.tolist()):
        possible[n, row] = False
        possible[n, barred.get(row, [])] = False
    return possible
