"""One unit of the official referential: région, département, EPCI, commune, what they were."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

from terreau.territories.enums import DensityClass, EpciType, FormerStatus, TerritoryKind

PARENT_OF_KIND = {
    TerritoryKind.REGION: "region_id",
    TerritoryKind.DEPARTEMENT: "departement_id",
    TerritoryKind.COLLECTIVITY: "departement_id",
    TerritoryKind.EPCI: "epci_id",
    TerritoryKind.FORMER_COMMUNE: "pk",
    TerritoryKind.COMMUNE: "pk",
}


class UnitLike(Protocol):
    """A territory, or the few columns of one that say where it lies."""

    pk: int
    kind: str
    commune_id: int | None
    is_obsolete: bool


class TerritoryQuerySet(models.QuerySet):
    """Questions about territories."""

    def current(self) -> "TerritoryQuerySet":
        """What exists today: neither obsolete codes nor former communes."""
        return self.filter(is_obsolete=False).exclude(kind=TerritoryKind.FORMER_COMMUNE)

    def communes(self) -> "TerritoryQuerySet":
        """The communes of today."""
        return self.filter(kind=TerritoryKind.COMMUNE, is_obsolete=False)

    def communes_of(self, territories: Iterable[UnitLike]) -> "TerritoryQuerySet":
        """The communes of today inside any of these units, each once, in one query.

        A unit that is no more counts for its successors.
        """
        conditions = Q(pk__in=[])
        members: dict[str, set[int]] = {}
        gone: dict[str, set[int]] = {}
        for unit in territories:
            former = unit.kind == TerritoryKind.FORMER_COMMUNE
            key = unit.commune_id if former else unit.pk
            field = PARENT_OF_KIND[TerritoryKind(unit.kind)]
            members.setdefault(field, set()).add(key)
            if unit.is_obsolete:
                gone.setdefault(field, set()).add(unit.pk)
        for field, keys in members.items():
            conditions |= Q(**{f"{field}__in": keys})
        for field, keys in gone.items():
            heirs = self.model._base_manager.filter(precessions__predecessor__in=keys)
            conditions |= Q(**{f"{field}__in": heirs.values("pk")})
        return self.communes().filter(conditions)

    def with_parents(self) -> "TerritoryQuerySet":
        """Read the units above in the same query."""
        return self.select_related("region", "departement", "epci", "commune")


@lru_cache(maxsize=64)
def _pages_of(kind: str, urlconf: str | None, _prefix: str) -> str:
    """Find once where the pages of a level are: a map links to hundreds of them."""
    return reverse("territories:detail", args=[kind, "0"], urlconf=urlconf).removesuffix("0/")


def _up(label: str, related: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name=related, verbose_name=label
    )


def _count(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class Territory(models.Model):
    """One unit of the official referential, current or obsolete; unknown figures stay null."""

    kind = models.CharField(_("niveau"), max_length=20, choices=TerritoryKind)
    code = models.CharField(_("code officiel"), max_length=12)
    name = models.CharField(_("nom"), max_length=200)
    aliases = models.CharField(_("autres noms"), max_length=300, blank=True)
    folded_name = models.CharField(max_length=220, blank=True, editable=False)
    region = _up(_("région"))
    departement = _up(_("département ou collectivité"))
    epci = _up(_("intercommunalité"), "epci_members")
    commune = _up(_("fait aujourd’hui partie de"), "former_communes")
    seat = _up(_("chef-lieu"))
    epci_type = models.CharField(
        _("type d’intercommunalité"), max_length=2, choices=EpciType, blank=True
    )
    former_status = models.CharField(
        _("ce qu’est l’ancienne commune"), max_length=30, choices=FormerStatus, blank=True
    )
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    postcodes = models.CharField(_("codes postaux"), max_length=200, blank=True)
    population = _count(_("population"))
    population_year = models.PositiveSmallIntegerField(
        _("année de la population"), null=True, blank=True
    )
    census_population = _count(_("population du recensement détaillé"))
    census_year = models.PositiveSmallIntegerField(
        _("année du recensement détaillé"), null=True, blank=True
    )
    aged_0_19 = _count(_("0 à 19 ans"))
    aged_20_64 = _count(_("20 à 64 ans"))
    aged_65_plus = _count(_("65 ans et plus"))
    dwellings = _count(_("logements"))
    main_dwellings = _count(_("résidences principales"))
    second_dwellings = _count(_("résidences secondaires"))
    vacant_dwellings = _count(_("logements vacants"))
    area_km2 = models.FloatField(_("superficie estimée (km²)"), null=True, blank=True)
    density_class = models.PositiveSmallIntegerField(
        _("niveau de densité"), choices=DensityClass, null=True, blank=True
    )
    density_year = models.PositiveSmallIntegerField(
        _("année de la grille de densité"), null=True, blank=True
    )
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    is_obsolete = models.BooleanField(_("code obsolète"), default=False)

    search_note = ""  # filled by the search: why this territory answers

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="territory_kind_code",
                violation_error_message=_("Ce code existe déjà pour ce niveau."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=TerritoryKind.FORMER_COMMUNE) | Q(commune__isnull=False),
                name="territory_former_commune_has_a_commune",
                violation_error_message=_(
                    "Une ancienne commune dit de quelle commune elle fait aujourd’hui partie."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this territory."""
        return f"{_pages_of(self.kind, get_urlconf(), get_script_prefix())}{self.code}/"

    @property
    def token(self) -> str:
        """How forms and addresses name this territory: `commune:94018`."""
        return f"{self.kind}:{self.code}"

    @property
    def is_whole(self) -> bool:
        """Whether it is a unit made of communes."""
        return self.kind not in {TerritoryKind.COMMUNE, TerritoryKind.FORMER_COMMUNE}

    @property
    def alias_words(self) -> str:
        """The other names, as one reads them."""
        return ", ".join(self.aliases.split("|"))

    @property
    def postcode_list(self) -> list[str]:
        """The postcodes, in order."""
        return self.postcodes.split()
