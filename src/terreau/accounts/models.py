"""The rows of persons."""

import datetime

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from terreau.accounts.enums import Language, Theme
from terreau.accounts.managers import PersonManager


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, or is spoken of."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    full_name = models.CharField(_("nom complet"), max_length=150)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_staff = models.BooleanField(_("administre l’instance"), default=False)
    joined_at = models.DateTimeField(_("arrivée"), auto_now_add=True)
    language = models.CharField(
        _("langue"), max_length=5, choices=Language, default=Language.BROWSER
    )
    theme = models.CharField(_("apparence"), max_length=5, choices=Theme, default=Theme.AUTO)
    # Part of every session's fingerprint: changing it closes them all.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

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

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret=None):
        return salted_hmac(
            "terreau.accounts.session",
            f"{self.password}\0{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class PersonalLinkQuerySet(models.QuerySet):
    def outstanding(self, now: datetime.datetime) -> "PersonalLinkQuerySet":
        """Links that would still open."""
        return self.filter(revoked_at=None, expires_at__gt=now).filter(
            Q(is_single_use=False) | Q(used_at=None)
        )

    def visible_to(self, user) -> "PersonalLinkQuerySet":
        """Links made for the person, or by them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(issued_by=user))


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
    revoked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien personnel")
        verbose_name_plural = _("liens personnels")
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("issued_at")),
                name="link_expires_after_it_is_issued",
                violation_error_message=_("Un lien expire après son émission."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.subject}"
