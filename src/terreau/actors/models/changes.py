"""What each saving of a sheet changed: read in its history, and undone from there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ChangeOrigin
from terreau.actors.models.organisations import Organisation
from terreau.actors.models.sources import Source


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
    # The file of an import; empty for the other doors.
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
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


class SheetTombstone(models.Model):
    """A sheet once public, deleted outright: its identifier and the day, nothing of what it said.

    Whoever keeps a copy of the open list learns by it that the sheet is gone.
    """

    # The primary key that the sheet had: it orders the feed as that of a living sheet does.
    key = models.BigIntegerField(_("clé de la fiche"), primary_key=True)
    uuid = models.UUIDField(_("identifiant"), db_index=True)
    removed_at = models.DateTimeField(_("supprimée le"))

    class Meta:
        verbose_name = _("fiche supprimée")
        verbose_name_plural = _("fiches supprimées")
        ordering = ["-removed_at", "-key"]
        indexes = [models.Index(fields=["removed_at", "key"], name="tombstone_order")]

    def __str__(self) -> str:
        return str(self.uuid)
