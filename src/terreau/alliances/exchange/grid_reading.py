"""Find what the rows of a grid's file are about, and which grids a person may read."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.actions.grid import Cell
from terreau.alliances.grid import DECLARED, ESTIMATED, InterestGrid, read_grid
from terreau.alliances.models import Alliance, Challenge, Membership, MembershipRole
from terreau.core.exchange.datasets import Values


@dataclass(frozen=True)
class Target:
    """One member and one challenge of one alliance."""

    membership: Membership
    challenge: Challenge

    @property
    def key(self) -> tuple[int, int]:
        """The place in the grid."""
        return self.membership.pk, self.challenge.pk


def find_targets(rows: Sequence[Values], person) -> list[Target | None]:
    """Find the member and the challenge of each row, in the alliances that a person belongs to."""
    joined = Alliance.objects.joined_by(person) if person else Alliance.objects.none()
    members = Membership.objects.current().filter(
        alliance__in=joined.values("pk"),
        alliance__slug__in={row.get("alliance") or "" for row in rows},
        alliance__deleted_at=None,
        organisation__uuid__in=uuids_of(row.get("member") for row in rows),
    )
    by_member = {
        (one.alliance.slug, str(one.organisation.uuid)): one
        for one in members.select_related("alliance", "organisation")
    }
    challenges = Challenge.objects.filter(uuid__in=uuids_of(row.get("challenge") for row in rows))
    by_uuid = {str(one.uuid): one for one in challenges.select_related("alliance")}
    return [_target(row, by_member, by_uuid) for row in rows]


def _target(row: Values, by_member, by_uuid) -> Target | None:
    member = by_member.get((row.get("alliance"), _key(row.get("member"))))
    challenge = by_uuid.get(_key(row.get("challenge")))
    if member is None or challenge is None or challenge.alliance_id != member.alliance_id:
        return None
    return Target(member, challenge)


def _key(text: str | None) -> str:
    return (text or "").strip().lower()


def uuids_of(texts: Iterable[str | None]) -> set[UUID]:
    """Read identifiers; what is none is left out."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(_key(text)))
        except ValueError:
            continue
    return found


def find_cells(model: type[Cell], targets: Sequence[Target | None]) -> dict[tuple[int, int], Cell]:
    """Find the stored cells of these places, in one query."""
    known = [target for target in targets if target]
    cells = model.objects.filter(
        membership__in={target.membership.pk for target in known},
        challenge__in={target.challenge.pk for target in known},
    ).select_related("membership__organisation", "challenge__alliance")
    return {(cell.membership_id, cell.challenge_id): cell for cell in cells}


def facilitations_of(person, today: datetime.date) -> dict[int, Mandate]:
    """The alliances that this person facilitates today, with the mandate by which they do."""
    if not getattr(person, "is_authenticated", False):
        return {}
    roles = (
        MembershipRole.objects.facilitated_by(person, today)
        .select_related("mandate__organisation", "membership")
        .order_by("pk")
    )
    return {role.membership.alliance_id: role.mandate for role in roles}


def posture_for(person, target: Target, basis: str, today: datetime.date) -> Posture | None:
    """Find in whose name a person may write this cell, or None when they may not."""
    if basis != DECLARED:
        mandate = facilitations_of(person, today).get(target.membership.alliance_id)
        is_own = mandate and mandate.organisation_id == target.membership.organisation_id
        return Posture(person, mandate) if mandate and not is_own else None
    mandates = Mandate.objects.filter(
        person=person, organisation=target.membership.organisation_id
    ).current(today)
    mandate = mandates.select_related("organisation").order_by("pk").first()
    return Posture(person, mandate) if mandate else None


def readable_cells(person, today: datetime.date) -> Callable[[Target], frozenset[str]]:
    """Tell which bases of each cell a person may read, in two queries for all of them."""
    facilitated = facilitations_of(person, today)
    mine = set(
        Mandate.objects.filter(person=person).current(today).values_list("organisation", flat=True)
        if person
        else ()
    )

    def bases_of(target: Target) -> frozenset[str]:
        alliance = target.membership.alliance
        if alliance.pk in facilitated or alliance.is_grid_shared:
            return frozenset({DECLARED, ESTIMATED})
        is_own = target.membership.organisation_id in mine
        return frozenset({DECLARED} if is_own else ())

    return bases_of


def readable_grids(person, today: datetime.date) -> Iterable[InterestGrid]:
    """The grids of the alliances that a person belongs to, each as far as they may read it."""
    facilitated = facilitations_of(person, today)
    joined = Alliance.objects.joined_by(person, today=today).filter(deleted_at=None)
    for alliance in joined.distinct().order_by("slug"):
        if alliance.pk in facilitated or alliance.is_grid_shared:
            yield read_grid(alliance, sees_all=True)
            continue
        mandates = Mandate.objects.filter(person=person).current(today)
        mine = Membership.objects.current().filter(
            alliance=alliance, organisation__in=mandates.values("organisation")
        )
        for membership in mine.order_by("pk"):
            yield read_grid(alliance, sees_all=False, mine=membership)
