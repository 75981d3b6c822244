"""Make sheets with everything public, everything withheld, and what must never go out."""

import datetime

from django.utils import timezone

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import (
    ActionDomain,
    Competence,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    OrganisationNumber,
    Position,
    Resource,
)
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory
from tests.actors.factories import make_contact, make_organisation

SECRETS = ("prive@exemple.test", "Jeanne Secrète", "0600000000", "besoin confidentiel")


def make_town(code: str = "94018", name: str = "Charenton-le-Pont", **fields) -> Territory:
    """Make (or find) a commune with its town hall."""
    values = {"name": name, "lon": 2.41, "lat": 48.82, **fields}
    return Territory.objects.get_or_create(kind="commune", code=code, defaults=values)[0]


def make_rich_sheet(name: str = "=Club; « Gravelle » | fils", **fields) -> Organisation:
    """Make a sheet with every kind of fact, some public, some private."""
    town = make_town()
    sheet = make_organisation(
        name,
        place=town,
        perimeter=[town],
        domains=ActionDomain.objects.filter(code__in=["culture", "sport"]),
        **{
            "subtype": "company_club",
            "address": "1 rue des Lilas",
            "description": "@formule\nsur deux lignes",
            "size_class": "1-9",
            "is_employer": True,
            "naf": "94.99Z",
            "founded_on": PartialDate("2013-09"),
            "source": "site, mars 2026",
            **fields,
        },
    )
    sheet.aliases.create(name="C|G")
    _add_lines(sheet)
    _add_secrets(sheet)
    refresh_indexes([sheet.pk])
    return sheet


def _add_lines(sheet: Organisation) -> None:
    make_contact(sheet, value="public@exemple.test", is_public=True, label="accueil")
    make_contact(sheet, kind="website", value="https://gravelle.test/", is_public=True)
    common = {"organisation": sheet, "stated_at": timezone.now()}
    Resource.objects.create(
        direction="offer",
        nature="premises",
        title="Salle ; calme",
        quantity="2",
        unit="salles",
        starts_on=datetime.date(2026, 1, 1),
        conditions="le soir",
        **common,
    )
    Resource.objects.create(direction="need", nature="audience", title="Élèves", **common)
    Competence.objects.create(organisation=sheet, name="Animer", detail="des réunions")
    ExternalSeat.objects.create(organisation=sheet, body="CCI", role="élue")
    OrganisationNumber.objects.create(
        organisation=sheet, scheme="other", value=f"registre {sheet.pk}"
    )


def _add_secrets(sheet: Organisation) -> None:
    make_contact(sheet, value="prive@exemple.test")
    Position.objects.create(
        organisation=sheet, full_name="Jeanne Secrète", phone="0600000000", stated_at=timezone.now()
    )
    Resource.objects.create(
        organisation=sheet,
        direction="need",
        nature="financial",
        title="besoin confidentiel",
        is_public=False,
        stated_at=timezone.now(),
    )


def join_network(member: Organisation, network: Organisation) -> NetworkMembership:
    """Make a member of a network."""
    return NetworkMembership.objects.create(member=member, network=network, role="adhérent")


def make_many(number: int, **fields) -> None:
    """Make so many plain public sheets."""
    for rank in range(number):
        refresh_indexes([make_organisation(f"Structure {rank}", **fields).pk])
