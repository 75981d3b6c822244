"""Schulze's method: who is before whom by the strongest chain of duels."""

from collections.abc import Iterable, Mapping, Sequence
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
    Path,
    Table,
    as_table,
    condorcet_winner,
    duels,
    find_both,
    layers,
    path_through,
)
from terreau_engine.priorities.results import Base, Change, Tie, place


@dataclass(frozen=True, slots=True)
class Schulze:
    """The order of Schulze's method with the duels and the strongest paths.

    `pairwise[i][j]` ballots put options[i] before options[j]; `strengths[i][j]` is the strength of
    the strongest path, 0 without one. `margin` is the least lead, in ballots, of the winner's
    paths over the return paths; 0 when several share the first place, None with one option.
    """

    order: tuple[str, ...]
    ranks: Mapping[str, int]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]
    options: tuple[str, ...]
    pairwise: Table
    strengths: Table
    condorcet_winner: str | None
    margin: int | None
    change: Change
    base: Base
    ballots_digest: str

    def why(self, first: str, second: str) -> Duel:
        """Give the duel of two options and the strongest path each way."""
        i, j = find_both(self.options, first, second)
        return Duel(
            first=first,
            second=second,
            for_first=self.pairwise[i][j],
            for_second=self.pairwise[j][i],
            path=self._strongest(i, j),
            return_path=self._strongest(j, i),
        )

    def _strongest(self, start: int, end: int) -> Path:
        table = np.array(self.pairwise, dtype=np.int64)
        margins = table - table.T
        strength = max(1, self.strengths[start][end])
        return path_through(self.options, margins, margins >= strength, start, end)


def schulze(
    ballots: RankedBallots | Iterable[RankedBallot],
    *,
    options: Sequence[str] | None = None,
    counts: Sequence[int] | None = None,
    lot: Sequence[str] | None = None,
) -> Schulze:
    """Order options by the strongest chains of duels won.

    Meaning: the option that wins each duel is first; when duels turn in a circle, the weakest
    duels of the circle give way. Formula: margin(i, j) = ballots with i before j − ballots with j
    before i; a path of won duels is as strong as its weakest margin; i is before j when its
    strongest path to j is stronger than the return one. The order lists, layer after layer, the
    options that no remaining one is before; a layer of several is a tie, separated by `lot` only.
    Shapes: each ballot lists places, best first, a name or several equals; unnamed options stand
    last together; `counts` one a ballot. Units: ballots, exact whole numbers. Errors:
    `UnknownName`, `RepeatedName`, `BadBallot`. Source: M. Schulze, Social Choice and Welfare 36,
    2011, margins as strengths.

    >>> result = schulze([["eau", "air"], ["air", "sol"], ["sol", "eau"]], counts=[5, 4, 3])
    >>> result.order, result.condorcet_winner, result.why("eau", "sol").path.options
    (('eau', 'air', 'sol'), None, ('eau', 'air', 'sol'))
    """
    return _order(rank_ballots(ballots, options, counts), lot)


def _order(rankings: Rankings, lot: Sequence[str] | None) -> Schulze:
    table = duels(rankings.places, rankings.counts)
    paths = strongest_paths(table)
    lead = paths - paths.T
    placing = place(layers(lead > 0, rankings.options), lot)
    gap = _gap(lead)
    return Schulze(
        order=placing.order,
        ranks=placing.ranks,
        winners=placing.winners,
        ties=placing.ties,
        options=rankings.options,
        pairwise=as_table(table),
        strengths=as_table(paths),
        condorcet_winner=condorcet_winner(table, rankings.options),
        margin=gap,
        change=change_of_winner(rankings, table, _winners, gap or 0),
        base=rankings.base,
        ballots_digest=rankings.digest,
    )


def strongest_paths(table: Ints) -> Ints:
    """Find the strength of the strongest path of each pair (Floyd–Warshall on max and min)."""
    margins = table - table.T
    paths = np.where(margins > 0, margins, 0)
    for through in range(len(paths)):
        np.maximum(paths, np.minimum(paths[:, through, None], paths[through]), out=paths)
    np.fill_diagonal(paths, 0)
    return paths


def _winners(table: Ints) -> list[int]:
    paths = strongest_paths(table)
    return [int(option) for option in np.flatnonzero(~(paths < paths.T).any(axis=1))]


def _gap(lead: Ints) -> int | None:
    unbeaten = np.flatnonzero((lead >= 0).all(axis=1))
    if len(lead) < 2:
        return None
    return 0 if len(unbeaten) > 1 else int(np.delete(lead[unbeaten[0]], unbeaten[0]).min())
