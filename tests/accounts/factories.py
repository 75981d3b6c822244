"""The cast, as plain functions: Ama (membre), Bastien, Chloé, and staff."""

import datetime

from terreau.accounts.models import Person

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
PASSWORD = "un-long-mot-de-passe-de-test"


def make_person(name: str = "Ama Diallo", *, password: str | None = PASSWORD, **fields) -> Person:
    """A person whose address is proved, ready to sign in."""
    email = fields.pop("email", f"{name.split()[0].lower().replace('é', 'e')}@example.org")
    return Person.objects.create_user(
        email, password, full_name=name, is_address_proved=True, **fields
    )
