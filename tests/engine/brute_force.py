"""Try every way of filling in ballots again, to check what the engine says would be enough."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

Ballots = list


def least_change(
    ballots: Sequence, choices: Sequence, outcome: Callable[[Ballots], object], most: int = 3
) -> int | None:
    """Find the least number of ballots to fill in again for another outcome, up to `most`."""
    now = outcome(list(ballots))
    for count in range(1, min(most, len(ballots)) + 1):
        for changed in refilled(ballots, choices, count):
            if outcome(changed) != now:
                return count
    return None


def refilled(ballots: Sequence, choices: Sequence, count: int) -> Iterator[Ballots]:
    """Give every list of ballots where so many of them are replaced."""
    for places in combinations(range(len(ballots)), count):
        for news in product(choices, repeat=count):
            changed = list(ballots)
            for place, new in zip(places, news, strict=True):
                changed[place] = new
            yield changed


def weak_orders(names: Sequence[str]) -> list[tuple[tuple[str, ...], ...]]:
    """List every ranking of the names, equals allowed."""
    found = []
    for levels in product(range(len(names)), repeat=len(names)):
        if set(levels) == set(range(max(levels) + 1)):
            found.append(
                tuple(
                    tuple(n for n, at in zip(names, levels, strict=True) if at == level)
                    for level in range(max(levels) + 1)
                )
            )
    return found
