"""Tell how the values of a sheet changed, from the traces that each saving left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from terreau.actors.enums import (
    ContactKind,
    NumberScheme,
    ResourceDirection,
    ResourceNature,
)
from terreau.actors.fields import label_of
from terreau.actors.models import Organisation, SheetChange, Source
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.core.formats import format_long_date
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory

CHANGES_READ = 60


@dataclass(frozen=True)
class ValueChange:
    """One field before and after."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldChange:
    """What one saving changed."""

    row: SheetChange
    values: tuple[ValueChange, ...]


def changes_of(organisation: Organisation) -> list[ToldChange]:
    """The latest changes of the sheet, newest first; two queries whatever their number."""
    changes = SheetChange.objects.filter(organisation=organisation).select_related("source")
    rows = list(changes[:CHANGES_READ])
    names = _territory_names(rows)
    return [
        ToldChange(
            row,
            tuple(
                ValueChange(
                    name, label_of(name), say(name, pair[0], names), say(name, pair[1], names)
                )
                for name, pair in row.values.items()
            ),
        )
        for row in rows
    ]


def imported_from(organisation: Organisation) -> Source | None:
    """The file that brought the sheet, when one did: its creation leaves no other trace."""
    source = organisation.origin
    return source if source and source.run_id else None


def _territory_names(rows: Iterable[SheetChange]) -> dict[str, str]:
    codes = {
        token.partition(":")[2]
        for row in rows
        for name, pair in row.values.items()
        for kept in pair
        for token in _tokens(name, kept)
    }
    found = Territory.objects.filter(code__in=codes) if codes else ()
    return {unit.token: unit.name for unit in found}


def _tokens(name: str, kept: Any) -> list[str]:
    if name == "place":
        return [kept] if kept else []
    if name == "perimeter":
        return kept
    if name == "networks":
        return [row["territory"] for row in kept if row["territory"]]
    return [token for row in kept for token in row["territories"]] if name == "resources" else []


def say(name: str, kept: Any, territories: Mapping[str, str]) -> str:
    """Say a kept value as a person reads it; lists take one line for each of their rows."""
    if kept is None or kept == "" or kept == []:
        return ""
    if isinstance(kept, bool):
        return _("oui") if kept else _("non")
    speaker = _SPEAKERS.get(name)
    if speaker:
        return speaker(kept, territories)
    if isinstance(kept, list):
        return "\n".join(str(item) for item in kept)
    field = Organisation._meta.get_field(name)
    return str(dict(field.flatchoices).get(kept, kept))


def _lines(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(" · ".join(part for part in row if part) for row in rows)


def _say_period(row: Mapping[str, Any]) -> str:
    first, last = (_say_day(row.get(name)) for name in ("starts_on", "ends_on"))
    return f"{first} – {last}" if first or last else ""


def _say_day(text: str | None) -> str:
    day = parse_date(text) if text else None
    return format_long_date(day) if day else ""


def _say_contacts(rows, territories) -> str:
    return _lines(
        (
            str(ContactKind(row["kind"]).label),
            row["value"],
            row["label"],
            _("public") if row["is_public"] else _("non public"),
        )
        for row in rows
    )


def _say_resources(rows, territories) -> str:
    return _lines(
        (
            str(ResourceDirection(row["direction"]).label),
            str(ResourceNature(row["nature"]).label),
            row["title"],
            " ".join(part for part in (row["quantity"], row["unit"]) if part),
            _say_period(row),
            row["conditions"],
            ", ".join(territories.get(token, token) for token in row["territories"]),
        )
        for row in rows
    )


def _say_networks(rows, territories) -> str:
    return _lines(
        (
            row["network"]["name"],
            territories.get(row["territory"], ""),
            row["role"],
            _say_period(row),
        )
        for row in rows
    )


_SPEAKERS = {
    "place": lambda kept, territories: territories.get(kept, kept),
    "perimeter": lambda kept, territories: ", ".join(territories.get(one, one) for one in kept),
    "domains": lambda kept, territories: ", ".join(
        _(DOMAIN_NAMES.get(code, code)) for code in kept
    ),
    "parent": lambda kept, territories: kept["name"],
    "founded_on": lambda kept, territories: str(PartialDate(kept)),
    "closed_on": lambda kept, territories: str(PartialDate(kept)),
    "withheld": lambda kept, territories: ", ".join(label_of(name) for name in kept),
    "contacts": _say_contacts,
    "resources": _say_resources,
    "competences": lambda rows, territories: _lines((row["name"], row["detail"]) for row in rows),
    "networks": _say_networks,
    "seats": lambda rows, territories: _lines(
        (row["body"], row["role"], _say_period(row)) for row in rows
    ),
    "numbers": lambda rows, territories: _lines(
        (str(NumberScheme(row["scheme"]).label), row["value"]) for row in rows
    ),
}
