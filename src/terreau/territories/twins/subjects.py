"""What a portrait is of: one unit, or a free perimeter compared with units of a level."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.perimeters import label_of
from terreau.territories.twins.shelf import LEVELS


@dataclass(frozen=True)
class Subject:
    """Units under one name; `level` is that of the units it is compared with, "" for none."""

    units: tuple[Territory, ...]
    label: str
    level: str
    is_free: bool

    @property
    def unit(self) -> Territory | None:
        """The unit itself, when the portrait is that of one."""
        return None if self.is_free else self.units[0]

    @property
    def query(self) -> str:
        """The units of a free perimeter as an address carries them."""
        if not self.is_free:
            return ""
        pairs = [("t", unit.token) for unit in self.units]
        level = [("avec", self.level)] if self.level else []
        return urlencode([*pairs, ("label", self.label), *level])

    @property
    def portrait_url(self) -> str:
        """Its portrait."""
        return self._url("portrait")

    @property
    def twins_url(self) -> str:
        """Its family."""
        return self._url("twins")

    @property
    def home_url(self) -> str:
        """The page of the unit, or the composer of the perimeter."""
        if self.is_free:
            return f"{reverse('territories:compose')}?{self.query}"
        return self.units[0].get_absolute_url()

    def _url(self, page: str) -> str:
        if self.is_free:
            return f"{reverse(f'territories:perimeter_{page}')}?{self.query}"
        unit = self.units[0]
        return reverse(f"territories:{page}", args=[unit.kind, unit.code])


def subject_of(units: Sequence[Territory], label: str = "", level: str = "") -> Subject:
    """Say what a list of units is: one unit is itself, several are a free perimeter.

    A free perimeter has no level of its own: it is "" until one is asked for or found.
    """
    found = tuple(units)
    if len(found) == 1 and found[0].kind != TerritoryKind.FORMER_COMMUNE:
        own = found[0].kind if found[0].kind in LEVELS else ""
        return Subject(found, found[0].name, own, is_free=False)
    chosen = level if level in LEVELS else ""
    return Subject(found, label or label_of(found), chosen, is_free=True)
