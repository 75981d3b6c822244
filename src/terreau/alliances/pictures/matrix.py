"""The matrix as a real table: legible at any width, whatever the number of columns."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terreau.alliances.bridge.coverage import CoverageRows
from terreau.core.formats import format_number
from terreau.core.pictures.scales import heat_class
from terreau.core.worlds_look import world_look

MOST_FLAT_HEADS = 6


@dataclass(frozen=True)
class Head:
    """A column: its words, and its world if it is one."""

    label: str
    world: str = ""


@dataclass(frozen=True)
class Square:
    """A cell: what is written, what it means, and its intensity."""

    words: str
    css: str
    meaning: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its words, its world if it is one, and its cells."""

    label: str
    squares: tuple[Square, ...]
    world: str = ""


@dataclass(frozen=True)
class Band:
    """Rows under one title; without title they stand alone."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Grid:
    """A whole table; `is_dense` stands its heads upright."""

    caption: str
    corner: str
    heads: tuple[Head, ...]
    bands: tuple[Band, ...]
    key: str

    @property
    def is_dense(self) -> bool:
        """Too many columns for heads written flat."""
        return len(self.heads) > MOST_FLAT_HEADS

    @property
    def width(self) -> int:
        """How many columns a title of band spans."""
        return len(self.heads) + 1


def grid_by_world(rows: CoverageRows, face, *, only_shared: bool = False) -> Grid:
    """Cross domains and the worlds that are present; absent ones are said in words."""
    cells = [cell for cell in face.by_world if cell.column in face.worlds_present]
    worlds = dict.fromkeys(cell.column for cell in cells)
    return Grid(
        caption=_("Organisations engagées, par domaine et par monde"),
        corner=_("Domaine"),
        heads=tuple(Head(str(world_look(world).word), world) for world in worlds),
        bands=_bands(rows, cells, only_shared=only_shared),
        key=_("vide : l’enjeu est partagé, aucun membre de ce monde n’y est engagé."),
    )


def grid_by_territory(rows: CoverageRows, face) -> Grid:
    """Cross domains and the units of the perimeter."""
    units = dict.fromkeys(cell.column for cell in face.by_territory)
    return Grid(
        caption=_("Organisations engagées, par domaine et par territoire"),
        corner=_("Domaine"),
        heads=tuple(Head(rows.units[unit]) for unit in units),
        bands=_bands(rows, face.by_territory),
        key=_("vide : l’enjeu est partagé, aucun membre engagé n’agit sur ce territoire."),
    )


def grid_by_member(rows: CoverageRows, face) -> Grid:
    """Cross the member organisations of the cut and the domains, shared ones first."""
    cells = face.by_world
    kept = dict.fromkeys(key for cell in cells for key in cell.actors)
    shared = {cell.domain: cell.is_shared for cell in cells}
    domains = sorted(shared, key=lambda domain: not shared[domain])
    actors = [actor for actor in rows.actors if actor.key in kept]
    actors.sort(key=lambda actor: rows.worlds.index(actor.world))
    return Grid(
        caption=_("Domaines où chaque organisation est engagée"),
        corner=_("Organisation"),
        heads=tuple(Head(capfirst(rows.domains[domain])) for domain in domains),
        bands=(
            Band(
                "",
                tuple(
                    Row(
                        rows.names[actor.key],
                        tuple(_reason(rows, actor, domain) for domain in domains),
                        actor.world,
                    )
                    for actor in actors
                ),
            ),
        ),
        key=_("● agit déjà sur un enjeu de l’alliance ; ○ domaine déclaré sur sa fiche."),
    )


def _bands(rows: CoverageRows, cells, *, only_shared: bool = False) -> tuple[Band, ...]:
    most = max((cell.count for cell in cells), default=0)
    lines: dict[str, list] = {}
    for cell in cells:
        lines.setdefault(cell.domain, []).append(cell)
    # A challenge may concern one territory only: its domain is shared all the same.
    bands = {True: [], False: []}
    for domain, line in lines.items():
        squares = tuple(_square(cell, most) for cell in line)
        is_shared = any(cell.is_shared for cell in line)
        bands[is_shared].append(Row(capfirst(rows.domains[domain]), squares))
    titles = {True: _("Enjeux partagés"), False: _("Autres domaines des membres")}
    kept = [True] if only_shared and bands[True] else [True, False]
    return tuple(Band(titles[one], tuple(bands[one])) for one in kept if bands[one])


def _square(cell, most: int) -> Square:
    if cell.is_blind_spot:
        return Square(_("vide"), "hole", _("angle mort"))
    return Square(format_number(cell.count), heat_class(cell.count, most))


def _reason(rows: CoverageRows, actor, domain: str) -> Square:
    if (actor.key, domain) in rows.carried:
        return Square("●", "heat-4", _("agit déjà sur un enjeu"))
    if domain in actor.domains:
        return Square("○", "heat-2", _("domaine déclaré"))
    return Square("–", "heat-0", _("non déclaré"))
