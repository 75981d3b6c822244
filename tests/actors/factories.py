"""Make persons, organisations and mandates, and the cast of every test.

Ama is a member, Bastien a facilitator, Chloé belongs elsewhere, Denis has no account.
"""

import datetime
import itertools

from django.utils import timezone

from terreau.accounts.models import Person
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Mandate, Organisation, OrganisationContact
from terreau.actors.posture import Posture

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
