"""Write in bulk what stands around the sheets of a batch."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from terreau.actors.exchange.columns import CONTACT_COLUMNS
from terreau.actors.exchange.drafts import PERSON
from terreau.actors.exchange.items import (
    read_competence,
    read_contact,
    read_network,
    read_official_number,
    read_resource,
    read_seat,
)
from terreau.actors.exchange.links import Links
from terreau.actors.exchange.stamps import ImportStamp
from terreau.actors.models import (
    Competence,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
    OrganisationNumber,
    Position,
    Resource,
)
from terreau.core.bulk_rows import insert_many, insert_tuples

DIRECTIONS = {"offers": "offer", "needs": "need"}


class Around:
    """The rows of the other tables, gathered then written together."""

    def __init__(self, stamp: ImportStamp, links: Links) -> None:
        self._stamp = stamp
        self._links = links
        self._rows: dict[type, list[Any]] = {}
        self._places: list[tuple[Resource, list[int]]] = []
        self._areas: list[tuple[int, int]] = []
        self._themes: list[tuple[int, int]] = []

    def add(self, sheet: Organisation, row: Mapping[str, Any]) -> None:
        """Gather what one row says around its sheet."""
        for name in dict.fromkeys(row.get("aliases") or ()):
            self._keep(OrganisationAlias(organisation=sheet, name=name))
        for text in dict.fromkeys(row.get("numbers") or ()):
            scheme, value = read_official_number(text)
            self._keep(OrganisationNumber(organisation=sheet, scheme=scheme, value=value))
        for column, kind in CONTACT_COLUMNS.items():
            for text in row.get(column) or ():
                value, label = read_contact(kind, text)
                contact = OrganisationContact(organisation=sheet, kind=kind.value, value=value)
                contact.label, contact.is_public = label, True
                self._keep(contact)
        for text in row.get("competences") or ():
            name, detail = read_competence(text)
            self._keep(Competence(organisation=sheet, name=name, detail=detail))
        self._add_ties(sheet, row)
        self._add_links(sheet, row)
        if row.get(PERSON):
            self._keep(position_of(sheet, row[PERSON], self._stamp))

    def _add_ties(self, sheet: Organisation, row: Mapping[str, Any]) -> None:
        for column, direction in DIRECTIONS.items():
            for text in row.get(column) or ():
                self._add_resource(sheet, direction, text)
        for text in row.get("seats") or ():
            seat = read_seat(text)
            days = {"starts_on": seat.starts_on, "ends_on": seat.ends_on}
            self._keep(ExternalSeat(organisation=sheet, body=seat.body, role=seat.role, **days))
        for text in row.get("networks") or ():
            membership = membership_of(sheet, text, self._links)
            if membership:
                self._keep(membership)

    def _add_resource(self, sheet: Organisation, direction: str, text: str) -> None:
        item = read_resource(text)
        resource = Resource(
            organisation=sheet,
            direction=direction,
            nature=item.nature,
            title=item.title,
            quantity=item.quantity,
            unit=item.unit,
            starts_on=item.starts_on,
            ends_on=item.ends_on,
            conditions=item.conditions,
            stated_at=self._stamp.now,
            stated_by=self._stamp.by.label[:250],
        )
        self._keep(resource)
        self._places.append((resource, self._links.territories(item.where)))

    def _add_links(self, sheet: Organisation, row: Mapping[str, Any]) -> None:
        for key in self._links.territories(row.get("perimeter") or ()):
            self._areas.append((sheet.pk, key))
        for key in self._links.domains(dict.fromkeys(row.get("domains") or ())):
            self._themes.append((sheet.pk, key))

    def _keep(self, row: Any) -> None:
        self._rows.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Write every table once."""
        # Offers and needs give back their keys, which their territories point at.
        Resource.objects.bulk_create(self._rows.pop(Resource, []))
        for rows in self._rows.values():
            insert_many(rows)
        _tie(Organisation.perimeter.through, "organisation", "territory", self._areas)
        _tie(Organisation.domains.through, "organisation", "actiondomain", self._themes)
        where = [(resource.pk, key) for resource, keys in self._places for key in keys]
        _tie(Resource.territories.through, "resource", "territory", where)


def _tie(through: type[Model], left: str, right: str, pairs: Sequence[tuple[int, int]]) -> None:
    fields = [through._meta.get_field(name) for name in (left, right)]
    if pairs:
        insert_tuples(through, fields, pairs)


def membership_of(sheet: Organisation, text: str, links: Links) -> NetworkMembership | None:
    """The belonging that a cell tells, or None while the network has no sheet here."""
    item = read_network(text)
    network = links.sheet(item.sheet or item.name)
    if not network or network == sheet.pk:
        return None
    where = links.territories([item.where]) if item.where else []
    return NetworkMembership(
        member=sheet,
        network_id=network,
        territory_id=where[0] if where else None,
        role=item.role,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
    )


def position_of(sheet: Organisation, said: Mapping[str, str], stamp: ImportStamp) -> Position:
    """The position of a person, with its source and its legal basis; never public."""
    return Position(
        organisation=sheet,
        full_name=said.get("person_name") or said.get("person_email") or "",
        title=said.get("person_title", ""),
        email=said.get("person_email", ""),
        phone=said.get("person_phone", ""),
        source=stamp.source.name[:300],
        legal_basis=stamp.options.legal_basis,
        stated_at=stamp.now,
    )
