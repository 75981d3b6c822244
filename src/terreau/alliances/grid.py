"""The interest grid: member organisations × challenges, declared and estimated side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeEstimate,
    ChallengeStance,
    Membership,
)

DECLARED, ESTIMATED = "declared", "estimated"


@dataclass(frozen=True)
class GridCell:
    """One member on one challenge: what it said, and what a facilitator thinks."""

    challenge: Challenge
    declared: ChallengeStance | None
    estimated: ChallengeEstimate | None

    @property
    def used(self) -> ChallengeStance | ChallengeEstimate | None:
        """What pictures and sentences stand on: the declaration, whole; else the estimate."""
        return self.declared or self.estimated

    @property
    def is_estimate(self) -> bool:
        """Tell whether only a facilitator spoke."""
        return self.declared is None and self.estimated is not None


@dataclass(frozen=True)
class GridLine:
    """One member organisation and its cells, in the order of the challenges."""

    membership: Membership
    cells: tuple[GridCell, ...]
    is_mine: bool = False

    @property
    def name(self) -> str:
        """The name of the organisation."""
        return self.membership.organisation.name

    @property
    def world(self) -> str:
        """The world of the organisation."""
        return self.membership.organisation.world


@dataclass(frozen=True)
class InterestGrid:
    """The lines that this person may read; `members` is the base, shown or not."""

    challenges: tuple[Challenge, ...]
    lines: tuple[GridLine, ...]
    members: int
    worlds: tuple[str, ...]

    @property
    def declared(self) -> int:
        """How many of the lines shown hold a declaration."""
        return sum(any(cell.declared for cell in line.cells) for line in self.lines)

    @property
    def estimated(self) -> int:
        """How many of the lines shown hold an estimate."""
        return sum(any(cell.estimated for cell in line.cells) for line in self.lines)

    def of_world(self, world: str) -> "InterestGrid":
        """Keep the lines of one world; the base stays."""
        return replace(self, lines=tuple(line for line in self.lines if line.world == world))

    def column(self, challenge: Challenge) -> list[tuple[GridLine, GridCell]]:
        """The cells of one challenge, with their lines."""
        index = self.challenges.index(challenge)
        return [(line, line.cells[index]) for line in self.lines]


def read_grid(
    alliance: Alliance, *, sees_all: bool, mine: Membership | None = None
) -> InterestGrid:
    """Read the grid in four queries; without `sees_all`, only what one's own member declared."""
    challenges = tuple(Challenge.objects.filter(alliance=alliance).order_by("pk"))
    for challenge in challenges:
        challenge.alliance = alliance
    members = list(_members(alliance))
    shown = [one for one in members if sees_all or one == mine]
    stances = _by_cell(ChallengeStance.objects.filter(membership__in=shown))
    estimates = _by_cell(ChallengeEstimate.objects.filter(membership__in=shown)) if sees_all else {}
    lines = tuple(
        GridLine(
            one,
            tuple(
                GridCell(
                    challenge,
                    stances.get((one.pk, challenge.pk)),
                    estimates.get((one.pk, challenge.pk)),
                )
                for challenge in challenges
            ),
            is_mine=one == mine,
        )
        for one in shown
    )
    worlds = tuple(dict.fromkeys(one.organisation.world for one in members))
    return InterestGrid(challenges, lines, len(members), worlds)


def _members(alliance: Alliance):
    """The member organisations of today; inhabitants have their own space (R8)."""
    return (
        Membership.objects.current()
        .filter(alliance=alliance, organisation__isnull=False)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def _by_cell(cells: Iterable) -> dict[tuple[int, int], object]:
    return {(cell.membership_id, cell.challenge_id): cell for cell in cells}
