"""What the cards of one page need of an alliance, each table read once."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, OuterRef, Q, Subquery, Value

from terreau.alliances.enums import ChallengeAim, ChallengePosition, JournalKind
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    JournalEntry,
    Membership,
    Objective,
    ObjectiveAnswer,
)

ABOVE = ("pk", "commune", "epci", "departement", "region")
_DOMAIN = ("", "__name", "__position")
_WIDTH = 5 + len(ABOVE)


@dataclass(frozen=True)
class MemberRow:
    """A member of today, its answer to the objective, its place, its domains (key, words, rank)."""

    pk: int
    organisation: int | None
    name: str | None
    world: str | None
    answer: str | None
    place: tuple[int | None, ...]
    domains: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class ChallengeRow:
    """A challenge as a line, with its domains."""

    pk: int
    uuid: UUID
    title: str
    aim: str
    domains: tuple[tuple[int, str, int], ...]

    def get_aim_display(self) -> str:
        """Say its aim in words."""
        return str(ChallengeAim(self.aim).label)


@dataclass(frozen=True)
class Reading:
    """The members, the challenges, and which member carries which challenge."""

    members: tuple[MemberRow, ...]
    challenges: tuple[ChallengeRow, ...]
    carried: tuple[tuple[int, int], ...]  # organisation, challenge
    has_stated: bool = False

    @property
    def organisations(self) -> tuple[MemberRow, ...]:
        """The members that are organisations."""
        return tuple(row for row in self.members if row.organisation is not None)


def read_alliance(
    alliance: Alliance, *, objective: Objective | None = None, mine: Membership | None = None
) -> Reading:
    """Read an alliance for its cards, in three queries."""
    carried, has_stated = _stances(alliance, mine)
    members = read_members(alliance, objective, with_domains=True)
    return Reading(members, _challenges(alliance), carried, has_stated)


def read_members(
    alliance: Alliance, objective: Objective | None = None, *, with_domains: bool = False
) -> tuple[MemberRow, ...]:
    """Read the members of today with their answer to one version of the objective."""
    given = ObjectiveAnswer.objects.filter(objective=objective, membership=OuterRef("pk"))
    answer = Subquery(given.values("answer")[:1]) if objective else Value(None, CharField())
    rows = (
        Membership.objects.current()
        .filter(alliance=alliance)
        .annotate(given=answer)
        .order_by("organisation__name", "pk")
        .values_list(
            "pk",
            "organisation",
            "organisation__name",
            "organisation__world",
            "given",
            *(f"organisation__place__{name}" for name in ABOVE),
            *(f"organisation__domains{name}" for name in _DOMAIN if with_domains),
        )
    )
    found: dict[int, tuple[tuple, list]] = {}
    for row in rows:
        _kept, domains = found.setdefault(row[0], (row[:_WIDTH], []))
        if with_domains and row[_WIDTH] is not None:
            domains.append(row[_WIDTH:])
    return tuple(
        MemberRow(*kept[:5], tuple(kept[5:]), tuple(domains)) for kept, domains in found.values()
    )


def _challenges(alliance: Alliance) -> tuple[ChallengeRow, ...]:
    rows = Challenge.objects.filter(alliance=alliance).order_by("pk")
    found: dict[int, tuple] = {}
    for pk, uuid, title, aim, *domain in rows.values_list(
        "pk", "uuid", "title", "aim", *(f"domains{name}" for name in _DOMAIN)
    ):
        kept = found.setdefault(pk, (uuid, title, aim, []))
        if domain[0] is not None:
            kept[-1].append(tuple(domain))
    return tuple(
        ChallengeRow(pk, uuid, title, aim, tuple(domains))
        for pk, (uuid, title, aim, domains) in found.items()
    )


def _stances(alliance: Alliance, mine: Membership | None) -> tuple[tuple, bool]:
    """Read who carries what and, in the same query, whether this member has taken a stance."""
    carries = Q(
        position=ChallengePosition.CARRIES,
        membership__left_on=None,
        membership__organisation__isnull=False,
    )
    wanted = carries | Q(membership=mine) if mine else carries
    rows = list(
        ChallengeStance.objects.filter(wanted, challenge__alliance=alliance).values_list(
            "membership", "membership__organisation", "challenge", "position"
        )
    )
    carried = tuple(
        (organisation, challenge)
        for _member, organisation, challenge, position in rows
        if position == ChallengePosition.CARRIES and organisation is not None
    )
    return carried, bool(mine) and any(row[0] == mine.pk for row in rows)


def read_pages(
    alliance: Alliance, *, is_inside: bool, latest: int
) -> tuple[list[JournalEntry], list[JournalEntry]]:
    """Read in one query the latest pages one may see, and the public steps of the path."""
    pages = JournalEntry.objects.filter(alliance=alliance)
    seen = pages if is_inside else pages.filter(is_public=True)
    newest = seen.order_by("-happened_on", "-pk").values("pk")[:latest]
    wanted = Q(pk__in=newest) | Q(kind=JournalKind.STEP, is_public=True)
    rows = list(
        pages.filter(wanted)
        .only("uuid", "title", "kind", "is_public", "happened_on")
        .order_by("-happened_on", "-pk")
    )
    steps = [row for row in rows if row.kind == JournalKind.STEP and row.is_public]
    shown = rows if is_inside else [row for row in rows if row.is_public]
    return shown[:latest], steps
