"""The partnerships of a territory, each counted once, with what is known and not known of it.

A partnership is of a territory when it says so, or when one of its parties that is no public
authority sits there. Those born of the alliance are always its own. What an alliance noted without
any known place stands apart, under « lieu inconnu »: unknown is neither here nor elsewhere.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from terreau.actors.enums import ActorWorld
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.core.prepared import rows_of
from terreau.partnerships.enums import Provenance, Stage
from terreau.partnerships.models import (
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    Party,
)
from terreau.territories.models import Territory, UnitLike

FEW = 2_000  # keys that a query is given one by one


@dataclass(frozen=True)
class Told:
    """What is known of one partnership; an empty set is « nobody noted it »."""

    pk: int
    provenance: str
    certainty: str
    first_year: int | None
    last_year: int | None
    is_running: bool | None
    categories: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    domains: frozenset[int] = frozenset()
    worlds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Census:
    """The partnerships of a territory, and those of unknown place that its census noted."""

    rows: tuple[Told, ...]
    unplaced: int
    elsewhere: int

    @cached_property
    def running(self) -> int:
        """How many are known to run."""
        return sum(1 for one in self.rows if one.is_running)

    @cached_property
    def unknown_running(self) -> int:
        """How many may run or not: nobody said."""
        return sum(1 for one in self.rows if one.is_running is None)

    @cached_property
    def with_domains(self) -> int:
        """How many have a known domain: the base of what is said by domain."""
        return sum(1 for one in self.rows if one.domains)


def partnerships_here(alliance: Alliance) -> QuerySet[Partnership]:
    """Those of the alliance's territory that its members may count: public, or shared with it."""
    born = Q(pk__in=_linked(Partnership.alliances.through, alliance), is_shared=True)
    noted = Q(pk__in=_linked(Partnership.censuses.through, alliance), is_shared=True)
    return Partnership.objects.filter(born | ((noted | Q(is_public=True)) & _is_here(alliance)))


def noted_apart(alliance: Alliance) -> tuple[QuerySet[Partnership], QuerySet[Partnership]]:
    """Those that its census noted and that do not count: of unknown place, then elsewhere."""
    born = Q(pk__in=_linked(Partnership.alliances.through, alliance))
    noted = Partnership.objects.filter(
        ~born, pk__in=_linked(Partnership.censuses.through, alliance), is_shared=True
    )
    return noted.filter(_is_unplaced()), noted.exclude(_is_unplaced() | _is_here(alliance))


def read_census(
    alliance: Alliance,
    *,
    provenances: Collection[str] = Provenance.values,
    today: datetime.date | None = None,
) -> Census:
    """Read all that is known of them, in a number of queries that does not depend on them."""
    day = today or timezone.localdate()
    kept = {"provenance__in": list(provenances)}
    found = partnerships_here(alliance).filter(**kept)
    rows = list(found.order_by("pk").values_list(*_COLUMNS))
    # The question of what is here is long: few keys are quicker than asking it once a table.
    keys = [row[0] for row in rows] if len(rows) <= FEW else found.order_by().values("pk")
    links = {name: _sets(*_LINKS[name], keys) for name in _LINKS}
    told = tuple(_told(row, links, day) for row in rows)
    unplaced, elsewhere = noted_apart(alliance)
    noted = Partnership.objects.filter(
        pk__in=_linked(Partnership.censuses.through, alliance), **kept
    )
    apart = noted.aggregate(
        unplaced=Count("pk", filter=Q(pk__in=unplaced.order_by().values("pk"))),
        elsewhere=Count("pk", filter=Q(pk__in=elsewhere.order_by().values("pk"))),
    )
    return Census(told, **apart)


def read_domains(
    alliance: Alliance,
    *,
    today: datetime.date | None = None,
    units: Iterable[UnitLike] | None = None,
) -> Census:
    """Read what a count by domain needs and no more, in two queries; none is counted elsewhere.

    `units` are those of its territory, when the page has read them.
    """
    day = today or timezone.localdate()
    if units is not None:
        alliance.__dict__["_census_units"] = list(units)
    place = (alliance.pk, tuple((unit.pk, unit.kind, unit.commune_id) for unit in _units(alliance)))
    told: dict[int, tuple] = {}
    domains: dict[int, set] = defaultdict(set)
    here = rows_of("census-domains", place, lambda: _here_by_domain(alliance))
    for *row, domain in here:
        told[row[0]] = tuple(row)
        if domain is not None:
            domains[row[0]].add(domain)
    unplaced = rows_of("census-unplaced", place, lambda: _count(noted_apart(alliance)[0]))
    links = {"domains": domains}
    return Census(
        tuple(_told(row, links, day) for row in told.values()),
        unplaced[0][0] if unplaced else 0,
        0,
    )


