"""Who is in an alliance, told by world, inhabitants apart, with roles and their dates."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch

from terreau.actors.enums import ActorWorld
from terreau.alliances.models import Alliance, Membership, MembershipRole


@dataclass(frozen=True)
class WorldRoster:
    """The member organisations of one world."""

    world: str
    label: str
    members: tuple[Membership, ...]


@dataclass(frozen=True)
class Roster:
    """Organisations by world and, in their own space, inhabitants."""

    worlds: tuple[WorldRoster, ...]
    absent: tuple[str, ...]
    inhabitants: tuple[Membership, ...]
    former: tuple[Membership, ...]

    @property
    def organisations(self) -> int:
        """How many member organisations."""
        return sum(len(world.members) for world in self.worlds)


def roster_of(alliance: Alliance, today: datetime.date) -> Roster:
    """Read every member in two queries; running roles are in `shown_roles`."""
    roles = MembershipRole.objects.running(today).select_related("mandate__person")
    rows = list(
        Membership.objects.filter(alliance=alliance)
        .select_related("organisation", "person")
        .prefetch_related(Prefetch("roles", roles, to_attr="shown_roles"))
        .order_by("joined_on", "pk")
    )
    current = [row for row in rows if row.left_on is None]
    worlds = []
    absent = []
    for world in ActorWorld:
        if world == ActorWorld.INHABITANT:
            continue
        members = tuple(
            row for row in current if row.organisation and row.organisation.world == world
        )
        if members:
            worlds.append(WorldRoster(world.value, str(world.label), members))
        else:
            absent.append(world.value)
    return Roster(
        tuple(worlds),
        tuple(absent),
        tuple(row for row in current if row.organisation is None),
        tuple(row for row in rows if row.left_on is not None),
    )
