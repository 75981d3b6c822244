"""Dated mandates: who may speak in the name of which organisation."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terreau.actors.models.organisations import Organisation


class MandateQuerySet(models.QuerySet):
    def current(self, on: datetime.date) -> "MandateQuerySet":
        """Mandates that run on that day."""
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))

    def overlapping(
        self, starts_on: datetime.date, ends_on: datetime.date | None
    ) -> "MandateQuerySet":
        """Mandates that share at least one day with a stretch of time."""
        shared = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return shared.filter(starts_on__lte=ends_on) if ends_on else shared


class Mandate(models.Model):
    """One person's position in one organisation, from a day to a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mandates")
    title = models.CharField(_("fonction"), max_length=120, blank=True)
    starts_on = models.DateField(_("depuis le"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_starts",
                violation_error_message=_("La fin du mandat précède son début."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ends_on=None),
                name="mandate_open_once",
                violation_error_message=_(
                    "Cette personne a déjà un mandat ouvert ici. Closez-le d’abord."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"
