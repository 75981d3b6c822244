"""Who sits down, what the tables have to respect, and the timetable that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Guest:
    """One person; « » is unknown, and nothing is asked of what is unknown.

    People of one organisation are not put at one table. `side` separates the two sides of a speed
    meeting. `offers` and `needs` are words compared between people (themes, natures). `away` are
    the rounds (from 1) in which they do not sit: a break of their own, a late arrival.
    """

    id: str
    organisation: str = ""
    world: str = ""
    side: str = ""
    offers: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    away: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableOptions:
    """What a good timetable is.

    `known`: pairs who met before. `forbidden` never share a table; `required` share one once, as
    early as can be told. A name in these pairs is a guest or an organisation (all its guests).
    `affinity`: likeness of needs and offers between 0 and 1 by pair of guests, used instead of
    their words where given. The weights tell what one pair at a table is worth: `mixing` two
    worlds, `complementarity` one needs what the other offers, `novelty` they never met.
    `two_sided`: tables of two, one guest of each side; whoever is too many rests in turn.
    `effort`: how long the search looks, 1 by default; the answer depends on the seed alone.
    """

    known: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    required: frozenset[Pair] = frozenset()
    affinity: Mapping[Pair, float] = field(default_factory=dict)
    mixing: float = 1.0
    complementarity: float = 1.0
    novelty: float = 1.0
    two_sided: bool = False
    effort: float = 1.0


DEFAULT_TABLES = TimetableOptions()


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the tables in order, each with its people in order of names, and who rests."""

    number: int
    tables: tuple[tuple[str, ...], ...]
    resting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, the value that no timetable can pass, and what rotating at random gives."""

    value: float
    bound: float
    random: float

    @property
    def part(self) -> float:
        """The value as a part of its bound."""
        return self.value / self.bound if self.bound else 1.0


@dataclass(frozen=True, slots=True)
class TimetableFigures:
    """How good the timetable is.

    `repeats`: times two people sit together again; `fewest_repeats`: no timetable that seats apart
    whom this one does has less (0: none is known to be needed). `mixing`: part of the meetings
    between two known worlds. `complementarity`: sum over the pairs who meet. `novelty`: part of the
    meetings of people who did not know each other. `same_organisation`, `forbidden_met` and
    `required_missed` are pairs. `fewest_met` and `most_met`: different people met
    by whoever met least and most.
    """

    meetings: int
    pairs: int
    repeats: int
    fewest_repeats: int
    mixing: Measured
    complementarity: Measured
    novelty: Measured
    same_organisation: int
    forbidden_met: tuple[Pair, ...]
    required_missed: tuple[Pair, ...]
    fewest_met: int
    most_met: int
    rests: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """Who sits where in each round, with all it was computed from, so that it can be replanned.

    `absent` maps whoever left to the first round they miss.
    """

    people: tuple[Guest, ...]
    rounds: tuple[Round, ...]
    table_size: int
    options: TimetableOptions
    seed: int
    figures: TimetableFigures
    absent: Mapping[str, int] = field(default_factory=dict)

    def meetings(self) -> tuple[Pair, ...]:
        """Every pair that shares a table, once, sorted."""
        return tuple(sorted(pairs_of(self.rounds)))

    def table_of(self, person: str, number: int) -> int | None:
        """Tell the table (from 1) of a person in a round (from 1), None if they do not sit."""
        for place, table in enumerate(self.rounds[number - 1].tables, start=1):
            if person in table:
                return place
        return None


def pairs_of(rounds: tuple[Round, ...]) -> dict[Pair, list[int]]:
    """List the rounds in which each pair shares a table."""
    found: dict[Pair, list[int]] = {}
    for one in rounds:
        for table in one.tables:
            people = sorted(table)
            for place, first in enumerate(people):
                for second in people[place + 1 :]:
                    found.setdefault((first, second), []).append(one.number)
    return found
