"""Find and create persons by their e-mail address."""

from django.contrib.auth.models import BaseUserManager
from django.db import transaction


class PersonManager(BaseUserManager):
    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        is_address_proved: bool = False,
        **fields,
    ):
        """Create a person and their address; without a password only e-mail codes sign in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        with transaction.atomic(using=self._db):
            person.save(using=self._db)
            person.emailaddress_set.create(
                email=person.email, verified=is_address_proved, primary=True
            )
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """Create an administrator; who runs the machine answers for the address."""
        rights = {"is_staff": True, "is_superuser": True, "is_address_proved": True}
        return self.create_user(email, password, **rights, **fields)

    def get_by_natural_key(self, email: str):
        """Sign-in ignores the case of the address."""
        return self.get(email__iexact=email)
