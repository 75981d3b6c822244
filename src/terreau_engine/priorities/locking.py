"""Ranked pairs: the clearest duels are kept first, unless they would close a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from terreau_engine.priorities.ballots import (
    Ints,
    RankedBallot,
    RankedBallots,
    Rankings,
    rank_ballots,
)
from terreau_engine.priorities.condorcet_change import change_of_winner
from terreau_engine.priorities.pairwise import (
    Duel,
    Flags,
    Path,
    Table,
    as_table,
    condorcet_winner,
    duels,
    find_both,
    layers,
    path_through,
)
from terreau_engine.priorities.results import Base, Change, Settling, Tie, lot_places, place


@dataclass(frozen=True, slots=True)
class Lock:
    """A duel in the order of examination; not kept when it would close a circle."""

    first: str
    second: str
    margin: int
    kept: bool


@dataclass(frozen=True, slots=True)
class RankedPairs:
    """The order of ranked pairs with the duels, and which of them were kept, in order.

    `margin` is the least margin of the winner in its duels (negative when it loses one), 0 when
    several share the first place, None with one option.
    """

    order: tuple[str, ...]
    ranks: Mapping[str, int]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]
    options: tuple[str, ...]
    pairwise: Table
    locks: tuple[Lock, ...]
    condorcet_winner: str | None
    margin: int | None
    change: Change
    base: Base
    ballots_digest: str

    def why(self, first: str, second: str) -> Duel:
        """Give the duel and the chain of kept duels, each at least as clear as the one refused."""
        i, j = find_both(self.options, first, second)
        table = np.array(self.pairwise, dtype=np.int64)
        margins = table - table.T
        kept = np.zeros(table.shape, dtype=bool)
        for lock in self.locks:
            if lock.kept:
                kept[self.options.index(lock.first), self.options.index(lock.second)] = True

        def chain(start: int, end: int) -> Path:
            clear = kept & (margins >= max(1, int(margins[end, start])))
            return path_through(self.options, margins, clear, start, end)

        return Duel(first, second, int(table[i, j]), int(table[j, i]), chain(i, j), chain(j, i))


def ranked_pairs(
    ballots: RankedBallots | Iterable[RankedBallot],
    *,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> RankedPairs:
    """Order options by keeping the clearest duels first.

    Meaning: each duel won is examined from the widest margin to the narrowest; it is kept unless
    the duels already kept say the contrary through a chain. Formula: won duels sorted by margin,
    then by the order of the lot (the list of options without one: winner first in it, then loser
    last in it); a duel is kept when no kept path leads from its loser to its winner. Duels of
    margin 0 are never kept: such options may share a rank, separated by `lot` only. `ties` also
    logs each group of equal margins inside which the order of examination mattered.
    Shapes and units: as `schulze`. Errors: `UnknownName`, `RepeatedName`, `BadBallot`.
    Source: T. N. Tideman, Social Choice and Welfare 4, 1987; ties as T. M. Zavist and Tideman,
    1989.

    >>> result = ranked_pairs([["eau", "air"], ["air", "sol"], ["sol", "eau"]], counts=[5, 4, 3])
    >>> result.order, [lock.kept for lock in result.locks]
    (('eau', 'air', 'sol'), [True, True, False])
    """
    return _order(rank_ballots(ballots, options, counts), lot)


def _order(rankings: Rankings, lot: Sequence[str] | None) -> RankedPairs:
    names = rankings.options
    table = duels(rankings.places, rankings.counts)
    drawn = lot_places(lot, names)
    places = list(range(len(names))) if drawn is None else [drawn[name] for name in names]
    examined = _examine(table, places)
    placing = place(layers(_kept(examined, len(names)), names), lot)
    settled: Settling = "list order" if lot is None else "lot"
    log = tuple(
        Tie(tuple(names[option] for option in group), settled) for group in _undecided(examined)
    )

    def winners_of(changed: Ints) -> list[int]:
        beaten = _kept(_examine(changed, places), len(names)).any(axis=0)
        return [int(option) for option in np.flatnonzero(~beaten)]

    return RankedPairs(
        order=placing.order,
        ranks=placing.ranks,
        winners=placing.winners,
        ties=placing.ties + log,
        options=names,
        pairwise=as_table(table),
        locks=tuple(
            Lock(names[duel.first], names[duel.second], duel.margin, duel.kept) for duel in examined
        ),
        condorcet_winner=condorcet_winner(table, names),
        margin=_margin(table, winners_of(table)),
        change=change_of_winner(rankings, table, winners_of, 0),
        base=rankings.base,
        ballots_digest=rankings.digest,
    )


@dataclass(slots=True)
class _Chains:
    """Who is reached from whom, as whole numbers of one bit an option."""

    reach: list[int]
    before: list[int]

    def leads(self, start: int, end: int) -> bool:
        return bool(self.reach[start] >> end & 1)

    def add(self, first: int, second: int) -> None:
        """Only what is newly reached is written, once a pair of options over the whole count."""
        for start in _bits(self.before[first] & ~self.before[second]):
            new = self.reach[second] & ~self.reach[start]
            self.reach[start] |= new
            for end in _bits(new):
                self.before[end] |= 1 << start


@dataclass(frozen=True, slots=True)
class _Examined:
    """A won duel; `by_equals` when it was refused because of duels of the same margin only."""

    margin: int
    first: int
    second: int
    kept: bool
    by_equals: bool


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _examine(table: Ints, places: Sequence[int]) -> list[_Examined]:
    """Keep or refuse each won duel, from the widest margin to the narrowest."""
    margins = table - table.T
    rank = np.array(places, dtype=np.int64)
    i, j = np.nonzero(margins > 0)
    sizes = margins[i, j]
    sort = np.lexsort((-rank[j], rank[i], -sizes))
    units = [1 << option for option in range(len(table))]
    chains, earlier, last = _Chains(units.copy(), units.copy()), units, 0
    examined = []
    for margin, first, second in zip(
        sizes[sort].tolist(), i[sort].tolist(), j[sort].tolist(), strict=True
    ):
        if margin != last:
            earlier, last = chains.reach.copy(), margin
        kept = not chains.leads(second, first)
        by_equals = not kept and not earlier[second] >> first & 1
        examined.append(_Examined(margin, first, second, kept, by_equals))
        if kept:
            chains.add(first, second)
    return examined


def _kept(examined: Iterable[_Examined], options: int) -> Flags:
    kept = np.zeros((options, options), dtype=bool)
    pairs = [(duel.first, duel.second) for duel in examined if duel.kept]
    if pairs:
        kept[tuple(np.array(pairs).T)] = True
    return kept


def _undecided(examined: Sequence[_Examined]) -> list[list[int]]:
    """List the options of each group of equal margins where a duel was refused by its equals."""
    margins = {duel.margin for duel in examined if duel.by_equals}
    return [
        sorted({o for duel in examined if duel.margin == m for o in (duel.first, duel.second)})
        for m in sorted(margins, reverse=True)
    ]


def _margin(table: Ints, winners: Sequence[int]) -> int | None:
    if len(table) < 2:
        return None
    winner = winners[0]
    margins = np.delete(table[winner] - table[:, winner], winner)
    return 0 if len(winners) > 1 else int(margins.min())
