"""What every count gives back: places, ties and how they were settled, what would change it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from terreau_engine.errors import UnknownName

Settling = Literal["shared", "lot", "list order", "lowest cost", "most votes"]


@dataclass(frozen=True, slots=True)
class Base:
    """Who voted: `voters` handed in a ballot, `abstentions` of them said nothing in it."""

    voters: int
    abstentions: int

    @property
    def expressed(self) -> int:
        """Ballots that say something."""
        return self.voters - self.abstentions


@dataclass(frozen=True, slots=True)
class Tie:
    """Options that the ballots do not separate; `names` in the order that was kept.

    `settled_by` is « shared » when nothing separates them: they keep the same rank.
    """

    names: tuple[str, ...]
    settled_by: Settling


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest number of ballots that, filled in otherwise, would change the first place.

    The number lies between `at_least` and `at_most`; `at_most` is None when no bound is known.
    Both are None when no ballot could change anything. Reaching a tie counts as a change.
    """

    at_least: int | None
    at_most: int | None

    @property
    def is_exact(self) -> bool:
        """Tell a known number from a bound."""
        return self.at_least is not None and self.at_least == self.at_most


NO_CHANGE = Change(None, None)


@dataclass(frozen=True, slots=True)
class Placing:
    """Options from first to last; tied options share the rank of the first of them."""

    order: tuple[str, ...]
    ranks: Mapping[str, int]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...]


def draw_lot(names: Iterable[str], seed: str | int) -> tuple[str, ...]:
    """Draw an order of the names that anybody can draw again from the same seed.

    Meaning: chance is drawn once, before the count, and published; the count itself has none.
    Formula: names sorted by SHA-256 of « seed, line feed, name » in UTF-8. Shapes: any number of
    distinct names; the order they come in does not matter. Errors: none. Source: a public seed
    (for instance a lottery draw to come) hashed with each name, as in auditable drawings of lots.

    >>> draw_lot(["eau", "air", "sol"], seed="2026-12-01")
    ('air', 'eau', 'sol')
    """
    return tuple(sorted(set(names), key=lambda name: (_digest(f"{seed}\n{name}"), name)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_lines(kind: str, options: Iterable[str], lines: Iterable[str]) -> str:
    """Hash ballots whatever their order: SHA-256 of the kind, the sorted options and lines."""
    head = [kind, *sorted(repr(option) for option in options)]
    return _digest("\n".join([*head, "", *sorted(lines)]))


def lot_places(lot: Sequence[str] | None, names: Iterable[str]) -> dict[str, int] | None:
    """Number the names in the order of the lot; refuse a lot that forgets one of them."""
    if lot is None:
        return None
    places = {name: place for place, name in enumerate(lot)}
    absent = [name for name in names if name not in places]
    if absent:
        raise UnknownName(f"the lot does not hold {absent[0]!r}: draw it among all the options.")
    return places


def place(groups: Sequence[Sequence[str]], lot: Sequence[str] | None = None) -> Placing:
    """Number groups of equals from first to last; a lot, when given, separates equals."""
    places = lot_places(lot, (name for group in groups for name in group))
    order: list[str] = []
    ranks: dict[str, int] = {}
    ties: list[Tie] = []
    for group in groups:
        names = list(group) if places is None else sorted(group, key=places.__getitem__)
        first = len(order) + 1
        for step, name in enumerate(names):
            ranks[name] = first if places is None else first + step
        order += names
        if len(names) > 1:
            ties.append(Tie(tuple(names), "shared" if places is None else "lot"))
    winners = tuple(name for name in order if ranks[name] == 1)
    return Placing(tuple(order), ranks, winners, tuple(ties))


def group_equal(names: Sequence[str], values: Sequence[object]) -> list[list[str]]:
    """Group neighbours of a sorted list that hold equal values."""
    groups: list[list[str]] = []
    for index, name in enumerate(names):
        if index and values[index] == values[index - 1]:
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups
