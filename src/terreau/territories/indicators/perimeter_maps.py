"""Draw an indicator on the communes of a perimeter, without ranking anybody."""

from collections.abc import Sequence

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.maps import Inset, draw_map
from terreau.territories.contours import contours_where
from terreau.territories.enums import IndicatorAggregation
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.maps import FEWEST, Shade, layers_of, parted
from terreau.territories.indicators.reading import read_table
from terreau.territories.indicators.words import format_figure, shown
from terreau.territories.models import Contour, Indicator, Territory
from terreau.territories.pictures import ZONE_NAMES
from terreau.territories.projection import METROPOLE

MOST_DRAWN = 400
SECRET = 2


def draw_places(
    catalogue: Catalogue, slug: str, units: Sequence[Territory], year: int | None, place: str
) -> Picture | None:
    """Draw the figure of each commune of a perimeter; None when too few are known, or too many."""
    indicator = catalogue.indicators[slug]
    table = read_table([slug], within=units, year=year, catalogue=catalogue)
    values, known = table.values[:, 0], np.isfinite(table.values[:, 0])
    if known.sum() < FEWEST or len(table.keys) > MOST_DRAWN:
        return None
    contours = list(contours_where(Q(pk__in=table.keys.tolist())))
    states = dict(zip(table.keys.tolist(), table.status[:, 0].tolist(), strict=True))
    shades = {
        int(key): Shade(
            float(value) if is_known else None,
            format_figure(indicator.unit, float(value))
            if is_known
            else (_("sous secret") if states[int(key)] == SECRET else _("inconnu")),
        )
        for key, value, is_known in zip(table.keys, values, known, strict=True)
    }
    bounds = parted(values[known])
    title = _("%(name)s, %(year)s : %(place)s") % {
        "name": shown(indicator.name),
        "year": table.years[0],
        "place": place,
    }
    zones = sorted({one.zone for one in contours}, key=lambda zone: (zone != METROPOLE, zone))
    layers = {zone: layers_of(contours, zone, shades, bounds) for zone in zones}
    return draw_map(
        layers[zones[0]],
        title=title,
        description=_(
            "Les communes en cinq teintes, de la plus pâle (les valeurs les plus basses) à la plus "
            "soutenue ; celles dont la valeur est inconnue n’ont pas de teinte."
        ),
        table=_table(title, contours, shades),
        insets=[Inset(ZONE_NAMES.get(zone, zone), layers[zone]) for zone in zones[1:]],
        note=_legend(indicator, shades, bounds),
        tallest=520,
    )


def _table(title: str, contours: Sequence[Contour], shades: dict[int, Shade]) -> PictureTable:
    places = {one.territory_id: one.territory for one in contours}
    return PictureTable(
        caption=title,
        headers=(_("Commune"), _("Valeur")),
        rows=tuple(
            (f"{places[key].name} ({places[key].code})", shades[key].words)
            for key in sorted(places, key=lambda key: places[key].code)
        ),
    )


def _legend(indicator: Indicator, shades: dict[int, Shade], bounds: Sequence[float]) -> str:
    """Say where the classes part, and what the figure of the whole is not made of."""
    known = sum(shade.value is not None for shade in shades.values())
    limits = " · ".join(format_figure(indicator.unit, bound) for bound in bounds)
    text = _(
        "Cinq teintes d’autant de communes chacune, séparées à %(limits)s. %(known)s communes "
        "connues sur %(total)s. Aucun rang."
    ) % {"limits": limits, "known": known, "total": len(shades)}
    if indicator.aggregation == IndicatorAggregation.NONE:
        text += " " + _("Le chiffre de l’ensemble ne se calcule pas de ceux des communes.")
    return text
