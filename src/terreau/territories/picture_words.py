"""What a map says in words: its table, and where its contours come from when not published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from terreau.core.formats import format_area, format_number
from terreau.core.pictures import PictureTable
from terreau.territories.contours import point_of
from terreau.territories.enums import ContourBasis, TerritoryKind
from terreau.territories.models import Contour, Territory

MOST_ROWS = 200
MOST_NAMED = 8


@dataclass(frozen=True)
class Remarks:
    """What a map replaces: contours that are not the published ones, and communes without any."""

    replaced: tuple[Contour, ...]
    missing: tuple[Territory, ...]

    def words_of(self, unit: Territory) -> str:
        """Say what the contour of a unit is."""
        if any(unit.pk == one.pk for one in self.missing):
            return (
                _("inconnu, remplacé par un point à la mairie") if point_of(unit) else _("inconnu")
            )
        found = [one for one in self.replaced if one.territory_id == unit.pk]
        return _basis_words(found[0]) if found else _("publié")

    @property
    def sentences(self) -> list[str]:
        """Name each commune concerned, by what stands for its contour."""
        said: dict[str, list[str]] = {}
        for contour in self.replaced:
            said.setdefault(_basis_words(contour), []).append(contour.territory.name)
        for unit in self.missing:
            said.setdefault(self.words_of(unit), []).append(unit.name)
        return [
            _("Contour %(words)s : %(names)s.") % {"words": words, "names": _some(names)}
            for words, names in said.items()
        ]


def remarks_on(units: Iterable[Territory], drawn: Sequence[Contour]) -> Remarks:
    """Find what is replaced among the contours drawn, and the communes asked for but not drawn."""
    keys = {contour.territory_id for contour in drawn}
    return Remarks(
        tuple(one for one in drawn if one.basis != ContourBasis.OFFICIAL),
        tuple(one for one in units if one.kind == TerritoryKind.COMMUNE and one.pk not in keys),
    )


def _basis_words(contour: Contour) -> str:
    if contour.basis == ContourBasis.WHOLE and contour.borrowed_from:
        return _("de « %(name)s », dont la commune est sortie") % {
            "name": contour.borrowed_from.name
        }
    return _("déduit de ceux des communes voisines")


def _some(names: list[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    more = format_number(len(names) - MOST_NAMED)
    return _("%(names)s et %(count)s autres") % {
        "names": ", ".join(names[:MOST_NAMED]),
        "count": more,
    }


def note_of(remarks: Remarks) -> str:
    """Say how good the contours are, and which ones are not the published ones."""
    general = _("Contours simplifiés, sur une grille d’environ 400 m (IGN, 2026).")
    return " ".join([general, *remarks.sentences])


def units_table(title: str, units: Sequence[Territory], remarks: Remarks) -> PictureTable:
    """Tell the units in a table; with their contours only where one is not the published one."""
    headers = (
        pgettext("column", "Territoire"),
        _("Niveau"),
        _("Code"),
        _("Population"),
        _("Superficie estimée"),
    )
    rows = [_row(unit) for unit in units[:MOST_ROWS]]
    said = [remarks.words_of(unit) for unit in units[:MOST_ROWS]]
    if set(said) <= {_("publié")}:
        return PictureTable(title, headers, tuple(rows))
    told = tuple((*row, words) for row, words in zip(rows, said, strict=True))
    return PictureTable(title, (*headers, _("Contour")), told)


def _row(unit: Territory) -> tuple[str, ...]:
    return (
        unit.name,
        str(unit.get_kind_display()),
        unit.code,
        format_number(unit.population),
        format_area(unit.area_km2),
    )
