"""The cells of the grid as values of the engine; a declaration always outweighs an estimate."""

from terreau.alliances.enums import ChallengePosition
from terreau.alliances.grid import InterestGrid
from terreau_engine.alignment import AlignedPair, ChallengeAlignment, Interest, align_interests

__all__ = ["AlignedPair", "ChallengeAlignment", "alignments_of"]

PROPOSED = 5
_POSITIONS = {
    ChallengePosition.CARRIES: "for",
    ChallengePosition.SUPPORTS: "for",
    ChallengePosition.WATCHES: "open",
    ChallengePosition.DOUBTS: "open",
    ChallengePosition.OPPOSES: "against",
}


def alignments_of(grid: InterestGrid) -> tuple[ChallengeAlignment, ...]:
    """Align the lines of a grid; members and challenges are named by their primary keys."""
    return align_interests(
        [str(line.membership.pk) for line in grid.lines],
        [str(challenge.pk) for challenge in grid.challenges],
        [
            Interest(
                str(line.membership.pk),
                str(cell.challenge.pk),
                cell.used.interest,
                _POSITIONS.get(cell.used.position),
                frozenset(filter(None, [cell.used.contribution_nature])),
            )
            for line in grid.lines
            for cell in line.cells
            if cell.used
        ],
        limit=PROPOSED,
    )
