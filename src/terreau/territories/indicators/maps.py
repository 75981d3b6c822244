"""Draw an indicator on the map of France, by département, without ranking anybody."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.maps import Inset, MapLayer, draw_map
from terreau.territories.contours import area_of, contours_where
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.reading import read_table
from terreau.territories.indicators.words import format_figure, shown, tell_coverage
from terreau.territories.models import Contour, Indicator, Territory
from terreau.territories.pictures import ZONE_NAMES
from terreau.territories.projection import METROPOLE, OVERSEAS

OPACITIES = (0.15, 0.35, 0.55, 0.75, 1.0)
FEWEST = 3


@dataclass(frozen=True)
class Shade:
    """The figure of a territory, and how it and its base are said."""

    value: float | None
    words: str
    coverage: str = ""


def draw_indicator(catalogue: Catalogue, slug: str, year: int | None = None) -> Picture | None:
    """Draw the figures of the départements in five classes; None when too few are known."""
    indicator = catalogue.indicators[slug]
    level = TerritoryKind.DEPARTEMENT
    table = read_table([slug], level=level, year=year, catalogue=catalogue)
    values = table.values[:, 0]
    if np.isfinite(values).sum() < FEWEST:
        return None
    shades = {
        int(key): Shade(
            float(value) if np.isfinite(value) else None,
            format_figure(indicator.unit, float(value) if np.isfinite(value) else None),
            tell_coverage(int(table.known[line, 0]), int(table.total[line, 0])),
        )
        for line, (key, value) in enumerate(zip(table.keys, values, strict=True))
    }
    bounds = parted(values[np.isfinite(values)])
    year_words = f"{shown(indicator.name)}, {table.years[0]}"
    return _draw(year_words, indicator, shades, bounds)


def parted(known: NDArray[np.float64]) -> list[float]:
    """Part known figures into five classes of as many."""
    return sorted({float(one) for one in np.quantile(known, [0.2, 0.4, 0.6, 0.8])})


def _draw(
    title: str, indicator: Indicator, shades: Mapping[int, Shade], bounds: Sequence[float]
) -> Picture:
    kinds = [TerritoryKind.REGION, TerritoryKind.DEPARTEMENT]
    contours = list(contours_where(Q(kind__in=kinds)))
    layers = {zone: layers_of(contours, zone, shades, bounds) for zone in (METROPOLE, *OVERSEAS)}
    return draw_map(
        layers[METROPOLE],
        title=title,
        description=_(
            "Les départements en cinq teintes, de la plus pâle (les valeurs les plus basses) à la "
            "plus soutenue ; ceux dont la valeur est inconnue n’ont pas de teinte."
        ),
        table=_table(title, shades),
        insets=[
            Inset(ZONE_NAMES.get(zone, zone), layers[zone])
            for zone in OVERSEAS
            if any(layer.areas for layer in layers[zone])
        ],
        note=_legend(indicator, shades, bounds),
        tallest=600,
    )


def layers_of(
    contours: list[Contour], zone: str, shades: Mapping[int, Shade], bounds: Sequence[float]
) -> tuple[MapLayer, ...]:
    """Shade the areas of a zone; régions, when they are there, are drawn over as borders."""
    here = [one for one in contours if one.zone == zone]
    areas, borders = [], []
    for one in here:
        is_commune = one.territory.kind == TerritoryKind.COMMUNE
        area = area_of(one, simple=not is_commune, linked=False)
        if one.territory.kind == TerritoryKind.REGION:
            borders.append(replace(area, label=""))
            continue
        shade = shades.get(one.territory_id)
        words = shade.words if shade else _("inconnu")
        is_known = shade is not None and shade.value is not None
        areas.append(
            replace(
                area,
                label=f"{one.territory.name} : {words}",
                css="is-alliance" if is_known else "is-neighbour",
                opacity=OPACITIES[bisect_right(bounds, shade.value)] if is_known else 1.0,
            )
        )
    return (
        MapLayer(areas=tuple(areas)),
        MapLayer(areas=tuple(borders), css="map-border", sets_frame=False),
    )


def _table(title: str, shades: Mapping[int, Shade]) -> PictureTable:
    units = Territory.objects.filter(kind=TerritoryKind.DEPARTEMENT, is_obsolete=False)
    return PictureTable(
        caption=title,
        headers=(_("Département"), _("Valeur"), _("Base")),
        rows=tuple(
            (f"{unit.name} ({unit.code})", shades[unit.pk].words, shades[unit.pk].coverage)
            for unit in units.order_by("code")
            if unit.pk in shades
        ),
    )


def _legend(indicator: Indicator, shades: Mapping[int, Shade], bounds: Sequence[float]) -> str:
    """Say where the classes part: as many départements in each."""
    known = sum(shade.value is not None for shade in shades.values())
    limits = " · ".join(format_figure(indicator.unit, bound) for bound in bounds)
    return _(
        "Cinq teintes d’autant de départements chacune, séparées à %(limits)s. %(known)s "
        "départements connus sur %(total)s. Aucun rang : comparez un territoire à ceux qui lui "
        "ressemblent."
    ) % {"limits": limits, "known": known, "total": len(shades)}
