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
        """Create an administrator of the instance."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str):
        """Sign-in ignores the case of the address."""
        return self.get(email__iexact=email)
