"""Make persons, organisations and mandates, and the cast of every test.

Ama is a member, Bastien a facilitator, Chloé belongs elsewhere, Denis has no account.
"""

import datetime
import itertools
from decimal import Decimal

from django.utils import timezone

from terreau.accounts.models import Person
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import (
    ActionDomain,
    Mandate,
    Organisation,
    OrganisationContact,
    Position,
    Resource,
)
from terreau.actors.posture import Posture
from terreau.territories.models import Territory

_numbers = itertools.count(1)


def make_person(full_name: str = "Ama Diallo", *, email: str | None = None, **fields) -> Person:
    """Make a person who can sign in with `client.force_login`."""
    address = email or f"personne{next(_numbers)}@exemple.test"
    return Person.objects.create_user(
        address, "un mot de passe long", full_name=full_name, **fields
    )


def make_organisation(
    name: str = "Club Gravelle", *, world: str = "economic", **fields
) -> Organisation:
    """Make an organisation; `domains` and `perimeter` take lists of rows."""
    domains, perimeter = fields.pop("domains", ()), fields.pop("perimeter", ())
    organisation = Organisation.objects.create(name=name, world=world, **fields)
    organisation.domains.set(domains)
    organisation.perimeter.set(perimeter)
    refresh_indexes([organisation.pk])
    return organisation


def make_mandate(
    person: Person,
    organisation: Organisation,
    *,
    starts_on: datetime.date = datetime.date(2024, 1, 1),
    ends_on: datetime.date | None = None,
    title: str = "déléguée",
) -> Mandate:
    """Make a dated mandate, running unless it is given an end."""
    return Mandate.objects.create(
        person=person, organisation=organisation, starts_on=starts_on, ends_on=ends_on, title=title
    )


def make_contact(organisation: Organisation, **fields) -> OrganisationContact:
    """Make a contact, private unless told otherwise."""
    values = {"kind": "email", "value": "contact@exemple.test", **fields}
    return OrganisationContact.objects.create(organisation=organisation, **values)


def make_resource(organisation: Organisation, **fields) -> Resource:
    """Make an offer of premises, said today, unless told otherwise."""
    territories = fields.pop("territories", ())
    values = {
        "direction": "offer",
        "nature": "premises",
        "title": "Salle de réunion",
        "stated_at": now(),
        "stated_by": "Ama Diallo, en son nom",
        **fields,
    }
    resource = Resource.objects.create(organisation=organisation, **values)
    resource.territories.set(territories)
    return resource


def make_position(organisation: Organisation, full_name: str = "Paul Morin", **fields) -> Position:
    """Note a person who has no account."""
    values = {"title": "directeur", "stated_at": now(), **fields}
    return Position.objects.create(organisation=organisation, full_name=full_name, **values)


def make_everything(organisation: Organisation) -> None:
    """Fill every field and every kind of row of a sheet."""
    town = Territory.objects.get_or_create(
        kind="commune", code="94018", defaults={"name": "Charenton-le-Pont"}
    )[0]
    network = make_organisation("Réseau des clubs", siren="732829320")
    Organisation.objects.filter(pk=organisation.pk).update(
        subtype="association",
        siren="217500016",
        siret="21750001600019",
        rna="W751234567",
        place=town,
        address="1 quai des Carrières",
        perimeter_note="le quartier des quais",
        size_class="10-49",
        is_employer=True,
        naf="94.99Z",
        legal_category="9220",
        is_mission_led=False,
        csr="charte signée",
        founded_on="2013-23",
        parent=network,
        source="site, mars 2026",
    )
    organisation.refresh_from_db()
    organisation.perimeter.set([town])
    organisation.domains.set(ActionDomain.objects.all()[:2])
    organisation.aliases.create(name="LA")
    organisation.competences.create(name="Réparer des vélos", detail="le samedi")
    organisation.numbers.create(scheme="uai", value="0940111A")
    organisation.seats.create(body="Conseil de développement", starts_on=datetime.date(2024, 1, 5))
    organisation.networks.create(network=network, territory=town, role="membre")
    make_contact(organisation, is_public=True, label="accueil")
    make_resource(
        organisation,
        quantity=Decimal("12.5"),
        unit="heures",
        conditions="le soir",
        territories=[town],
    )


def make_speaker(
    full_name: str, organisation_name: str, *, world: str = "economic", **fields
) -> Posture:
    """Make a person mandated by a new organisation and return their posture."""
    person = make_person(full_name)
    organisation = make_organisation(organisation_name, world=world, **fields)
    return Posture(person, make_mandate(person, organisation))


def own_name(person: Person) -> Posture:
    """The posture of a person who speaks for themselves."""
    return Posture(person)


def now() -> datetime.datetime:
    """The moment of the test, for actions that take one."""
    return timezone.now()
