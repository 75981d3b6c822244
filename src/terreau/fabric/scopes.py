"""Whose fabric: that of one alliance, or of the organisations of one territory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance, Membership
from terreau.events.models import Encounter
from terreau.experiments.models import Contribution
from terreau.partnerships.models import Party
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

_SEATED = {
    TerritoryKind.REGION: "place__region",
    TerritoryKind.DEPARTEMENT: "place__departement",
    TerritoryKind.COLLECTIVITY: "place__departement",
    TerritoryKind.EPCI: "place__epci",
}
# Pages that only an alliance has; the others are written for a territory too.
ALLIANCE_ONLY = ("meet", "breath", "genealogy", "bring", "brought", "meet_said", "unbring")
NOBODY = AnonymousUser()


@dataclass(frozen=True)
class Scope:
    """One alliance or one territory, and the addresses of its pages."""

    alliance: Alliance | None = None
    territory: Territory | None = None

    @property
    def name(self) -> str:
        """What the page is called."""
        return str(self.alliance or self.territory)

    @property
    def key(self) -> str:
        """A name for jobs and locks."""
        if self.alliance:
            return f"alliance:{self.alliance.pk}"
        return f"territory:{self.territory.pk if self.territory else 0}"

    @property
    def columns(self) -> dict[str, Any]:
        """What the rows of this scope carry."""
        return {"alliance": self.alliance, "territory": self.territory}

    @property
    def arguments(self) -> list[str]:
        """What its addresses take."""
        if self.alliance:
            return [self.alliance.slug]
        return [self.territory.kind, self.territory.code] if self.territory else []

    def url(self, page: str = "of", *more: Any) -> str:
        """Give the address of one of its pages (« of », « waves », « figures »…)."""
        suffix = "alliance" if self.alliance else "territory"
        name = page if page in ALLIANCE_ONLY else f"{page}_{suffix}"
        return reverse(f"fabric:{name}", args=[*self.arguments, *more])

    def organisations(self, *, is_inside: bool = False) -> QuerySet[Organisation]:
        """The organisations of the perimeter; the public ones to those who stand outside."""
        visible = Organisation.objects.filter(merged_into=None)
        if not is_inside:
            visible = visible.visible_to(NOBODY)
        if self.alliance is None:
            return visible.filter(_seated_in(self.territory)).annotate(
                is_member=Value(False, output_field=BooleanField())
            )
        members = Membership.objects.filter(alliance=self.alliance, left_on=None)
        return visible.filter(self._takes_part()).annotate(
            is_member=Exists(members.filter(organisation=OuterRef("pk")))
        )

    def _takes_part(self) -> Q:
        """Members, and whoever met, brought a piece or is a partner in what the alliance does."""
        met = Encounter.objects.filter(event__alliance=self.alliance)
        sources = (
            Membership.objects.filter(alliance=self.alliance, organisation__isnull=False),
            Contribution.objects.standing().filter(piece__experiment__alliance=self.alliance),
            Party.objects.filter(partnership__alliances=self.alliance),
        )
        takes = Q(pk__in=met.values("first")) | Q(pk__in=met.values("second"))
        for rows in sources:
            takes |= Q(pk__in=rows.order_by().values("organisation"))
        imported = Organisation.objects.filter(
            Q(imported_first__network__alliance=self.alliance)
            | Q(imported_second__network__alliance=self.alliance)
        )
        return takes | Q(pk__in=imported.order_by().values("pk"))


def _seated_in(territory: Territory | None) -> Q:
    if territory is None:
        return Q(pk__in=[])
    field = _SEATED.get(TerritoryKind(territory.kind))
    return (Q(**{field: territory}) | Q(place=territory)) if field else Q(place=territory)


def scope_of(row: Any) -> Scope:
    """The scope of a wave, of a layout: whatever carries an alliance or a territory."""
    return Scope(row.alliance, row.territory)


def living_scopes() -> Iterator[Scope]:
    """Every alliance that stands: those whose picture is kept stable between visits."""
    for alliance in Alliance.objects.filter(deleted_at=None).order_by("pk").iterator():
        yield Scope(alliance)
