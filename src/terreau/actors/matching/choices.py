"""What two sheets say, field by field and line by line, and what a person keeps of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.fields import label_of
from terreau.actors.matching.lines import read_lines
from terreau.actors.models import Organisation
from terreau.actors.official_numbers import spaced_number
from terreau.actors.snapshots import plain

COLUMNS = (
    "name", "world", "subtype", "siren", "siret", "rna", "place", "address", "perimeter_note",
    "description", "size_class", "is_employer", "naf", "legal_category", "is_mission_led", "csr",
    "founded_on", "parent", "lifecycle", "closed_on", "closing_reason", "source", "is_public",
)  # fmt: skip
LINKS = ("domains", "perimeter")
ROWS = ("aliases", "contacts", "resources", "competences", "networks", "seats", "numbers")
# A type is one of its world's; the end of a body is told by three columns: they go together.
TOGETHER = {"subtype": "world", "closed_on": "lifecycle", "closing_reason": "lifecycle"}
NUMBERS = ("siren", "siret", "rna")


@dataclass(frozen=True)
class FieldChoice:
    """One field on both sheets; `side` is what is ticked when the page opens."""

    name: str
    label: str
    first: str
    second: str
    side: str
    differs: bool


@dataclass(frozen=True)
class LineChoice:
    """One line of one sheet: an alias, a contact, a domain…; both sheets may have it."""

    token: str
    text: str
    side: str


@dataclass(frozen=True)
class ListChoice:
    """One list of both sheets, united by default."""

    name: str
    label: str
    lines: tuple[LineChoice, ...]

    @property
    def of_kept(self) -> list[LineChoice]:
        """The lines of the sheet that stays."""
        return [line for line in self.lines if line.side == "kept"]

    @property
    def of_absorbed(self) -> list[LineChoice]:
        """The lines that only the other one has."""
        return [line for line in self.lines if line.side == "absorbed"]


@dataclass(frozen=True)
class MergeChoices:
    """What a person decided: the columns taken from the absorbed sheet, the lines left out."""

    taken: frozenset[str] = frozenset()
    left_out: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def without(self, name: str, side_keys: frozenset[int]) -> frozenset[int]:
        """The lines of one list that stay out, among these."""
        return self.left_out.get(name, frozenset()) & side_keys


def compare_fields(kept: Organisation, absorbed: Organisation) -> list[FieldChoice]:
    """Each field that at least one sheet fills; the filled one is ticked, else the kept one."""
    choices = []
    for name in COLUMNS:
        if name in TOGETHER:
            continue
        first, second = _said(kept, name), _said(absorbed, name)
        if first or second:
            side = "kept" if first else "absorbed"
            differs = plain(getattr(kept, name)) != plain(getattr(absorbed, name))
            choices.append(FieldChoice(name, label_of(name), first, second, side, differs))
    return choices


def _said(organisation: Organisation, name: str) -> str:
    """One value as a person reads it, with those that go with it."""
    parts = [_say_one(organisation, name)]
    parts += [_say_one(organisation, other) for other, with_ in TOGETHER.items() if with_ == name]
    return ", ".join(part for part in parts if part)


def _say_one(organisation: Organisation, name: str) -> str:
    value = getattr(organisation, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name in ("siren", "siret"):
        return spaced_number(value)
    display = getattr(organisation, f"get_{name}_display", None)
    return str(display() if display else value)


def compare_lists(kept: Organisation, absorbed: Organisation) -> list[ListChoice]:
    """The lines of both sheets, list by list, in one query; a line that both have shows once."""
    rank = {kept.pk: "kept", absorbed.pk: "absorbed"}
    lines: dict[str, dict[str, LineChoice]] = {}
    rows = sorted(read_lines(rank), key=lambda row: (row.owner != kept.pk, row.text.casefold()))
    for row in rows:
        choice = LineChoice(f"{row.name}:{row.key}", row.text, rank[row.owner])
        lines.setdefault(row.name, {}).setdefault(row.said_once, choice)
    return [
        ListChoice(name, label_of(name), tuple(lines[name].values()))
        for name in (*ROWS, *LINKS)
        if name in lines
    ]


def read_choices(data: Mapping[str, Any], ticked: list[str], offered: list[str]) -> MergeChoices:
    """Read what a form sent: a side a field, the lines ticked among those offered."""
    taken = {name for name in COLUMNS if data.get(f"side-{name}") == "absorbed"}
    taken |= {name for name, with_ in TOGETHER.items() if with_ in taken}
    left_out: dict[str, set[int]] = {}
    for token in set(offered) - set(ticked):
        name, _colon, key = token.partition(":")
        if name in (*ROWS, *LINKS) and key.isdigit():
            left_out.setdefault(name, set()).add(int(key))
    return MergeChoices(
        frozenset(taken), {name: frozenset(keys) for name, keys in left_out.items()}
    )
