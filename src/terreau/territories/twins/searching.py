"""Find the family of a subject, with the rows of its members."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from terreau.core.formats import format_percent
from terreau.territories.bridge.twins import (
    EngineRefusal,
    Family,
    Settings,
    Stability,
    Target,
    Twin,
    find_twins,
    stability,
)
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.perimeters import Figure
from terreau.territories.models import Adjacency, Territory
from terreau.territories.twins.shelf import Shelf
from terreau.territories.twins.subjects import Subject


@dataclass(frozen=True)
class Member:
    """One member of the family: its row, and what the engine says of it."""

    territory: Territory
    twin: Twin
    kept: float


@dataclass(frozen=True)
class Search:
    """What was found; `reason` is filled, in a full sentence, when there is no family."""

    shelf: Shelf
    settings: Settings
    members: tuple[Member, ...] = ()
    close: tuple[Territory, ...] = ()
    family: Family | None = None
    held: Stability | None = None
    reason: str = ""
    unknown: tuple[str, ...] = field(default=())

    @cached_property
    def ranges(self) -> dict[str, np.ndarray]:
        """The known figures of the members, by indicator, in order."""
        places = {code: place for place, code in enumerate(self.shelf.codes)}
        rows = [places[member.twin.code] for member in self.members]
        found = {}
        for rank, slug in enumerate(self.shelf.slugs):
            values = self.shelf.values[rows, rank]
            found[slug] = np.sort(values[np.isfinite(values)])
        return found


def search_twins(
    subject: Subject, shelf: Shelf, figures: list[Figure], settings: Settings
) -> Search:
    """Look for the family; what cannot be compared is said, never invented."""
    if shelf.frame is None:
        return Search(shelf, settings, reason=_nothing_loaded())
    target = _target(subject, shelf, figures)
    if all(settings.weights.get(one.name) == 0 for one in shelf.frame.indicators):
        return Search(shelf, settings, reason=_nothing_weighs())
    try:
        family = find_twins(shelf.frame, target, settings)
    except EngineRefusal:
        return Search(shelf, settings, reason=_too_little(subject, shelf, figures, settings))
    if not family.twins:
        return Search(shelf, settings, family=family, reason=_nobody())
    held = stability(shelf.frame, target, family, settings)
    rows = _rows(shelf.level, [twin.code for twin in family.twins] + list(held.close))
    members = tuple(
        Member(rows[twin.code], twin, kept)
        for twin, kept in zip(family.twins, held.kept, strict=True)
        if twin.code in rows
    )
    close = tuple(rows[code] for code in held.close if code in rows)
    return Search(shelf, settings, members, close, family, held, unknown=family.unknown)


def place_subject(
    subject: Subject, figures: list[Figure], shelves: list[Shelf]
) -> tuple[Subject, Shelf]:
    """Compare a free perimeter, unless a level was asked for, with the level that is nearest.

    Nearness is told beside what is usual at each level; without figures, the first one.
    """
    told = [(_farness(subject, figures, shelf), rank) for rank, shelf in enumerate(shelves)]
    shelf = shelves[min(told)[1]]
    return (replace(subject, level=shelf.level) if subject.is_free else subject), shelf


def _farness(subject: Subject, figures: list[Figure], shelf: Shelf) -> float:
    if shelf.frame is None or not subject.is_free:
        return float("inf")
    try:
        family = find_twins(shelf.frame, _target(subject, shelf, figures))
    except EngineRefusal:
        return float("inf")
    return float(np.median([twin.distance for twin in family.twins])) / max(
        shelf.frame.usual[0], 1e-9
    )


def left_out(subject: Subject, excluded: list[str]) -> frozenset[str]:
    """The codes a person leaves out, and those a perimeter is made of, in one query at most."""
    inside = Territory.objects.communes_of(subject.units).order_by()
    own = "pk" if subject.level == TerritoryKind.COMMUNE else subject.level
    conditions = Q(pk__in=[])
    if subject.is_free:
        conditions |= Q(pk__in=inside.values(own))
    if "voisins" in excluded:
        conditions |= Q(pk__in=_around(subject, inside, own))
    if "departement" in excluded:
        conditions |= Q(departement__in=inside.values("departement"))
    if not subject.is_free and not excluded:
        return frozenset()
    same = Territory.objects.filter(conditions, kind=subject.level, is_obsolete=False)
    return frozenset(same.order_by().values_list("code", flat=True))


def _around(subject: Subject, inside: QuerySet, own: str) -> QuerySet:
    """The keys of the units of the level that touch the subject."""
    if not subject.is_free:
        return Adjacency.objects.touching(subject.units[0]).order_by().values("pk")
    touching = Territory.objects.filter(pk__in=Adjacency.objects.keys_around(inside))
    return touching.order_by().values(own)


def _target(subject: Subject, shelf: Shelf, figures: list[Figure]) -> str | Target:
    if subject.unit is not None and subject.unit.code in shelf.frame.places:
        return subject.unit.code
    known = {one.name for one in shelf.frame.indicators}
    return Target({one.slug: one.value for one in figures if one.slug in known})


def _rows(level: str, codes: list[str]) -> dict[str, Territory]:
    found = Territory.objects.filter(kind=level, code__in=codes, is_obsolete=False)
    return {unit.code: unit for unit in found.select_related("departement", "region")}


def _nothing_loaded() -> str:
    return _(
        "Trop peu de territoires ou d’indicateurs sont chargés sur cette instance pour "
        "chercher des semblables : chargez toute la France, puis revenez."
    )


def _nothing_weighs() -> str:
    return _("Vous avez mis tous les indicateurs à zéro : gardez-en au moins un.")


def _nobody() -> str:
    return _(
        "Aucun territoire ne répond à ces choix : desserrez-en un, par exemple le type ou ce "
        "qui est laissé de côté."
    )


def _too_little(subject: Subject, shelf: Shelf, figures: list[Figure], settings: Settings) -> str:
    names = {one.name for one in shelf.frame.indicators}
    known = sum(one.value is not None for one in figures if one.slug in names)
    return _(
        "On ne connaît que %(known)s indicateurs sur %(total)s de « %(name)s » : une famille en "
        "demande %(least)s du poids. Donnez plus de poids à ceux qui sont connus, ou attendez un "
        "prochain chargement."
    ) % {
        "known": known,
        "total": len(names),
        "name": subject.label,
        "least": format_percent(settings.least_shared),
    }
