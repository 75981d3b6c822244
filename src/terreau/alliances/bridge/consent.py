"""Answers of members as values of the engine, organisations and inhabitants apart (R8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from terreau.alliances.models import Alliance, Objective
from terreau.alliances.reading import MemberRow, read_members
from terreau_engine.consent import ConsentTally, tally_consent


@dataclass(frozen=True)
class ConsentView:
    """One version of the objective and the two tallies; inhabitants are never named."""

    objective: Objective
    organisations: ConsentTally
    inhabitants: ConsentTally
    silent_names: tuple[str, ...]


def current_objective(alliance: Alliance) -> Objective | None:
    """Find the version of today."""
    return Objective.objects.filter(alliance=alliance).order_by("-number").first()


def consent_of(alliance: Alliance, objective: Objective | None = None) -> ConsentView | None:
    """Tally a version (the current one by default) over the members of today, in two queries."""
    objective = objective or current_objective(alliance)
    if objective is None:
        return None
    return consent_on(objective, read_members(alliance, objective))


def consent_on(objective: Objective, members: Sequence[MemberRow]) -> ConsentView:
    """Tally a version over members who were read with their answers to it."""
    organisations = {str(row.pk): row.answer for row in members if row.name is not None}
    inhabitants = {str(row.pk): row.answer for row in members if row.name is None}
    return ConsentView(
        objective,
        tally_consent(organisations),
        tally_consent(inhabitants),
        tuple(row.name for row in members if row.name is not None and row.answer is None),
    )
