"""Find and create persons by their e-mail address."""

from django.contrib.auth.models import BaseUserManager


class PersonManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        """Create a person; without a password only e-mail codes sign in."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """Create an administrator; who runs the machine answers for the address."""
        person = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        return person

    def get_by_natural_key(self, email: str):
        """Sign-in ignores the case of the address."""
        return self.get(email__iexact=email)
