"""Who is missing from a conversation: worlds, member organisations, communes of the perimeter."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from terreau.actors.enums import ActorWorld
from terreau.alliances.models import Membership
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Conversation, Participant, Vote
from terreau.dialogues.small_cells import FEWEST
from terreau.territories.models import Territory

MOST_COMMUNES, NAMED = 300, 12
FEW_PEOPLE = FEWEST[Space.INHABITANTS.value]


@dataclass(frozen=True)
class WorldPresence:
    """How many member organisations of a world have voted, of how many."""

    world: str
    members: int
    heard: int

    @property
    def label(self) -> str:
        return str(ActorWorld(self.world).label)


@dataclass(frozen=True)
class Missing:
    """Who is not heard. `communes` is None when nobody says where they live."""

    worlds: tuple[WorldPresence, ...]
    absent: tuple[str, ...]  # worlds of which the alliance has no member
    communes: tuple[str, ...] | None
    quiet: int  # communes of the perimeter with none or too few voices to be counted
    all_communes: int

    @property
    def members(self) -> int:
        return sum(one.members for one in self.worlds)

    @property
    def silent(self) -> int:
        return sum(one.members - one.heard for one in self.worlds)

    @property
    def unheard(self) -> list[WorldPresence]:
        return [one for one in self.worlds if not one.heard]


def find_missing(conversation: Conversation) -> Missing:
    """Compare who has voted with the alliance's members and perimeter: three queries."""
    worlds = _worlds(conversation) if conversation.has_organisations else ()
    present = {one.world for one in worlds}
    others = [world for world in ActorWorld.values if world != ActorWorld.INHABITANT]
    absent = tuple(str(ActorWorld(world).label) for world in others if world not in present)
    named, quiet, total = _communes(conversation)
    return Missing(worlds, absent if worlds else (), named, quiet, total)


def _worlds(conversation: Conversation) -> tuple[WorldPresence, ...]:
    votes = Vote.objects.filter(
        participant__consultation=conversation.pk,
        participant__organisation=OuterRef("organisation"),
    )
    rows = (
        Membership.objects.current()
        .filter(alliance=conversation.alliance_id, organisation__isnull=False)
        .annotate(has_voted=Exists(votes))
        .values("organisation__world")
        .annotate(members=Count("pk"), heard=Count("pk", filter=Q(has_voted=True)))
        .order_by("organisation__world")
    )
    found = {row["organisation__world"]: (row["members"], row["heard"]) for row in rows}
    return tuple(
        WorldPresence(world, *found[world]) for world in ActorWorld.values if world in found
    )


def _communes(conversation: Conversation) -> tuple[tuple[str, ...] | None, int, int]:
    """Name the communes with fewer than five voices: one, or none, is the same to the reader."""
    if not conversation.has_inhabitants:
        return None, 0, 0
    voices = Participant.objects.counted().filter(
        consultation=conversation.pk, space=Space.INHABITANTS, place=OuterRef("pk")
    )
    said = voices.order_by().values("place").annotate(count=Count("pk")).values("count")
    found = Territory.objects.communes_of(conversation.alliance.perimeter.all())
    rows = found.annotate(said=Subquery(said)).order_by("-population", "name")
    communes = list(rows.values_list("name", "said")[: MOST_COMMUNES + 1])
    heard = sum(count or 0 for _name, count in communes)
    if len(communes) > MOST_COMMUNES or heard < FEW_PEOPLE:
        return None, 0, 0
    quiet = [name for name, count in communes if (count or 0) < FEW_PEOPLE]
    return tuple(quiet[:NAMED]), len(quiet), len(communes)
