"""Fill the sheets of the demonstration: size, offers, needs, know-how, ties, and their age."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.actions import add_position, edit_organisation
from terreau.actors.enums import LegalBasis, ResourceDirection
from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.actors.values import CompetenceValues, NetworkValues, ResourceValues, SeatValues
from terreau.core.partial_dates import PartialDate
from terreau.portal.demo.reading import DATA

Line = tuple[str, str, int, str, str, int]


@dataclass(frozen=True)
class SheetFact:
    """What the sheet of one organisation says beyond its name."""

    organisation: str
    parent: str = ""
    founded_on: str = ""
    size_class: str = ""
    is_employer: bool | None = None
    is_mission_led: bool | None = None
    naf: str = ""
    csr: str = ""
    perimeter_note: str = ""
    confirmed: int | None = None
    offers: tuple[Line, ...] = ()
    needs: tuple[Line, ...] = ()
    competences: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    seats: tuple[tuple[str, str, str, str], ...] = ()
    positions: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def has_ties(self) -> bool:
        """Tell whether it names other organisations, which must be written first."""
        return bool(self.parent or self.networks)


@cache
def read_sheets() -> dict[str, SheetFact]:
    """Read the file once; an unknown key raises."""
    told = tomllib.loads((DATA / "sheets.toml").read_text(encoding="utf-8"))["sheet"]
    return {row["organisation"]: SheetFact(**row) for row in told}


def sheet_values(key: str, now: datetime.datetime) -> dict[str, Any]:
    """What the creation of a sheet writes of it, without the ties to other sheets."""
    fact = read_sheets().get(key)
    if fact is None:
        return {}
    columns = ("size_class", "is_employer", "is_mission_led", "naf", "csr", "perimeter_note")
    return {
        **{name: getattr(fact, name) for name in columns},
        "founded_on": PartialDate(fact.founded_on) if fact.founded_on else None,
        "competences": [_competence(text) for text in fact.competences],
        "seats": [_seat(seat) for seat in fact.seats],
        "resources": [
            *(_resource(ResourceDirection.OFFER, line, now) for line in fact.offers),
            *(_resource(ResourceDirection.NEED, line, now) for line in fact.needs),
        ],
        **_confirmation(fact, now),
    }


def _confirmation(fact: SheetFact, now: datetime.datetime) -> dict[str, Any]:
    if fact.confirmed is None:
        return {}
    day = timezone.localdate(now) - datetime.timedelta(days=fact.confirmed)
    return {"confirmed_on": day, "confirmed_by": _("une voix d’illustration")}


def _competence(text: str) -> CompetenceValues:
    name, _separator, detail = text.partition(" : ")
    return CompetenceValues(name, detail)


def _resource(direction: str, line: Line, now: datetime.datetime) -> ResourceValues:
    nature, title, quantity, unit, conditions, age = line
    return ResourceValues(
        direction=direction,
        nature=nature,
        title=title,
        quantity=Decimal(quantity) if quantity else None,
        unit=unit,
        conditions=conditions,
        stated_at=now - datetime.timedelta(days=age),
        stated_by=_("une voix d’illustration"),
    )


def _seat(seat: tuple[str, str, str, str]) -> SeatValues:
    body, role, first, last = seat
    return SeatValues(body, role, _day(first), _day(last))


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def write_ties(
    organisations: Mapping[str, Organisation], *, administrator: Person, now: datetime.datetime
) -> None:
    """Write what names other sheets, and the persons met, once every sheet exists."""
    by = Posture(administrator)
    for key, fact in read_sheets().items():
        if fact.has_ties:
            values = {
                "networks": [NetworkValues(organisations[name]) for name in fact.networks],
                **({"parent": organisations[fact.parent]} if fact.parent else {}),
            }
            _edit(organisations[key], values, by, now)
        for full_name, title, first, last in fact.positions:
            values = {
                "full_name": full_name,
                "title": title,
                "starts_on": _day(first),
                "ends_on": _day(last),
                "legal_basis": LegalBasis.LEGITIMATE_INTEREST,
                "informed_at": now,
            }
            add_position(organisations[key], values, by=by, now=now)


def _edit(
    organisation: Organisation, values: Mapping[str, Any], by: Posture, now: datetime.datetime
) -> None:
    edit_organisation(organisation, values, by=by, expected_version=organisation.version, now=now)
