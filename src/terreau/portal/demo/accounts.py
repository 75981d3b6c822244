"""The demonstration's accounts: invented persons, one for each role."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from terreau.accounts.actions import give_administration, open_account
from terreau.accounts.models import Person
from terreau.portal.demo.reading import DemoFacts, PersonFact, read_facts


@dataclass(frozen=True)
class DemoAccount:
    """One way into the demonstration, as it is printed."""

    role: str
    name: str
    email: str
    organisations: tuple[str, ...]
    password: str


def describe_accounts() -> list[DemoAccount]:
    """Tell who can sign in, in whose name, and the password that this installation gives them."""
    return accounts_of(read_facts(), settings.TERREAU_DEMO_PASSWORD)


def accounts_of(facts: DemoFacts, password: str) -> list[DemoAccount]:
    """Tell the accounts of some facts with some password."""
    names = {organisation.key: organisation.name for organisation in facts.organisations}
    return [
        DemoAccount(
            role=person.role,
            name=person.name,
            email=person.email,
            organisations=tuple(
                names[mandate.organisation] for mandate in person.mandate if not mandate.ends_on
            ),
            password=password,
        )
        for person in facts.people
    ]


def open_accounts(
    people: tuple[PersonFact, ...], *, password: str, now: datetime.datetime
) -> dict[str, Person]:
    """Open every account with the same password, the administrator's first."""
    opened: dict[str, Person] = {}
    administrator: Person | None = None
    for fact in sorted(people, key=lambda person: not person.is_staff):
        person = open_account(email=fact.email, full_name=fact.name, by=administrator, now=now)
        if fact.is_staff:
            give_administration(person=person, by=administrator, now=now)
            administrator = administrator or person
        opened[fact.key] = person
    # One slow hash for all: the password is public, its salt protects nothing here.
    Person.objects.filter(pk__in=[person.pk for person in opened.values()]).update(
        password=make_password(password)
    )
    return opened
