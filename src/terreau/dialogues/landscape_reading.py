"""A kept landscape as a page reads it: what is shown, what is too small, in which order."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from terreau.dialogues.enums import Space
from terreau.dialogues.landscape_lines import (
    Group,
    Line,
    Row,
    Texts,
    Trait,
    base_of,
    share_of,
)
from terreau.dialogues.landscape_words import (
    axes_words,
    computed_words,
    hold_words,
    letter_of,
    stability_words,
    unstable_words,
)
from terreau.dialogues.models import Landscape, Participant
from terreau.dialogues.small_cells import FEWEST, shown_cells

UNITING, FLOOR, DIVIDING = 0.6, 0.5, 0.25
LISTED, REFUSED, PLAIN, DRAWN = 4, 2, 60, 40


class SpaceReading:
    """The landscape of one space, ready to be told."""

    def __init__(self, landscape: Landscape | None, space: Space) -> None:
        self.space = space
        self.landscape = landscape
        self.content: Mapping[str, Any] = landscape.content if landscape else {}
        self.fewest = FEWEST[space.value]

    @property
    def label(self) -> str:
        return str(self.space.label)

    @cached_property
    def mode(self) -> str:
        """`empty`, `hidden`, `plain` (small group), `unstable`, `whole` (one group), `groups`."""
        if self.landscape is None or not self.landscape.vote_count:
            return "empty"
        if self.landscape.voice_count < self.fewest:
            return "hidden"
        if self.content["no_groups"] == "too_few":
            return "plain"
        if not self.content["groups"]:
            return "unstable"
        return "groups" if len(self.content["groups"]) > 1 else "whole"

    @property
    def is_drawn(self) -> bool:
        return self.mode in ("unstable", "whole", "groups")

    @property
    def is_told(self) -> bool:
        return self.is_drawn or self.mode == "plain"

    @property
    def computed(self) -> str:
        return computed_words(self.landscape) if self.landscape else ""

    @property
    def hold(self) -> str:
        """How surely the groups are drawn, or why they are not."""
        if self.mode == "groups":
            told = self.content["replicates"], len(self.content["groups"])
            return stability_words(self.content["stability"], *told)
        return unstable_words(self.content["stability"]) if self.mode == "unstable" else ""

    @property
    def axes(self) -> str:
        return axes_words(self.content["variance"])

    @property
    def told_groups(self) -> list[Row]:
        """The groups whose statements may be told: a single one has nothing of its own."""
        if self.mode != "groups":
            return []
        shown = self._shown_groups()
        return [
            one if str(place) in shown else {**one, "says": []}
            for place, one in enumerate(self.content["groups"])
        ]

    @property
    def placed(self) -> list[Row]:
        return [one for one in self.content.get("voices", ()) if one["at"] is not None]

    @cached_property
    def rows(self) -> dict[int, Row]:
        return {row["n"]: row for row in self.content.get("consensus", ())}

    def _chosen(self, rule: Callable[[Row], bool], most: int, rows: Iterable[Row]) -> list[Row]:
        if not self.is_drawn:
            return []
        kept = (row for row in rows if base_of(row) >= self.fewest and rule(row))
        return [row for row, _place in zip(kept, range(most), strict=False)]

    @cached_property
    def uniting(self) -> list[Row]:
        """What most agree with, in every group."""
        return self._chosen(self._unites, LISTED, self.rows.values())

    @cached_property
    def refusing(self) -> list[Row]:
        """What most set aside, in every group."""
        rows = sorted(self.rows.values(), key=lambda row: -row["disagree"] / max(1, base_of(row)))
        return self._chosen(self._refuses, REFUSED, rows)

    @cached_property
    def dividing(self) -> list[Row]:
        rows = self.content.get("divisive", ())
        return self._chosen(lambda row: row["score"] >= DIVIDING, LISTED, rows)

    @cached_property
    def plain(self) -> list[Row]:
        """Under fifteen voices: every statement with its plain shares, nothing else."""
        if self.mode != "plain":
            return []
        return sorted(self.rows.values(), key=self._plainly)[:PLAIN]

    def _plainly(self, row: Row) -> tuple[bool, float, int]:
        """Too few answers come last, by number: their place would tell their share."""
        is_hidden = base_of(row) < self.fewest
        return is_hidden, 0.0 if is_hidden else -share_of(row), row["n"]

    @cached_property
    def drawn_statements(self) -> list[Row]:
        """The statements furthest from the middle, which say most of the axes."""
        if not self.is_drawn:
            return []
        rows = [row for row in self.content["statements"] if row["at"] is not None]
        rows.sort(key=lambda row: (-(row["at"][0] ** 2 + row["at"][1] ** 2), row["n"]))
        return rows[:DRAWN]

    def _root(self, product: float | None) -> float | None:
        """The mean of the groups' shares (geometric): one group that refuses pulls it down."""
        return None if product is None else product ** (1 / max(1, len(self.content["groups"])))

    def _unites(self, row: Row) -> bool:
        told = row["floor"], self._root(row["informed"])
        return share_of(row) >= UNITING and all(one is None or one >= FLOOR for one in told)

    def _refuses(self, row: Row) -> bool:
        told = self._root(row["refused"])
        return row["disagree"] >= UNITING * base_of(row) and (told is None or told >= FLOOR)

    def numbers(self) -> set[int]:
        """Every statement whose text is needed."""
        lists = (self.uniting, self.refusing, self.dividing, self.plain, self.drawn_statements)
        says = [one["says"] for one in self.content.get("groups", ())]
        return {row["n"] for rows in (*lists, *says) for row in rows}

    def lines(self, rows: Iterable[Row], texts: Texts) -> list[Line]:
        """Put words on rows; a statement withdrawn since then is left out."""
        return [
            Line(texts[row["n"]], row, base_of(row) < self.fewest)
            for row in rows
            if row["n"] in texts
        ]

    def groups(self, texts: Texts) -> list[Group]:
        """The groups from left to right, those too small without what they say."""
        if self.mode != "groups":
            return []
        shown = self._shown_groups()
        counts = self._shown_counts(shown)
        found = []
        for place, one in enumerate(self.content["groups"]):
            is_shown = str(place) in shown
            traits = [
                self._trait(row, texts[row["n"]], (str(place), row["n"]) in counts)
                for row in one["says"]
                if is_shown and row["n"] in texts
            ]
            hold = hold_words(one["sure"])
            found.append(Group(letter_of(place), one["size"], hold, tuple(traits), not is_shown))
        return found

    def _shown_groups(self) -> frozenset[str]:
        sizes = {str(place): one["size"] for place, one in enumerate(self.content["groups"])}
        return shown_cells(sizes, sum(sizes.values()), self.fewest)

    def _shown_counts(self, shown: frozenset[str]) -> set[tuple[str, int]]:
        """The counts whose complement, by subtraction from all the answers, is not small either."""
        bases: dict[int, dict[str, int]] = {}
        for place, one in enumerate(self.content["groups"]):
            for row in one["says"]:
                if str(place) in shown:
                    bases.setdefault(row["n"], {})[str(place)] = row["answered"]
        return {
            (place, number)
            for number, cells in bases.items()
            for place in shown_cells(cells, base_of(self.rows[number]), self.fewest)
        }

    def _trait(self, row: Row, text: str, is_shown: bool) -> Trait:
        told = (row["count"], row["answered"]) if is_shown else (None, None)
        return Trait(text, row["n"], row["agrees"], *told)

    def voice_row(self, voice: Participant | None) -> Row | None:
        """Find the point of a voice of this space."""
        if voice is None or voice.space != self.space:
            return None
        return next(
            (one for one in self.content.get("voices", ()) if one["n"] == voice.number), None
        )


def compare_spaces(left: SpaceReading, right: SpaceReading) -> list[tuple[Row, Row]]:
    """Pair what both spaces answered enough, the widest gap first."""
    if not (left.is_told and right.is_told):
        return []
    pairs = [
        (row, right.rows[number])
        for number, row in left.rows.items()
        if number in right.rows
        and base_of(row) >= left.fewest
        and base_of(right.rows[number]) >= right.fewest
    ]
    pairs.sort(key=lambda pair: (-abs(share_of(pair[0]) - share_of(pair[1])), pair[0]["n"]))
    return pairs
