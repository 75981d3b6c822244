"""Find experiments by words, domain, state, territory and nature; then those near in meaning."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.folding import fold
from terreau.core.formats import format_number
from terreau.experiments.alike import Near, find_near
from terreau.experiments.enums import ExperimentState
from terreau.experiments.models import Experiment
from terreau.experiments.puzzle_reading import Puzzle, read_puzzle, say_counts, with_puzzle
from terreau.territories.models import Territory
from terreau.territories.search import find_territories

# A search is a few words: less is asked of them than of two whole questions.
LEAST_OF_A_SEARCH = 0.36
MOST_NEAR = 4


@dataclass(frozen=True)
class Card:
    """One experiment in a list."""

    experiment: Experiment
    puzzle: Puzzle
    counts: str
    places: str
    lesson: str


def find_experiments(seen: QuerySet[Experiment], filters: dict[str, Any]) -> QuerySet[Experiment]:
    """Those that answer the filters, the latest first."""
    found = _filtered(seen, filters)
    for word in fold(filters.get("q", "")).split()[:8]:
        found = found.filter(folded__contains=word)
    return found


def near_in_meaning(
    seen: QuerySet[Experiment], filters: dict[str, Any], found: Iterable[int]
) -> list[Near]:
    """Those that say it with other words, under the same other filters."""
    text = filters.get("q", "")
    if len(fold(text)) < 3:
        return []
    others = _filtered(seen, filters).exclude(pk__in=list(found))
    return find_near(others, text, most=MOST_NEAR, least=LEAST_OF_A_SEARCH)


def _filtered(seen: QuerySet[Experiment], filters: dict[str, Any]) -> QuerySet[Experiment]:
    found = seen
    if filters.get("domain"):
        linked = Experiment.objects.filter(domains=filters["domain"])
        found = found.filter(pk__in=linked.values("pk"))
    if filters.get("state"):
        found = found.filter(state=filters["state"])
    if filters.get("nature"):
        found = found.filter(nature=filters["nature"])
    if filters.get("place"):
        found = found.filter(_touching(find_territories(filters["place"], limit=5)))
    return found


def _touching(places: list[Territory]) -> Q:
    """In these territories, in their parts or in what contains them; an alliance's by default."""
    keys: set[int] = set()
    for unit in places:
        keys |= {unit.pk, unit.region_id, unit.departement_id, unit.epci_id} - {None}
    units = [unit.pk for unit in places]
    parts = Territory.objects.filter(
        Q(pk__in=keys) | Q(region__in=units) | Q(departement__in=units) | Q(epci__in=units)
    ).values("pk")
    own = Experiment.objects.filter(territories__in=parts).values("pk")
    whole = Experiment.objects.filter(territories=None, alliance__perimeter__in=parts)
    return Q(pk__in=own) | Q(pk__in=whole.values("pk"))


def cards_of(rows: Iterable[Experiment]) -> list[Card]:
    """Describe experiments read with `with_cards`."""
    return [_card(row) for row in rows]


def with_cards(rows: QuerySet[Experiment]) -> QuerySet[Experiment]:
    """Read what the cards show, in a constant number of queries."""
    return with_puzzle(rows).prefetch_related("territories")


def _card(row: Experiment) -> Card:
    puzzle = read_puzzle(row)
    places = ", ".join(unit.name for unit in row.territories.all())
    lesson = row.lesson if row.state == ExperimentState.STOPPED else ""
    return Card(row, puzzle, say_counts(puzzle), places, lesson)


@dataclass(frozen=True)
class Total:
    """How many answer, and how many of them were stopped."""

    all: int
    stopped: int


def count_of(rows: QuerySet[Experiment]) -> Total:
    """Count them in one query."""
    stopped = Count("pk", distinct=True, filter=Q(state=ExperimentState.STOPPED))
    return Total(**rows.order_by().aggregate(all=Count("pk", distinct=True), stopped=stopped))


def say_total(total: Total) -> str:
    """Say how many, and how many of them were stopped: those teach as well (T15)."""
    told = ngettext("%(n)s expérimentation", "%(n)s expérimentations", total.all) % {
        "n": format_number(total.all)
    }
    if not total.all:
        return told
    if not total.stopped:
        return _("%(told)s, dont aucune arrêtée.") % {"told": told}
    return ngettext(
        "%(told)s, dont %(n)s arrêtée : sa leçon reste lisible.",
        "%(told)s, dont %(n)s arrêtées : leur leçon reste lisible.",
        total.stopped,
    ) % {"told": told, "n": format_number(total.stopped)}
