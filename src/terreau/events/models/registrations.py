"""Who comes: registrations, the waiting list, attendance."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import PersonalLink
from terreau.actors.models import Organisation
from terreau.events.enums import Attendance, RegistrationState
from terreau.events.models.events import Event


class RegistrationQuerySet(models.QuerySet):
    def standing(self) -> "RegistrationQuerySet":
        """Those who have a place."""
        return self.filter(state=RegistrationState.REGISTERED)

    def expected(self) -> "RegistrationQuerySet":
        """Those who have a place and were not seen absent."""
        return self.standing().exclude(attendance=Attendance.ABSENT)


class Registration(models.Model):
    """One person's place at an event, for an organisation or for themself."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations")
    name = models.CharField(_("nom"), max_length=150)
    email = models.EmailField(_("adresse électronique"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    # What was typed, when no sheet answers to it yet.
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("état"),
        max_length=10,
        choices=RegistrationState,
        default=RegistrationState.REGISTERED,
    )
    attendance = models.CharField(_("présence"), max_length=8, choices=Attendance, blank=True)
    attended_at = models.DateTimeField(_("pointée le"), null=True, blank=True)
    offers = models.CharField(_("ce que j’apporte"), max_length=500, blank=True)
    needs = models.CharField(_("ce que je cherche"), max_length=500, blank=True)
    note = models.CharField(_("à savoir pour m’accueillir"), max_length=300, blank=True)
    link = models.OneToOneField(
        PersonalLink, models.SET_NULL, null=True, blank=True, related_name="registration"
    )
    registered_at = models.DateTimeField(_("inscrite le"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("désistée le"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(email="") & ~Q(state="cancelled"),
                name="registration_once_an_address",
                violation_error_message=_("Cette adresse est déjà inscrite à cette rencontre."),
            )
        ]

    def __str__(self) -> str:
        return self.name
