"""How fresh the directory is, by territory: confirmed within twelve months, of how many sheets."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from terreau.actors.bridge.freshness import fresh_since
from terreau.actors.enums import ContactKind, Lifecycle
from terreau.actors.models import Organisation, OrganisationContact, Position
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

_SEATED = {
    TerritoryKind.REGION: "place__region",
    TerritoryKind.DEPARTEMENT: "place__departement",
    TerritoryKind.EPCI: "place__epci",
}


@dataclass(frozen=True)
class FreshnessRate:
    """The share of one territory's sheets that somebody confirmed within twelve months."""

    code: str
    name: str
    fresh: int
    total: int

    @property
    def rate(self) -> float | None:
        """None without a base: nothing is known of no sheet."""
        return self.fresh / self.total if self.total else None


def living_sheets() -> QuerySet[Organisation]:
    """The sheets that somebody could confirm: in activity and not folded into another."""
    return Organisation.objects.filter(lifecycle=Lifecycle.ACTIVE, merged_into=None)


def freshness_rate(
    territory: Territory, today: datetime.date, *, among: QuerySet[Organisation] | None = None
) -> tuple[int, int]:
    """How many of the sheets seated in a territory are fresh, and how many there are; one query."""
    seated = Q(place=territory)
    if territory.kind in _SEATED:
        seated |= Q(**{_SEATED[territory.kind]: territory})
    sheets = living_sheets() if among is None else among
    counted = sheets.filter(seated).aggregate(fresh=_fresh(today), total=Count("pk"))
    return counted["fresh"], counted["total"]


def rates_by_departement(
    today: datetime.date, *, among: QuerySet[Organisation] | None = None
) -> list[FreshnessRate]:
    """The rate of each département that has sheets, by code; one query."""
    return _rates("place__departement", today, among)


def rates_by_epci(
    today: datetime.date, *, among: QuerySet[Organisation] | None = None
) -> list[FreshnessRate]:
    """The rate of each intercommunalité that has sheets, by code; one query."""
    return _rates("place__epci", today, among)


def _rates(
    above: str, today: datetime.date, among: QuerySet[Organisation] | None
) -> list[FreshnessRate]:
    sheets = living_sheets() if among is None else among
    code, name = f"{above}__code", f"{above}__name"
    counted = (
        sheets.filter(**{f"{above}__isnull": False})
        .order_by()
        .values(code, name)
        .annotate(fresh=_fresh(today), total=Count("pk"))
        .order_by(code)
    )
    return [FreshnessRate(row[code], row[name], row["fresh"], row["total"]) for row in counted]


def sheets_to_refresh(today: datetime.date) -> QuerySet[Organisation]:
    """The sheets nobody confirmed within twelve months, the oldest word first."""
    old = Q(confirmed_on=None) | Q(confirmed_on__lt=fresh_since(today))
    return living_sheets().filter(old)


def without_address() -> Q:
    """The sheets to which nobody can write."""
    contacts = OrganisationContact.objects.filter(
        organisation=OuterRef("pk"), kind=ContactKind.EMAIL
    )
    people = Position.objects.filter(organisation=OuterRef("pk")).exclude(email="")
    return ~Exists(contacts) & ~Exists(people)


def _fresh(today: datetime.date) -> Count:
    return Count("pk", filter=Q(confirmed_on__gte=fresh_since(today)))
