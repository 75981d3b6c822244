"""Turn the cells of a row into the values that the actions of a sheet write."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from terreau.actors.exchange.around import DIRECTIONS, membership_of
from terreau.actors.exchange.columns import CONTACT_COLUMNS
from terreau.actors.exchange.items import (
    read_competence,
    read_contact,
    read_official_number,
    read_resource,
    read_seat,
    write_resource,
)
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.sheets import TEXT_COLUMNS
from terreau.actors.models import ActionDomain, Organisation
from terreau.actors.snapshots import rows_of
from terreau.actors.values import (
    CompetenceValues,
    ContactValues,
    NetworkValues,
    NumberValues,
    ResourceValues,
    SeatValues,
)
from terreau.territories.models import Territory

_PLAIN = ("is_employer", "is_mission_led", "founded_on", "closed_on", "is_public")


def domain_values(sheet: Organisation, values: Mapping[str, Any], links: Links) -> dict[str, Any]:
    """The values of the sheet that a row gives; a column the file lacks changes nothing."""
    written: dict[str, Any] = {name: values[name] or "" for name in TEXT_COLUMNS if name in values}
    written |= {name: values[name] for name in _PLAIN if name in values}
    if "lifecycle" in written:
        written["lifecycle"] = written["lifecycle"] or "active"
    if written.get("siret") and not (written.get("siren") or sheet.siren):
        written["siren"] = written["siret"][:9]
    if "withheld" in values:
        written["withheld"] = list(values["withheld"] or ())
    _point(written, values, links)
    _rows(written, sheet, values, links)
    return written


def _point(written: dict[str, Any], values: Mapping[str, Any], links: Links) -> None:
    if "place" in values:
        written["place"] = Territory.objects.filter(pk=links.place(values["place"])).first()
    if "parent" in values:
        key = links.sheet(values["parent"]) if values["parent"] else None
        written["parent"] = Organisation.objects.filter(pk=key).first()
    if "perimeter" in values:
        keys = links.territories(values["perimeter"] or ())
        written["perimeter"] = list(Territory.objects.filter(pk__in=keys).order_by("pk"))
    if "domains" in values:
        codes = values["domains"] or ()
        written["domains"] = list(ActionDomain.objects.filter(code__in=codes))


def _rows(
    written: dict[str, Any], sheet: Organisation, values: Mapping[str, Any], links: Links
) -> None:
    if "aliases" in values:
        written["aliases"] = list(values["aliases"] or ())
    if "numbers" in values:
        read = (read_official_number(text) for text in values["numbers"] or ())
        written["numbers"] = [NumberValues(scheme, value) for scheme, value in read]
    if "competences" in values:
        items = (read_competence(text) for text in values["competences"] or ())
        written["competences"] = [CompetenceValues(name, detail) for name, detail in items]
    if "seats" in values:
        seats = (read_seat(text) for text in values["seats"] or ())
        written["seats"] = [
            SeatValues(seat.body, seat.role, seat.starts_on, seat.ends_on) for seat in seats
        ]
    if "networks" in values:
        written["networks"] = _networks(sheet, values["networks"] or (), links)
    if set(CONTACT_COLUMNS) & set(values):
        written["contacts"] = _contacts(sheet, values)
    if set(DIRECTIONS) & set(values):
        written["resources"] = _resources(sheet, values, links)


def _networks(sheet: Organisation, texts, links: Links) -> list[NetworkValues]:
    found = (membership_of(sheet, text, links) for text in texts)
    return [
        NetworkValues(row.network, row.territory, row.role, row.starts_on, row.ends_on)
        for row in found
        if row
    ]


def _contacts(sheet: Organisation, values: Mapping[str, Any]) -> list[ContactValues]:
    """Replace the public contacts of the kinds given; a file never carries the private ones."""
    given = {kind: column for column, kind in CONTACT_COLUMNS.items() if column in values}
    rows = list(sheet.contacts.all())
    known = {(row.kind, row.value): row.label for row in rows if row.is_public}
    kept = [
        ContactValues(row.kind, row.value, row.label, row.is_public)
        for row in rows
        if not row.is_public or row.kind not in given
    ]
    for kind, column in given.items():
        for text in values[column] or ():
            value, label = read_contact(kind, text)
            kept.append(
                ContactValues(kind.value, value, label or known.get((kind, value), ""), True)
            )
    return kept


def _resources(
    sheet: Organisation, values: Mapping[str, Any], links: Links
) -> list[ResourceValues]:
    """Replace the public lines of the directions given; a line said the same stays as it is."""
    given = {direction: column for column, direction in DIRECTIONS.items() if column in values}
    stored = {row.uuid: row for row in sheet.resources.prefetch_related("territories")}
    kept, same = [], {}
    for line in rows_of(sheet, "resources"):
        if line.is_public and line.direction in given:
            same[line.direction, write_resource(stored[line.uuid])] = line
        else:
            kept.append(line)
    for direction, column in given.items():
        for text in values[column] or ():
            known = same.get((direction, text))
            kept.append(known or _resource(direction, text, links))
    return kept


def _resource(direction: str, text: str, links: Links) -> ResourceValues:
    item = read_resource(text)
    blank = ResourceValues(direction=direction, nature=item.nature, title=item.title)
    where = Territory.objects.filter(pk__in=links.territories(item.where)).order_by("pk")
    return replace(
        blank,
        quantity=item.quantity,
        unit=item.unit,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        conditions=item.conditions,
        territories=tuple(where) if item.where else (),
    )
