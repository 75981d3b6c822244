"""What the API answers; unknown and withheld values are null or the empty list."""

import datetime
from uuid import UUID

from django.utils.translation import gettext_noop
from ninja import Field, Schema

Date = datetime.date | None
Text = str | None


class Unit(Schema):
    """A territory by its level and its official code."""

    kind: str = Field(examples=["commune"])
    code: str = Field(examples=["94018"])
    name: str


class Place(Schema):
    """The commune of the seat; the point is that of its town hall."""

    code: str
    name: str
    lon: float | None = None
    lat: float | None = None


class Number(Schema):
    """A further official number."""

    scheme: str
    value: str


class ResourceLine(Schema):
    """Something offered or needed."""

    title: str
    nature: str
    quantity: float | None = None
    unit: Text = None
    starts_on: Date = None
    ends_on: Date = None
    conditions: Text = None
    territories: list[Unit] = []


class CompetenceLine(Schema):
    """Something the organisation knows how to do."""

    name: str
    detail: Text = None


class NetworkLine(Schema):
    """A network it belongs to."""

    uuid: UUID
    name: str
    role: Text = None
    territory: Unit | None = None
    starts_on: Date = None
    ends_on: Date = None


class SeatLine(Schema):
    """A seat in an outside body."""

    body: str
    role: Text = None
    starts_on: Date = None
    ends_on: Date = None


class OrganisationOut(Schema):
    """One public sheet; with `fields`, only what was asked, and always the uuid."""

    uuid: UUID
    url: str | None = None
    name: str | None = None
    world: str | None = None
    subtype: Text = None
    aliases: list[str] | None = None
    siren: Text = None
    siret: Text = None
    rna: Text = None
    numbers: list[Number] | None = None
    place: Place | None = None
    address: Text = None
    perimeter: list[Unit] | None = None
    perimeter_note: Text = None
    domains: list[str] | None = None
    description: Text = None
    size_class: Text = None
    is_employer: bool | None = None
    naf: Text = None
    legal_category: Text = None
    is_mission_led: bool | None = None
    csr: Text = None
    founded_on: Text = Field(
        None,
        description=gettext_noop("Date pleine ou partielle (EDTF) : 2013, 2013-09, 2013-09-12."),
    )
    lifecycle: str | None = None
    closed_on: Text = Field(
        None,
        description=gettext_noop("Date pleine ou partielle (EDTF) : 2013, 2013-09, 2013-09-12."),
    )
    parent: UUID | None = None
    offers: list[ResourceLine] | None = None
    needs: list[ResourceLine] | None = None
    competences: list[CompetenceLine] | None = None
    networks: list[NetworkLine] | None = None
    seats: list[SeatLine] | None = None
    emails: list[str] | None = None
    phones: list[str] | None = None
    websites: list[str] | None = None
    source: Text = None
    confirmed_on: Date = None
    updated_at: datetime.datetime | None = None


class OrganisationPage(Schema):
    """A page of sheets; `next` is the address of the following one, or null at the end."""

    count: int = Field(
        description=gettext_noop("Fiches qui passent les filtres, toutes pages réunies.")
    )
    licence: str
    results: list[OrganisationOut]
    next: str | None = None


class ChangeOut(Schema):
    """The latest event of one sheet; `into` is the sheet kept after a merger."""

    id: str
    uuid: UUID
    kind: str = Field(
        description=gettext_noop("created, changed, confirmed, closed, merged ou withdrawn.")
    )
    at: datetime.datetime
    name: str | None = None
    into: UUID | None = None


class ChangePage(Schema):
    """A page of events, the oldest first."""

    results: list[ChangeOut]
    next: str | None = None


class DomainOut(Schema):
    """A domain of action."""

    code: str
    name: str
    dimension: str
    goals: list[int] = Field(
        description=gettext_noop("Objectifs de développement durable, de 1 à 17.")
    )


class SubtypeOut(Schema):
    """A kind of organisation."""

    code: str
    name: str


class WorldOut(Schema):
    """One of the worlds, with its kinds of organisations."""

    code: str
    name: str
    subtypes: list[SubtypeOut]


class Problem(Schema):
    """An error, as RFC 9457 tells it; `detail` is a full sentence in the language of the caller."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str = Field(description=gettext_noop("Un mot stable, pour les programmes."))
