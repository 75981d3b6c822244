"""The rounds of one person: which table, and with whom."""

from dataclasses import dataclass

from terreau.events.enums import PlanState
from terreau.events.models import EncounterPlan, EncounterSeat, Registration
from terreau.events.rounds import Round, rounds_of


@dataclass(frozen=True)
class Turn:
    """One round of one person; without table, they sit this one out."""

    round: Round
    table: int | None
    mates: list[Registration]


def own_programme(registration: Registration) -> list[Turn]:
    """Give the rounds of somebody in the plan in force, in two queries."""
    plan = EncounterPlan.objects.filter(
        event=registration.event_id, state=PlanState.CURRENT
    ).first()
    if plan is None:
        return []
    rows = EncounterSeat.objects.filter(plan=plan).select_related("registration__organisation")
    seats = list(rows.order_by("round", "table", "registration__name", "pk"))
    own = {seat.round: seat.table for seat in seats if seat.registration_id == registration.pk}
    if not own:
        return []
    return [
        Turn(turn, own.get(turn.number), _mates(seats, turn, own.get(turn.number), registration))
        for turn in rounds_of(plan)
    ]


def _mates(
    seats: list[EncounterSeat], turn: Round, table: int | None, registration: Registration
) -> list[Registration]:
    return [
        seat.registration
        for seat in seats
        if (seat.round, seat.table) == (turn.number, table)
        and seat.registration_id != registration.pk
    ]
