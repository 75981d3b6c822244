"""How many ballots, graded otherwise, would change the first place of a majority judgment."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from terreau_engine.priorities.grades import Tally, majority_key
from terreau_engine.priorities.results import NO_CHANGE, Change

Key = tuple[int, ...]


def smallest_change(
    tallies: Mapping[str, Tally], groups: Sequence[Sequence[str]], common: int
) -> Change:
    """Bound the number of ballots that would put another option first, or beside the first.

    The best that k ballots can do against the first option is to give it the worst grade in place
    of its k best, and to give a rival the best grade in place of its k worst. Whether the same
    ballots hold these grades is unknown from tallies: both at once give the lower bound, one of
    the two alone the upper bound.
    """
    if len(tallies) < 2 or not any(map(sum, tallies.values())):
        return NO_CHANGE
    if len(groups[0]) > 1:
        return Change(1, 1)
    first = tallies[groups[0][0]]
    number = sum(first)
    rivals = [tallies[name] for group in groups[1:] for name in group if sum(tallies[name])]
    if not rivals:
        return NO_CHANGE
    top = majority_key(first, common)
    best_rival = majority_key(rivals[0], common)

    @cache
    def fallen(ballots: int) -> Key:
        return majority_key(lower(first, ballots), common)

    def both(rival: Tally, ballots: int) -> bool:
        return majority_key(raise_(rival, ballots), common) >= fallen(ballots)

    def rise(rival: Tally, ballots: int) -> bool:
        return majority_key(raise_(rival, ballots), common) >= top

    largest = max(number, *(sum(rival) for rival in rivals))
    at_least = _least_of(rivals, both, largest)
    fall = _least(lambda ballots: best_rival >= fallen(ballots), number)
    at_most = min(fall, _least_of(rivals, rise, largest))
    return Change(at_least, at_most)


def _least_of(rivals: Sequence[Tally], test: Callable[[Tally, int], bool], largest: int) -> int:
    """Find the least number over all rivals, searching again only when a rival does better."""
    best = largest
    for rival in rivals:
        if best > 1 and test(rival, best - 1):
            best = _least(partial(test, rival), best - 1)
    return best


def _least(test: Callable[[int], bool], largest: int) -> int:
    """Search by halves the least number that passes a test which stays passed."""
    low, high = 1, largest
    while low < high:
        middle = (low + high) // 2
        if test(middle):
            high = middle
        else:
            low = middle + 1
    return low


def lower(tally: Tally, ballots: int) -> Tally:
    """Give the worst grade in place of the best grades of so many ballots."""
    changed = list(tally)
    left = ballots
    for grade in range(len(tally) - 1, 0, -1):
        moved = min(left, tally[grade])
        changed[grade] -= moved
        changed[0] += moved
        left -= moved
    return tuple(changed)


def raise_(tally: Tally, ballots: int) -> Tally:
    """Give the best grade in place of the worst grades of so many ballots."""
    return lower(tally[::-1], ballots)[::-1]
