"""Where the family lives: points for communes, areas for larger units."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from terreau.core.formats import format_number
from terreau.core.pictures import Picture, PictureTable
from terreau.territories.contours import point_of
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.pictures import france_map
from terreau.territories.twins.searching import Search
from terreau.territories.twins.subjects import Subject


def draw_family_map(subject: Subject, search: Search) -> Picture | None:
    """Draw the members of the family on the map of France; None without a family."""
    if not search.members:
        return None
    units = [member.territory for member in search.members]
    title = _("Où vit la famille de %(name)s") % {"name": subject.label}
    own = [] if subject.is_free else [point_of(subject.units[0], weight=1.6)]
    if search.shelf.level == TerritoryKind.COMMUNE:
        points, areas = [point_of(unit, url=unit.get_absolute_url()) for unit in units], []
    else:
        points, areas = [], units
    return france_map(
        [placed for placed in (*points, *own) if placed is not None],
        title=title,
        description=_("Les territoires de la famille, chacun dans sa région."),
        table=_table(title, units),
        areas=areas,
    )


def _table(title: str, units: list[Territory]) -> PictureTable:
    headers = (pgettext("column", "Territoire"), _("Département"), _("Région"), _("Population"))
    rows = tuple(
        (
            unit.name,
            unit.departement.name if unit.departement else "",
            unit.region.name if unit.region else "",
            format_number(unit.population),
        )
        for unit in units
    )
    return PictureTable(title, headers, rows)
