"""The values of a sheet as plain JSON, to keep them, compare them, say them and take them back."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import fields as slots_of
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from terreau.actors.fields import COLUMNS
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.values import (
    CompetenceValues,
    ContactValues,
    NetworkValues,
    NumberValues,
    ResourceValues,
    SeatValues,
)
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory
from terreau.territories.tokens import read_tokens

VALUES_OF = {
    "contacts": ContactValues,
    "resources": ResourceValues,
    "competences": CompetenceValues,
    "networks": NetworkValues,
    "seats": SeatValues,
    "numbers": NumberValues,
}
_DAYS = ("starts_on", "ends_on")


def take_snapshot(organisation: Organisation, names: Collection[str]) -> dict[str, Any]:
    """Read the given fields of a stored sheet as plain values."""
    return {name: _read(organisation, name) for name in names}


def _read(organisation: Organisation, name: str) -> Any:
    if name in COLUMNS:
        return plain(getattr(organisation, name))
    if name == "domains":
        return sorted(domain.code for domain in organisation.domains.all())
    if name == "perimeter":
        return sorted(unit.token for unit in organisation.perimeter.all())
    if name == "aliases":
        return sorted(alias.name for alias in organisation.aliases.all())
    return [plain(row) for row in rows_of(organisation, name)]


def rows_of(organisation: Organisation, name: str) -> list[Any]:
    """The stored rows of one kind, as the values that would write them."""
    shape, stored = VALUES_OF[name], getattr(organisation, name)
    if name == "resources":
        return [
            shape(
                **_columns_of(row, shape, "territories"),
                territories=tuple(sorted(row.territories.all(), key=lambda u: u.token)),
            )
            for row in stored.prefetch_related("territories")
        ]
    if name == "networks":
        stored = stored.select_related("network", "territory")
    return [shape(**_columns_of(row, shape)) for row in stored.all()]


def _columns_of(row: Any, shape: type, *left_out: str) -> dict[str, Any]:
    names = (slot.name for slot in slots_of(shape) if slot.name not in left_out)
    return {name: getattr(row, name) for name in names}


def plain(value: Any) -> Any:
    """Turn one value (or a row of values) into what JSON holds."""
    if isinstance(value, Territory):
        return value.token
    if isinstance(value, Organisation):
        return {"uuid": str(value.uuid), "name": value.name}
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, (datetime.date, UUID, Decimal)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if type(value) in VALUES_OF.values():
        return {slot.name: plain(getattr(value, slot.name)) for slot in slots_of(value)}
    return value


def read_back(name: str, kept: Any) -> Any:
    """Turn a kept value into what the actions write; what no longer exists is left out."""
    if name in ("place", "parent"):
        return _territory(kept) if name == "place" else _organisation(kept)
    if name in ("founded_on", "closed_on"):
        return PartialDate(kept) if kept else None
    if name == "domains":
        return list(ActionDomain.objects.filter(code__in=kept))
    if name == "perimeter":
        return read_tokens(kept).territories
    if name in VALUES_OF:
        rows = (_row(name, row) for row in kept)
        return tuple(row for row in rows if row is not None)
    return kept


def _row(name: str, kept: Mapping[str, Any]) -> Any:
    values = {**kept, **{day: _day(kept[day]) for day in _DAYS if kept.get(day)}}
    if name == "networks":
        values["network"] = _organisation(kept["network"])
        values["territory"] = _territory(kept["territory"])
        if values["network"] is None:
            return None
    if name == "resources":
        values["uuid"] = UUID(kept["uuid"]) if kept["uuid"] else None
        values["quantity"] = Decimal(kept["quantity"]) if kept["quantity"] else None
        values["territories"] = tuple(read_tokens(kept["territories"]).territories)
        values["stated_at"] = parse_datetime(kept["stated_at"]) if kept["stated_at"] else None
    return VALUES_OF[name](**values)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _territory(token: str | None) -> Territory | None:
    return next(iter(read_tokens([token]).territories), None) if token else None


def _organisation(kept: Mapping[str, str] | None) -> Organisation | None:
    return Organisation.objects.filter(uuid=kept["uuid"]).first() if kept else None
