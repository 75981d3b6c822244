"""Who is in an alliance, told by world, inhabitants apart, with roles and their dates."""

import datetime
import itertools
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Prefetch, QuerySet, Value, When

from terreau.actors.enums import ORGANISATION_WORLDS, ActorWorld
from terreau.alliances.models import Alliance, Membership, MembershipRole

PER_PAGE = 24
_ROLE = ("membership", "role", "starts_on", "mandate__title", "mandate__person__full_name")
_MEMBER = (
    *("interest", "gives", "receives", "joined_on"),
    *(f"organisation__{name}" for name in ("uuid", "name", "world")),
)


@dataclass(frozen=True)
class WorldRoster:
    """The member organisations of one world: how many in all, and those of this page."""

    world: str
    label: str
    count: int
    members: tuple[Membership, ...]


@dataclass(frozen=True)
class Roster:
    """Organisations by world and, in their own space, inhabitants."""

    organisations: int
    present: int
    worlds: tuple[WorldRoster, ...]
    absent: tuple[str, ...]
    inhabitants: int
    page: Page


def roster_of(alliance: Alliance, today: datetime.date, number: str | None = None) -> Roster:
    """Count every member, and read one page of organisations; running roles in `shown_roles`."""
    current = Membership.objects.filter(alliance=alliance).current().order_by()
    counts = dict(current.values_list("organisation__world").annotate(total=Count("pk")))
    inhabitants = counts.pop(None, 0)
    paginator = Paginator(_organisations(current, today), PER_PAGE)
    paginator.count = sum(counts.values())  # just counted
    page = paginator.get_page(number)
    worlds = tuple(
        WorldRoster(world, str(ActorWorld(world).label), counts[world], tuple(members))
        for world, members in itertools.groupby(page, key=lambda row: row.organisation.world)
    )
    return Roster(
        organisations=paginator.count,
        present=len(counts),
        worlds=worlds,
        absent=tuple(one.value for one in ORGANISATION_WORLDS if one.value not in counts),
        inhabitants=inhabitants,
        page=page,
    )


def _organisations(current: QuerySet[Membership], today: datetime.date) -> QuerySet[Membership]:
    roles = MembershipRole.objects.running(today).select_related("mandate__person").only(*_ROLE)
    rank = Case(
        *(
            When(organisation__world=world, then=Value(rank))
            for rank, world in enumerate(ActorWorld)
        ),
        output_field=IntegerField(),
    )
    return (
        current.exclude(organisation=None)
        .select_related("organisation")
        .only(*_MEMBER)
        .prefetch_related(Prefetch("roles", roles, to_attr="shown_roles"))
        .order_by(rank, "joined_on", "pk")
    )
