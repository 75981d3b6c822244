"""Fill the interest grid line by line, and choose who reads it."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeEstimate,
    ChallengeStance,
    Membership,
)
from terreau.alliances.permissions_grid import (
    can_declare_interests,
    can_estimate_interests,
    can_share_grid,
)
from terreau.core.verdicts import require

Cell = ChallengeStance | ChallengeEstimate
MODELS = {"declared": ChallengeStance, "estimated": ChallengeEstimate}
RULES = {"declared": can_declare_interests, "estimated": can_estimate_interests}


@dataclass(frozen=True)
class CellValues:
    """What is said of one member on one challenge; None and the empty text are unknown."""

    interest: int | None = None
    influence: int | None = None
    position: str = ""
    contribution_nature: str = ""
    contribution: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing is said: the cell is taken away."""
        return self == CellValues()


@dataclass(frozen=True)
class Said:
    """One cell as it was typed, and the version that was read (0: there was none)."""

    challenge: Challenge
    values: CellValues
    seen: int


class LineConflict(Exception):
    """Somebody wrote some of these cells meanwhile; nothing was saved."""

    def __init__(self, cells: dict[int, Cell | None]) -> None:
        super().__init__("cells changed meanwhile")
        self.cells = cells


@transaction.atomic
def fill_line(
    membership: Membership,
    said: list[Said],
    *,
    basis: str,
    by: Posture,
    now: datetime.datetime,
) -> int:
    """Write the cells of one member, declared by itself or estimated by a facilitator.

    All or nothing: a cell that somebody else wrote since it was read raises `LineConflict`.
    """
    alliance = lock_alliance(membership.alliance)
    require(RULES[basis](by, alliance, membership))
    model = MODELS[basis]
    stored = {
        cell.challenge_id: cell
        for cell in model.objects.filter(
            membership=membership, challenge__in=[one.challenge for one in said]
        )
    }
    _refuse_overwriting(said, stored)
    changed = [one for one in said if _differs(one, stored.get(one.challenge.pk))]
    for one in changed:
        _write_cell(model, membership, one, stored.get(one.challenge.pk), by=by, now=now)
    if changed:
        names = {"name": str(membership)} if basis == "declared" else {}
        write(alliance, f"grid-{basis}", by=by, now=now, **names)
    return len(changed)


def values_of(cell: Cell | None) -> CellValues:
    """The values of a stored cell."""
    if cell is None:
        return CellValues()
    return CellValues(**{name: getattr(cell, name) for name in asdict(CellValues())})


def _differs(said: Said, stored: Cell | None) -> bool:
    return said.values != values_of(stored)


def _refuse_overwriting(said: list[Said], stored: Mapping[int, Cell]) -> None:
    crossed = {}
    for one in said:
        cell = stored.get(one.challenge.pk)
        if _differs(one, cell) and one.seen != (cell.version if cell else 0):
            crossed[one.challenge.pk] = cell
    if crossed:
        raise LineConflict(crossed)


def _write_cell(
    model: type[Cell],
    membership: Membership,
    said: Said,
    stored: Cell | None,
    *,
    by: Posture,
    now: datetime.datetime,
) -> None:
    if said.values.is_empty:
        if stored:
            stored.delete()
        return
    cell = stored or model(challenge=said.challenge, membership=membership, version=0)
    for name, value in asdict(said.values).items():
        setattr(cell, name, value)
    cell.posture, cell.updated_at, cell.version = by.label, now, cell.version + 1
    cell.save()


@transaction.atomic
def share_grid(
    alliance: Alliance, *, is_shared: bool, by: Posture, now: datetime.datetime
) -> Alliance:
    """Let the members read the whole grid, or keep it between facilitators; twice is once."""
    alliance = lock_alliance(alliance)
    require(can_share_grid(by, alliance))
    if alliance.is_grid_shared != is_shared:
        Alliance.objects.filter(pk=alliance.pk).update(is_grid_shared=is_shared)
        alliance.is_grid_shared = is_shared
        write(alliance, "grid-shared" if is_shared else "grid-kept", by=by, now=now)
    return alliance
