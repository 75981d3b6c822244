"""The rows of persons."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from terreau.accounts.managers import PersonManager


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, or is spoken of."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    full_name = models.CharField(_("nom complet"), max_length=150)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_staff = models.BooleanField(_("administre l’instance"), default=False)
    joined_at = models.DateTimeField(_("arrivée"), auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_any_case",
                violation_error_message=_("Une personne a déjà cette adresse électronique."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class PersonalLink(models.Model):
    """A signed door for one purpose: only the hash of its secret is kept."""

    purpose = models.SlugField(_("usage"), max_length=40)
    subject = models.CharField(_("objet"), max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="personal_links"
    )
    issued_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(_("émis le"))
    expires_at = models.DateTimeField(_("expire le"))
    is_single_use = models.BooleanField(_("sert une fois"), default=True)
    used_at = models.DateTimeField(_("utilisé le"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("lien personnel")
        verbose_name_plural = _("liens personnels")
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")),
                name="link_expires_after_it_is_issued",
                violation_error_message=_("Un lien expire après son émission."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.subject}"
