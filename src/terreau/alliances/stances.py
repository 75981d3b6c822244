"""Each member's interest and position on each challenge, as a grid; unknown is never 0."""

from collections.abc import Iterable
from dataclasses import dataclass

from terreau.alliances.enums import ChallengePosition
from terreau.alliances.models import Alliance, Challenge, ChallengeStance, Membership


@dataclass(frozen=True)
class Stated:
    """What one member said on one challenge: its interest, None if it does not know; its words."""

    interest: int | None
    position: str


@dataclass(frozen=True)
class GridRow:
    """One member and its stances, in the order of the challenges; None where it said nothing."""

    membership: Membership
    cells: tuple[Stated | None, ...]


@dataclass(frozen=True)
class StanceGrid:
    """Organisations and inhabitants stand in two tables, never pooled (R8)."""

    challenges: tuple[Challenge, ...]
    organisations: tuple[GridRow, ...]
    inhabitants: tuple[GridRow, ...]
    answered: int

    @property
    def members(self) -> int:
        """The base: every member organisation."""
        return len(self.organisations)


def grid_of(alliance: Alliance, challenges: Iterable[Challenge]) -> StanceGrid:
    """Read the grid of these challenges in two queries."""
    challenges = tuple(challenges)
    members = list(
        Membership.objects.current()
        .filter(alliance=alliance)
        .select_related("organisation", "person")
        .order_by("joined_on", "pk")
    )
    words = {value: str(label) for value, label in ChallengePosition.choices}
    rows = ChallengeStance.objects.filter(challenge__alliance=alliance).values_list(
        "membership", "challenge", "interest", "position"
    )
    stated = {
        (member, challenge): Stated(interest, words.get(position, ""))
        for member, challenge, interest, position in rows
    }
    rows = [
        GridRow(member, tuple(stated.get((member.pk, one.pk)) for one in challenges))
        for member in members
    ]
    organisations = tuple(row for row in rows if row.membership.organisation_id)
    return StanceGrid(
        challenges,
        organisations,
        tuple(row for row in rows if row.membership.organisation_id is None),
        sum(any(row.cells) for row in organisations),
    )