def _here_by_domain(alliance: Alliance) -> QuerySet:
    return partnerships_here(alliance).order_by("pk").values_list(*_COLUMNS, "domains")


def _count(found: QuerySet) -> QuerySet:
    rows = found.order_by().annotate(all=Value(1)).values("all")
    return rows.annotate(count=Count("pk")).values_list("count")


_COLUMNS = ("pk", "provenance", "certainty", "starts_on", "ends_on", "stage")
_LINKS = {
    "categories": (PartnershipCategory.objects.all, "category"),
    "scopes": (PartnershipScope.objects.all, "scope"),
    "domains": (Partnership.domains.through.objects.all, "actiondomain"),
    "worlds": (Party.objects.current, "organisation__world"),
}


def runs_on(
    stage: str, ends: PartialDate | None, provenance: str, day: datetime.date
) -> bool | None:
    """Tell whether a partnership runs; None when nobody said.

    >>> runs_on("", PartialDate("2019"), "censused", datetime.date(2026, 1, 1))
    False
    >>> runs_on("", None, "censused", datetime.date(2026, 1, 1)) is None
    True
    """
    if stage == Stage.CLOSED or (ends is not None and ends.end < day):
        return False
    if stage or ends is not None or provenance == Provenance.ACCOMPANIED:
        return True
    return None


def _told(row: tuple, links: dict[str, dict[int, set]], day: datetime.date) -> Told:
    pk, provenance, certainty, starts, ends, stage = row
    sets = {name: frozenset(found.get(pk, ())) for name, found in links.items()}
    return Told(
        pk,
        provenance,
        certainty,
        starts.start.year if starts else None,
        ends.end.year if ends else None,
        runs_on(stage, ends, provenance, day),
        **sets,
    )


def _sets(rows, column: str, keys: QuerySet | list[int]) -> dict[int, set]:
    found: dict[int, set] = defaultdict(set)
    asked = rows().filter(partnership__in=keys).order_by()
    for partnership, value in asked.values_list("partnership", column):
        found[partnership].add(value)
    return found


def _linked(through, alliance: Alliance) -> QuerySet:
    return through.objects.filter(alliance=alliance).order_by().values("partnership")


def _communes(alliance: Alliance) -> QuerySet[Territory]:
    return Territory.objects.communes_of(_units(alliance)).order_by()


def _units(alliance: Alliance) -> list[UnitLike]:
    """The units of its territory, asked several times a page and read once."""
    if "_census_units" not in alliance.__dict__:
        alliance.__dict__["_census_units"] = list(alliance.perimeter.all())
    return alliance.__dict__["_census_units"]


def _is_here(alliance: Alliance) -> Q:
    """Of the territory by what it says, else by where its parties sit."""
    communes = _communes(alliance)
    around = Q(territory__in=communes.values("pk"))
    for above in ("departement", "epci", "region"):
        around |= Q(territory__in=communes.exclude(**{above: None}).values(above))
    around |= Q(territory__commune__in=communes.values("pk"))
    says = Exists(_territories().filter(around))
    civil = Exists(_civil().filter(organisation__place__in=communes.values("pk")))
    public = Exists(_parties().filter(organisation__place__in=communes.values("pk")))
    between_authorities = ~Q(Exists(_civil()))
    return Q(says) | ~Q(Exists(_territories())) & (Q(civil) | between_authorities & Q(public))


def _is_unplaced() -> Q:
    placed = {"organisation__place__isnull": False}
    known = Q(Exists(_civil().filter(**placed)))
    known |= ~Q(Exists(_civil())) & Q(Exists(_parties().filter(**placed)))
    return ~Q(Exists(_territories())) & ~known


def _territories() -> QuerySet:
    return Partnership.territories.through.objects.filter(partnership=OuterRef("pk")).order_by()


def _parties() -> QuerySet:
    return Party.objects.current().filter(partnership=OuterRef("pk")).order_by()


def _civil() -> QuerySet:
    """Parties that are no public authority: a département that gives acts everywhere in it."""
    return _parties().exclude(organisation__world=ActorWorld.PUBLIC)
