"""Which public programmes a territory belongs to, from when to when, and who says so."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terreau.territories.enums import ProgrammeKind
from terreau.territories.models.sources import ReferenceImport
from terreau.territories.models.territories import Territory


class TerritoryProgrammeQuerySet(models.QuerySet):
    """Questions about memberships."""

    def in_force(self, on: datetime.date) -> "TerritoryProgrammeQuerySet":
        """Keep what held on a day; an unknown first day counts as already begun."""
        begun = Q(since__isnull=True) | Q(since__lte=on)
        return self.filter(begun & (Q(until__isnull=True) | Q(until__gt=on)))

    def of_programmes(self, programmes: Iterable[str]) -> "TerritoryProgrammeQuerySet":
        """Keep some programmes."""
        return self.filter(programme__in=list(programmes))


class TerritoryProgramme(models.Model):
    """One territory in one programme, as an official list says; unknown days stay null."""

    programme = models.CharField(_("programme"), max_length=10, choices=ProgrammeKind)
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="programmes")
    code = models.CharField(_("identifiant dans la liste"), max_length=60, blank=True)
    name = models.CharField(_("nom dans la liste"), max_length=200, blank=True)
    is_partial = models.BooleanField(_("une partie du territoire seulement"), default=False)
    since = models.DateField(_("depuis le"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    listed_on = models.DateField(_("date de la liste"), null=True, blank=True)
    source_import = models.ForeignKey(
        ReferenceImport, models.PROTECT, related_name="programmes", verbose_name=_("chargement")
    )

    objects = TerritoryProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("appartenance à un programme")
        verbose_name_plural = _("appartenances à des programmes")
        ordering = ["programme", "name", "pk"]
        indexes = [models.Index(fields=["territory", "programme"], name="programme_of_territory")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "territory", "code"],
                condition=Q(until=None),
                name="programme_once_in_force",
                violation_error_message=_("Ce territoire est déjà dans ce programme."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=models.F("since")),
                name="programme_ends_after_it_begins",
                violation_error_message=_("Un programme se termine après avoir commencé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.territory_id}"
