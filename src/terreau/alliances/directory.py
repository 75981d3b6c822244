"""Find alliances, and tell of each who is in it and where, in a constant number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from terreau.actors.enums import ActorWorld
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance, Membership
from terreau.alliances.reading import MemberRow
from terreau.territories.perimeters import label_of


@dataclass(frozen=True)
class WorldCount:
    """How many member organisations of one world."""

    world: str
    count: int


@dataclass(frozen=True)
class AllianceCard:
    """One alliance in a list."""

    alliance: Alliance
    perimeter: str
    worlds: tuple[WorldCount, ...]
    organisations: int
    inhabitants: int


def find_alliances(person, filters: dict) -> QuerySet[Alliance]:
    """Alliances this person may see, filtered by what the form says."""
    found = Alliance.objects.visible_to(person)
    for word in filters.get("q", "").split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(question__icontains=word)
            | Q(perimeter_label__icontains=word)
            | Q(pk__in=Alliance.objects.filter(perimeter__name__icontains=word).values("pk"))
        )
    if filters.get("domain"):
        found = found.filter(
            pk__in=Alliance.objects.filter(challenges__domains=filters["domain"]).values("pk")
        )
    if filters.get("status") == "published":
        found = found.filter(status=AllianceStatus.PUBLISHED)
    if filters.get("status") == "mine" and person.is_authenticated:
        found = found.filter(pk__in=Alliance.objects.joined_by(person).values("pk"))
    return found.order_by("name", "pk")


def cards_of(alliances: Iterable[Alliance]) -> list[AllianceCard]:
    """Describe alliances whose `perimeter` was prefetched."""
    rows = list(alliances)
    counts = (
        Membership.objects.current()
        .filter(alliance__in=rows)
        .order_by()
        .values("alliance_id", "organisation__world")
        .annotate(number=Count("pk"))
    )
    by_alliance: dict[int, Counter] = {row.pk: Counter() for row in rows}
    for count in counts:
        world = count["organisation__world"] or ActorWorld.INHABITANT.value
        by_alliance[count["alliance_id"]][world] += count["number"]
    return [_card(row, by_alliance[row.pk]) for row in rows]


def card_of(alliance: Alliance, members: Iterable[MemberRow]) -> AllianceCard:
    """Describe one alliance whose members were read."""
    return _card(alliance, Counter(row.world or ActorWorld.INHABITANT.value for row in members))


def _card(alliance: Alliance, counted: Counter) -> AllianceCard:
    worlds = tuple(
        WorldCount(world, counted[world])
        for world in ActorWorld.values
        if counted[world] and world != ActorWorld.INHABITANT
    )
    label = alliance.perimeter_label or label_of(list(alliance.perimeter.all()))
    return AllianceCard(
        alliance,
        label,
        worlds,
        sum(one.count for one in worlds),
        counted[ActorWorld.INHABITANT.value],
    )
