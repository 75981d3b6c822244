"""What each saving of a sheet changed: read in its history, and undone from there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ChangeOrigin
from terreau.actors.models.organisations import Organisation


class SheetChange(models.Model):
    """One saving: the fields it changed, each before and after, as plain values."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("quand"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("qui"), max_length=250, blank=True)
    origin = models.CharField(
        _("comment"), max_length=10, choices=ChangeOrigin, default=ChangeOrigin.SHEET
    )
    # {"address": ["1 rue des Lilas", "2 place du Marché"], "resources": [[…], […]]}: the shapes of
    # `actors/snapshots.py`. Persons (positions, mandates) are never kept here.
    values = models.JSONField(_("valeurs"), default=dict)
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("modification d’une fiche")
        verbose_name_plural = _("modifications de fiches")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-at"], name="sheet_change_latest")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.at:%Y-%m-%d}"
