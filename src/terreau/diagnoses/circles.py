"""With whom a perimeter is compared: its country, its region, its département, or its family."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from terreau.diagnoses.enums_crossing import Among, Peers
from terreau.diagnoses.peers import Keys
from terreau.territories.bridge.twins import Settings
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory
from terreau.territories.twins.choices import USUAL
from terreau.territories.twins.portrait import read_figures
from terreau.territories.twins.searching import Search, left_out, search_twins
from terreau.territories.twins.shelf import Held, shelf_of
from terreau.territories.twins.subjects import subject_of
from terreau.territories.twins.telling import tell_family, tell_stability

_LARGE = (TerritoryKind.REGION, TerritoryKind.DEPARTEMENT)


@dataclass(frozen=True, eq=False)
class Circle:
    """The territories beside which the figures are read.

    `keys` are None when they are all those of the level. `note` says in full sentences how they
    were found, or why there are none; `names` are told when somebody may want to know them.
    """

    level: str
    among: str
    keys: Keys | None = None
    names: tuple[str, ...] = ()
    note: str = ""


def peers_level(wanted: str, units: Sequence) -> str:
    """Choose the level of the peers: that of the perimeter, unless somebody said another."""
    if wanted != Peers.AUTO:
        return wanted
    kinds = {unit.kind for unit in units}
    if kinds and kinds <= set(_LARGE):
        return Peers.DEPARTEMENT
    is_one_commune = len(units) == 1 and kinds == {TerritoryKind.COMMUNE}
    return Peers.COMMUNE if is_one_commune else Peers.EPCI


def draw_circle(units: Sequence[Territory], label: str, level: str, among: str) -> Circle:
    """Find the peers of a perimeter at a level; a family is of the perimeter's own level."""
    if among == Among.TWINS:
        return _family(units, label, level)
    if among in (Among.DEPARTEMENT, Among.REGION):
        return _around(units, level, among)
    return Circle(level, Among.COUNTRY)


def _around(units: Sequence[Territory], level: str, area: str) -> Circle:
    inside = Territory.objects.communes_of(units).exclude(**{area: None}).order_by()
    areas = Territory.objects.filter(pk__in=inside.values(area)).order_by("name")
    rows = Territory.objects.filter(kind=level, is_obsolete=False, **{f"{area}__in": areas})
    if level == area:
        rows = areas
    keys = np.array(sorted(rows.order_by().values_list("pk", flat=True)), np.int64)
    return Circle(level, area, keys, tuple(areas.values_list("name", flat=True)))


def _family(units: Sequence[Territory], label: str, level: str) -> Circle:
    """Find those that live in comparable conditions; without a family there are no peers."""
    nobody = np.array([], np.int64)
    if not units:
        return Circle(level, Among.TWINS, nobody)
    subject = subject_of(units, label, level)
    if not subject.level:
        return Circle(level, Among.TWINS, nobody, note=_no_family())
    held = Held()
    shelf = shelf_of(subject.level, held)
    settings = Settings(k=USUAL, without=left_out(subject, []))
    search = search_twins(subject, shelf, read_figures(subject, held), settings)
    members = [one.territory for one in search.members]
    return Circle(
        subject.level,
        Among.TWINS,
        np.array(sorted(one.pk for one in members), np.int64),
        tuple(sorted(one.name for one in members)),
        _told(search),
    )


def _told(search: Search) -> str:
    return " ".join(said for said in (tell_family(search), tell_stability(search)) if said)


def _no_family() -> str:
    return _(
        "À ce niveau les territoires sont trop peu nombreux pour que l’on y cherche une famille : "
        "comparez plutôt à toute la France."
    )
