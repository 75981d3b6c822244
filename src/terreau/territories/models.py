"""The rows of the official referential; codes are text, reference data, never the identity."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.territories.enums import TerritoryKind


class Territory(models.Model):
    """One unit of the official referential, current or obsolete."""

    kind = models.CharField(_("niveau"), max_length=20, choices=TerritoryKind)
    code = models.CharField(_("code officiel"), max_length=12)
    name = models.CharField(_("nom"), max_length=200)
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("région")
    )
    departement = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("département"),
    )
    epci = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="epci_members",
        verbose_name=_("intercommunalité"),
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    area_km2 = models.FloatField(_("superficie estimée (km²)"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    is_obsolete = models.BooleanField(_("code obsolète"), default=False)

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="territory_kind_code",
                violation_error_message=_("Ce code existe déjà pour ce niveau."),
            )
        ]

    def __str__(self) -> str:
        return self.name
