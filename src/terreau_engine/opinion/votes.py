"""Who answered what: a state that forgets the order in which the answers came."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from terreau_engine.opinion.order import add_names
from terreau_engine.opinion.records import (
    WITHDRAWN,
    Cells,
    Columns,
    check_codes,
    check_lengths,
    check_values,
    join_names,
    last_words,
    read_records,
)
from terreau_engine.opinion.tables import LARGEST, Ints, Tables, Values, count_tables

AGREE, DISAGREE, PASS = 1, -1, 0
_MANY: Final = 4  # more new votes than a quarter of those held: start again instead of moving each


class Votes:
    """The standing votes of a conversation, and the exact tables that the map needs.

    Meaning: one value a pair of participant and statement — 1 agree, -1 disagree, 0 pass. Only
    people with a standing vote are participants, only statements with one are statements. Two
    histories with the same last word of each pair give states equal bit for bit, whatever the
    order, the changes and the withdrawals. Shapes: P participants, S statements, n votes.
    Units: counts. Errors: `UnknownAnswer`, `UnevenColumns`. A write costs O(votes of that person).

    >>> votes = Votes.from_records(["b10", "b2", "b2"], ["1", "1", "2"], [1, -1, 0])
    >>> votes.participants, votes.statements, votes.count
    (('b2', 'b10'), ('1', '2'), 3)
    >>> votes.record("b2", "2", None)
    >>> votes.count, votes.value_of("b2", "1"), votes.value_of("b2", "2")
    (2, -1, None)
    """

    __hash__ = None  # type: ignore[assignment]  # a state that changes has no hash

    def __init__(self) -> None:
        """Start without a vote."""
        self._people: dict[str, int] = {}
        self._topics: dict[str, int] = {}
        self._columns: list[Ints] = []  # of each person: statements in the order of their slots
        self._values: list[Values] = []
        self._seen: list[int] = []  # votes on each statement
        self._settled: tuple[int, int] = (0, 0)  # people and statements in canonical order
        self._dropped = False  # somebody or something may have lost the last vote
        self._tables: Tables | None = None
        self._cells: Cells | None = None

    @classmethod
    def from_records(
        cls,
        participants: Sequence[str],
        statements: Sequence[str],
        values: Sequence[int | None] | NDArray[np.integer],
    ) -> Self:
        """Read votes in the order of a history; the last record of a pair wins, None withdraws.

        Shapes: three columns of one length. Errors: `UnevenColumns`, `UnknownAnswer`.

        >>> Votes.from_records(["a", "a"], ["s", "s"], [1, -1]).value_of("a", "s")
        -1
        """
        votes = cls()
        votes.record_many(participants, statements, values)
        return votes

    @classmethod
    def from_codes(
        cls,
        participants: Sequence[str],
        statements: Sequence[str],
        rows: NDArray[np.integer],
        columns: NDArray[np.integer],
        values: NDArray[np.integer],
    ) -> Self:
        """Read a large history whose names are numbered already; the last record of a pair wins.

        Shapes: distinct names, then three columns of one length; `rows` and `columns` are places
        in the names. Errors: `UnevenColumns`, `UnknownAnswer`, `RepeatedName`, `UnknownName`.

        >>> Votes.from_codes(["b", "a"], ["s"], np.array([0]), np.array([0]), np.array([1]))
        <Votes: 1 × 1, 1>
        """
        check_lengths(rows, columns, values)
        votes = cls()
        codes = check_codes(participants, rows), check_codes(statements, columns)
        votes._refill(Columns(participants, statements, *codes, check_values(values)))
        return votes

    def record(self, participant: str, statement: str, value: int | None) -> None:
        """Set the vote of one person on one statement; None withdraws it. Exact, O(their votes).

        >>> votes = Votes()
        >>> votes.record("a", "s", 1); votes.record("a", "s", 0); votes.count
        1
        """
        self._record(participant, statement, int(check_values([value])[0]))

    def record_many(
        self,
        participants: Sequence[str],
        statements: Sequence[str],
        values: Sequence[int | None] | NDArray[np.integer],
    ) -> None:
        """Set many votes, in order; the result is the same as one `record` after the other.

        >>> votes = Votes()
        >>> votes.record_many(["a", "b"], ["s", "s"], [1, 1]); votes.participants
        ('a', 'b')
        """
        check_lengths(participants, statements, values)
        said = check_values(values)
        if len(said) * _MANY < self.count:
            for person, topic, value in zip(participants, statements, said.tolist(), strict=True):
                self._record(person, topic, value)
        else:
            self._refill(read_records(participants, statements, said))

    @property
    def participants(self) -> tuple[str, ...]:
        """People with a vote, in canonical order: digits count as numbers."""
        self._settle()
        return tuple(self._people)

    @property
    def statements(self) -> tuple[str, ...]:
        """Statements with a vote, in canonical order."""
        self._settle()
        return tuple(self._topics)

    @property
    def count(self) -> int:
        """How many votes stand."""
        return sum(self._seen)

    @property
    def tables(self) -> Tables | None:
        """The exact tables by canonical statement, read-only; None above 4,000 statements."""
        self._settle()
        size = len(self._topics)
        if size > LARGEST:
            return None
        if self._tables is None:
            cells = self.cells()
            self._tables = count_tables(self.starts(), cells.columns, cells.values, size)
        shown = Tables(*(table[:size, :size] for table in self._tables))
        for table in shown:
            table.flags.writeable = False
        return shown

    def cells(self) -> Cells:
        """Return every vote by participant then statement, in canonical order; read-only."""
        self._settle()
        if self._cells is None:
            each = np.fromiter(map(len, self._columns), np.int64, len(self._columns))
            rows = np.repeat(np.arange(len(each), dtype=np.int32), each)
            columns = np.concatenate([*self._columns, np.zeros(0, np.int32)], dtype=np.int32)
            values = np.concatenate([*self._values, np.zeros(0, np.int8)], dtype=np.int8)
            self._cells = Cells(rows, columns, values)
            for array in self._cells:
                array.flags.writeable = False
        return self._cells

    def starts(self) -> NDArray[np.int64]:
        """Return where the cells of each participant start, then how many cells there are."""
        return np.searchsorted(self.cells().rows, np.arange(len(self._columns) + 1))

    def value_of(self, participant: str, statement: str) -> int | None:
        """Return the standing vote of a pair, or None."""
        person, topic = self._people.get(participant), self._topics.get(statement)
        if person is None or topic is None:
            return None
        place = int(np.searchsorted(self._columns[person], topic))
        stands = self._columns[person][place : place + 1] == topic
        return int(self._values[person][place]) if stands.any() else None

    def __eq__(self, other: object) -> bool:
        """Compare the people, the statements and every vote."""
        if not isinstance(other, Votes):
            return NotImplemented
        if (self.participants, self.statements) != (other.participants, other.statements):
            return False
        mine, theirs = self.cells(), other.cells()
        return all(np.array_equal(mine[place], theirs[place]) for place in range(3))

    def __repr__(self) -> str:
        """Say how large it is."""
        self._settle()
        return f"<Votes: {len(self._people)} × {len(self._topics)}, {self.count}>"

    def _record(self, participant: str, statement: str, value: int) -> None:
        known = participant in self._people and statement in self._topics
        if value == WITHDRAWN and not known:
            return
        person, topic = self._slots(participant, statement)
        columns, values = self._columns[person], self._values[person]
        place = int(np.searchsorted(columns, topic))
        stood = place < len(columns) and columns[place] == topic
        if stood:
            old = int(values[place])
            columns, values = np.delete(columns, place), np.delete(values, place)
            self._count(topic, old, columns, values, -1)
        if value == WITHDRAWN:
            self._dropped |= bool(stood)
        else:
            self._count(topic, value, columns, values, 1)
            columns, values = np.insert(columns, place, topic), np.insert(values, place, value)
        self._columns[person], self._values[person], self._cells = columns, values, None

    def _count(self, topic: int, value: int, others: Ints, said: Values, sign: int) -> None:
        self._seen[topic] += sign
        if self._tables is not None:
            self._tables.move(topic, value, others, said, sign)

    def _slots(self, participant: str, statement: str) -> tuple[int, int]:
        """Return the places of both, making them at the end when they are new."""
        if participant not in self._people:
            self._people[participant] = len(self._people)
            self._columns.append(np.zeros(0, np.int32))
            self._values.append(np.zeros(0, np.int8))
        if statement not in self._topics:
            self._topics[statement] = len(self._topics)
            self._seen.append(0)
            size = len(self._topics)
            if size > LARGEST:
                self._tables = None
            elif self._tables is not None and size > len(self._tables.together):
                self._tables = self._tables.grow(min(LARGEST, size + size // 4 + 8))
        return self._people[participant], self._topics[statement]

    def _refill(self, records: Columns) -> None:
        """Add many votes at once, and leave the tables to be counted when they are needed."""
        held = self.cells()
        people, old, new = join_names(list(self._people), records.participants)
        rows = np.append(old[held.rows], new[records.rows])
        topics, old, new = join_names(list(self._topics), records.statements)
        columns = np.append(old[held.columns], new[records.columns])
        values = np.append(held.values, records.values)
        order = last_words(rows, columns)
        order = order[values[order] != WITHDRAWN]
        rows, columns, values = rows[order], columns[order], values[order]
        cuts = np.searchsorted(rows, np.arange(len(people) + 1)).tolist()
        self._people, self._topics = people, topics
        self._columns = [columns[start:end] for start, end in pairwise(cuts)]
        self._values = [values[start:end] for start, end in pairwise(cuts)]
        self._seen = np.bincount(columns, minlength=len(topics)).tolist()
        self._settled, self._dropped = (len(people), len(topics)), True
        self._tables = self._cells = None

    def _settle(self) -> None:
        """Put people and statements in canonical order, without those who have no vote left."""
        if not self._dropped and self._settled == (len(self._people), len(self._topics)):
            return
        self._settle_topics()
        self._settle_people()
        self._settled, self._dropped = (len(self._people), len(self._topics)), False
        self._cells = None

    def _settle_people(self) -> None:
        alive = [name for name, place in self._people.items() if len(self._columns[place])]
        order = self._sorted(alive, self._people, self._settled[0])
        places = [self._people[name] for name in order]
        self._columns = [self._columns[place] for place in places]
        self._values = [self._values[place] for place in places]
        self._people = {name: place for place, name in enumerate(order)}

    def _settle_topics(self) -> None:
        alive = [name for name, place in self._topics.items() if self._seen[place]]
        order = self._sorted(alive, self._topics, self._settled[1])
        if order == list(self._topics):
            return
        places = np.array([self._topics[name] for name in order], np.intp)
        place_of = np.zeros(len(self._topics), np.int32)
        place_of[places] = np.arange(len(places), dtype=np.int32)
        for person, columns in enumerate(self._columns):
            moved = place_of[columns]
            turn = np.argsort(moved)
            self._columns[person] = moved[turn]
            self._values[person] = self._values[person][turn]
        self._topics = {name: place for place, name in enumerate(order)}
        self._seen = [self._seen[place] for place in places]
        if self._tables is not None:
            self._tables = self._tables.reorder(places)

    @staticmethod
    def _sorted(alive: list[str], places: dict[str, int], settled: int) -> list[str]:
        """Return names in order, when those of the first `settled` places are in order already."""
        cut = bisect_left(alive, settled, key=places.__getitem__)
        return add_names(alive[:cut], alive[cut:])
