"""The lines of a landscape: a statement and its answers, a group and its traits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number, format_percent, join_clauses
from terreau.dialogues.enums import Space
from terreau.dialogues.pictures.shares import share_bar

Row = Mapping[str, Any]
Texts = Mapping[int, str]


@dataclass(frozen=True)
class Line:
    """One statement with its answers; `row` keeps what else was computed of it."""

    text: str
    row: Row
    is_hidden: bool

    @property
    def number(self) -> int:
        return int(self.row["n"])

    @property
    def base(self) -> int:
        return base_of(self.row)

    @property
    def share(self) -> float:
        return share_of(self.row)

    @property
    def bar(self) -> SafeString:
        return share_bar(self.share, self.passing, self.against)

    @property
    def united(self) -> str:
        """Say how far it unites: every group, then the floor of agreement with its interval."""
        told = []
        if self.row["informed"] is not None:
            told.append(
                _("accord de tous les groupes : %(share)s")
                % {"share": format_percent(self.row["informed"])}
            )
        if self.row["floor"] is not None:
            told.append(
                _("plancher : %(floor)s (entre %(low)s et %(high)s)")
                % {name: format_percent(self.row[name]) for name in ("floor", "low", "high")}
            )
        return join_clauses(told)

    @property
    def apart(self) -> str:
        """Say how far apart the groups stand, if there are groups."""
        gap = self.row["gap"]
        return "" if gap is None else points_words(gap)

    @property
    def against(self) -> float:
        return self.row["disagree"] / self.base if self.base else 0.0

    @property
    def passing(self) -> float:
        return self.row["passed"] / self.base if self.base else 0.0


@dataclass(frozen=True)
class Trait:
    """What a group says more than the others; counts are None when too few answered."""

    text: str
    number: int
    agrees: bool
    count: int | None
    answered: int | None


@dataclass(frozen=True)
class Group:
    """A group as it is told: its letter, its size, how it holds, what tells it from the others."""

    letter: str
    size: int
    hold: str
    traits: tuple[Trait, ...]
    is_hidden: bool


@dataclass(frozen=True)
class Beside:
    """One statement in the two spaces, side by side and never added."""

    text: str
    number: int
    organisations: Row
    inhabitants: Row

    @property
    def gap(self) -> str:
        return points_words(abs(share_of(self.organisations) - share_of(self.inhabitants)))

    @property
    def sides(self) -> list["Side"]:
        rows = {Space.ORGANISATIONS: self.organisations, Space.INHABITANTS: self.inhabitants}
        return [
            Side(_sentence(space.label), Line(self.text, row, is_hidden=False))
            for space, row in rows.items()
        ]


@dataclass(frozen=True)
class Side:
    """What one of the two spaces answers."""

    label: str
    line: Line


def _sentence(words: object) -> str:
    return f"{str(words)[:1].upper()}{str(words)[1:]}"


def points_words(gap: float) -> str:
    """Say a difference of two shares: « 34 points »."""
    points = round(gap * 100)
    return ngettext("%(n)s point", "%(n)s points", points) % {"n": format_number(points)}


def base_of(row: Row) -> int:
    """All the answers to a statement, passing included."""
    return row["agree"] + row["disagree"] + row["passed"]


def share_of(row: Row) -> float:
    """The share of agreement among all the answers."""
    base = base_of(row)
    return row["agree"] / base if base else 0.0
