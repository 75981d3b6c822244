"""The hours of a catalyseur: what makes invisible work visible."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.support.enums import Engineering, SupportPhase, Trade
from terreau.support.models.files import SupportFile


class HourEntry(models.Model):
    """Minutes of one person on one day, by trade and by phase."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="hour_entries"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hour_entries",
        verbose_name=_("au nom de"),
    )
    on = models.DateField(_("jour"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    trade = models.CharField(_("métier"), max_length=10, choices=Trade)
    phase = models.CharField(_("phase"), max_length=10, choices=SupportPhase, blank=True)
    engineering = models.CharField(_("ingénierie"), max_length=10, choices=Engineering, blank=True)
    alliance = models.ForeignKey(
        Alliance, models.SET_NULL, null=True, blank=True, related_name="hour_entries"
    )
    file = models.ForeignKey(
        SupportFile, models.SET_NULL, null=True, blank=True, related_name="hour_entries"
    )
    note = models.CharField(_("en deux mots"), max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("heures de catalyse")
        verbose_name_plural = _("heures de catalyse")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440),
                name="hour_entry_within_a_day",
                violation_error_message=_("Une journée a de 1 minute à 24 heures."),
            )
        ]
        indexes = [models.Index(fields=["alliance", "on"], name="hours_of_an_alliance")]

    def __str__(self) -> str:
        return f"{self.on} · {self.minutes} min"
