"""Tell how the values of a sheet changed, from its stored versions."""

import datetime
from dataclasses import dataclass
from itertools import pairwise

from terreau.actors.models import Organisation

VERSIONS_READ = 60
_FIELDS = (
    "name",
    "world",
    "subtype",
    "siren",
    "siret",
    "rna",
    "place",
    "address",
    "description",
    "source",
    "is_public",
)


@dataclass(frozen=True)
class ValueChange:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SheetChange:
    """What one saving changed."""

    at: datetime.datetime
    person: str
    values: tuple[ValueChange, ...]


def changes_of(organisation: Organisation) -> list[SheetChange]:
    """The latest changes of the columns, newest first; one query whatever their number."""
    versions = list(
        organisation.history.select_related("history_user", "place").order_by(
            "-history_date", "-history_id"
        )[:VERSIONS_READ]
    )
    changes = []
    for after, before in pairwise(versions):
        values = tuple(_differences(before, after))
        if values:
            person = after.history_user.full_name if after.history_user else ""
            changes.append(SheetChange(after.history_date, person, values))
    return changes


def _differences(before, after):
    for name in _FIELDS:
        old, new = _spoken(before, name), _spoken(after, name)
        if old != new:
            label = str(Organisation._meta.get_field(name).verbose_name)
            yield ValueChange(label, old, new)


def _spoken(version, name: str) -> str:
    display = getattr(version, f"get_{name}_display", None)
    value = display() if display else getattr(version, name)
    if isinstance(value, bool):
        return "✓" if value else "—"
    return "" if value is None else str(value)
