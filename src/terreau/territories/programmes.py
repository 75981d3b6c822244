"""Say which programmes hold on a territory or a perimeter: dated layers, each with its base."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_long_date, format_number
from terreau.territories.enums import ProgrammeKind
from terreau.territories.models import Territory, TerritoryProgramme

__all__ = ["ProgrammeLayer", "programmes_of", "tell_layer"]


@dataclass(frozen=True)
class ProgrammeLayer:
    """One programme on a perimeter: which communes it covers, since when, said by which list."""

    programme: str
    label: str
    names: tuple[str, ...]
    territories: tuple[Territory, ...]
    communes: int
    total: int
    partial: int
    since: datetime.date | None
    until: datetime.date | None
    listed_on: datetime.date | None
    source: str
    is_over: bool

    @property
    def coverage(self) -> str:
        """Say the base: « 3 communes sur 34 »."""
        return ngettext(
            "%(held)s commune sur %(total)s", "%(held)s communes sur %(total)s", self.communes
        ) % {"held": format_number(self.communes), "total": format_number(self.total)}


def programmes_of(
    units: Iterable[Territory], on: datetime.date | None = None
) -> list[ProgrammeLayer]:
    """Gather the programmes of the communes inside and of their intercommunalités.

    Two queries. With a day, only what held that day; without one, also what is over.
    """
    chosen = list(units)
    communes = list(Territory.objects.communes_of(chosen).order_by().values_list("pk", "epci_id"))
    inside = {pk for pk, _epci in communes}
    members: dict[int, set[int]] = {}
    for pk, epci in communes:
        if epci is not None:
            members.setdefault(epci, set()).add(pk)
    asked = [unit.pk for unit in chosen]
    held = (
        TerritoryProgramme.objects.filter(
            Q(territory__in=Territory.objects.communes_of(chosen).order_by().values("pk"))
            | Q(territory__in=list(members))
            | Q(territory__in=asked)
        )
        .select_related("territory", "source_import__source")
        .order_by("programme", "name", "territory__folded_name", "pk")
    )
    if on is not None:
        held = held.in_force(on)
    grouped: dict[tuple[str, bool], list[TerritoryProgramme]] = {}
    for row in held:
        grouped.setdefault((row.programme, row.until is not None), []).append(row)
    layers = [
        _layer(programme, rows, inside, members, is_over=is_over)
        for (programme, is_over), rows in grouped.items()
    ]
    order = list(ProgrammeKind)
    return sorted(layers, key=lambda layer: (layer.is_over, order.index(layer.programme)))


def _layer(
    programme: str,
    rows: list[TerritoryProgramme],
    inside: set[int],
    members: dict[int, set[int]],
    *,
    is_over: bool,
) -> ProgrammeLayer:
    covered: set[int] = set()
    for row in rows:
        if row.territory_id in inside:
            covered.add(row.territory_id)
        else:
            covered |= members.get(row.territory_id, inside)
    begun = [row.since for row in rows if row.since]
    ended = [row.until for row in rows if row.until]
    listed = [row.listed_on for row in rows if row.listed_on]
    return ProgrammeLayer(
        programme=programme,
        label=str(ProgrammeKind(programme).label),
        names=tuple(dict.fromkeys(row.name for row in rows if row.name)),
        territories=tuple({row.territory_id: row.territory for row in rows}.values()),
        communes=len(covered),
        total=len(inside),
        partial=len({row.territory_id for row in rows if row.is_partial}),
        since=min(begun, default=None),
        until=max(ended, default=None) if is_over else None,
        listed_on=max(listed, default=None),
        source=rows[0].source_import.source.name,
        is_over=is_over,
    )


def tell_layer(layer: ProgrammeLayer) -> str:
    """Say a layer in one sentence, with its base, its dates and its list."""
    words = {"label": layer.label, "coverage": layer.coverage, "when": _when(layer)}
    if layer.partial:
        return _("%(label)s : %(coverage)s, parfois en partie seulement (%(when)s).") % words
    return _("%(label)s : %(coverage)s (%(when)s).") % words


def _when(layer: ProgrammeLayer) -> str:
    if layer.is_over and layer.until:
        return _("jusqu’au %(day)s") % {"day": format_long_date(layer.until)}
    if layer.since:
        return _("depuis le %(day)s") % {"day": format_long_date(layer.since)}
    if layer.listed_on:
        return _("d’après la liste du %(day)s") % {"day": format_long_date(layer.listed_on)}
    return _("date inconnue")
