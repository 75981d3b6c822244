"""The map of a perimeter, drawn once and kept while neither it nor the referential changes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Subquery
from django.utils.translation import get_language

from terreau.core.pictures import Picture
from terreau.territories.models import ReferenceImport, Territory
from terreau.territories.perimeters import PerimeterSummary, describe_perimeter
from terreau.territories.pictures import perimeter_map

KEPT = 256


@dataclass(frozen=True)
class _Asked:
    """What makes two drawings the same; the rows themselves come along for the first one."""

    keys: tuple[int, ...]
    title: str
    language: str | None
    loaded_at: datetime.datetime | None
    units: tuple[Territory, ...] = field(compare=False)


def referential_day() -> Subquery:
    """Read, along with another row, when the referential was last loaded."""
    return Subquery(ReferenceImport.objects.order_by("-loaded_at").values("loaded_at")[:1])


def perimeter_view(
    units: Sequence[Territory], title: str, *, loaded_at: datetime.datetime | None
) -> tuple[PerimeterSummary, Picture]:
    """Give the figures and the map of a perimeter, kept while the referential is this one."""
    keys = tuple(sorted(unit.pk for unit in units))
    return _view(_Asked(keys, title, get_language(), loaded_at, tuple(units)))


def kept_map(
    units: Sequence[Territory], title: str, *, loaded_at: datetime.datetime | None
) -> Picture:
    """Give the map alone of a perimeter, kept while the referential is this one."""
    keys = tuple(sorted(unit.pk for unit in units))
    return _map(_Asked(keys, title, get_language(), loaded_at, tuple(units)))


@lru_cache(maxsize=KEPT)
def _view(asked: _Asked) -> tuple[PerimeterSummary, Picture]:
    summary = describe_perimeter(asked.units)
    return summary, perimeter_map(asked.units, title=asked.title, count=summary.communes)


@lru_cache(maxsize=KEPT)
def _map(asked: _Asked) -> Picture:
    return perimeter_map(asked.units, title=asked.title)
