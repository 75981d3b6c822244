"""Read a timetable by round, by table and by person, in one query of its seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.folding import fold
from terreau.core.formats import format_number, format_percent
from terreau.events.models import EncounterPlan, EncounterSeat, Registration
from terreau.events.rounds import Round, rounds_of


@dataclass(frozen=True)
class RoundOfPlan:
    """One round: its hour and its tables, in their order."""

    round: Round
    tables: list[tuple[int, list[Registration]]]
    resting: list[Registration]


@dataclass(frozen=True)
class PersonOfPlan:
    """One person and their table in each round, None when they sit it out."""

    person: Registration
    tables: list[int | None]


@dataclass(frozen=True)
class Figure:
    """One figure of a plan, beside the best possible and what chance would give."""

    label: str
    value: str
    base: str


@dataclass(frozen=True)
class PlanRead:
    """A whole plan, ready to show or to print."""

    rounds: list[RoundOfPlan]
    people: list[PersonOfPlan]
    tables: list[tuple[int, list[RoundOfPlan]]]


def read_plan(plan: EncounterPlan) -> PlanRead:
    """Read the seats of a plan, once."""
    rows = EncounterSeat.objects.filter(plan=plan).select_related("registration__organisation")
    seats = list(rows.order_by("round", "table", "pk"))
    everybody = {seat.registration_id: seat.registration for seat in seats}
    away = plan.figures.get("away", {})
    turns = [
        _round(turn, seats, everybody, set(away.get(str(turn.number), [])))
        for turn in rounds_of(plan)
    ]
    numbers = sorted({seat.table for seat in seats})
    return PlanRead(turns, _people(seats, everybody, plan), [(n, turns) for n in numbers])


def _round(
    turn: Round, seats: Sequence[EncounterSeat], everybody: dict, away: set[int]
) -> RoundOfPlan:
    tables: dict[int, list[Registration]] = {}
    for seat in seats:
        if seat.round == turn.number:
            tables.setdefault(seat.table, []).append(seat.registration)
    seated = {one.pk for some in tables.values() for one in some}
    # Whoever had left, or had not come yet, does not rest.
    resting = [one for key, one in everybody.items() if key not in seated | away]
    return RoundOfPlan(
        turn,
        [(number, _by_name(some)) for number, some in sorted(tables.items())],
        _by_name(resting),
    )


def _people(seats: Sequence[EncounterSeat], everybody: dict, plan) -> list[PersonOfPlan]:
    places = {(seat.registration_id, seat.round): seat.table for seat in seats}
    numbers = range(1, plan.rounds + 1)
    return [
        PersonOfPlan(one, [places.get((one.pk, number)) for number in numbers])
        for one in _by_name(everybody.values())
    ]


def _by_name(people) -> list[Registration]:
    return sorted(people, key=lambda one: (fold(one.name), one.pk))


def figures_of(plan: EncounterPlan) -> list[Figure]:
    """Say how good a plan is: each figure with its bound and what chance gives."""
    told: dict[str, Any] = plan.figures.get("measured", {})
    if not told:
        return []
    people, pairs = told["people"], told["pairs"]
    met = _("sur %(rounds)d tours ; de %(least)d à %(most)d personnes rencontrées chacun")
    if told["fewest_met"] == told["most_met"]:
        met = _("sur %(rounds)d tours ; personnes rencontrées par chacun : %(most)d")
    met %= {"rounds": plan.rounds, "least": told["fewest_met"], "most": told["most_met"]}
    again = _("personne ne se retrouve deux fois à la même table qu’un autre")
    if told["repeats"]:
        again = _("au moins %(least)d avec ces tables") % {"least": told["fewest_repeats"]}
    return [
        Figure(_("personnes"), format_number(people), _("prises dans ce plan")),
        Figure(_("paires qui se rencontrent"), format_number(pairs), met),
        Figure(_("rencontres répétées"), format_number(told["repeats"]), again),
        _rate(_("paires de deux mondes"), told["mixing"]),
        _rate(_("paires qui ne se connaissaient pas"), told["novelty"]),
        _amount(_("besoins qui trouvent une offre"), told["complementarity"]),
    ]


def _rate(label: str, told: dict[str, float]) -> Figure:
    base = _("des paires ; au mieux %(bound)s ; au hasard %(random)s") % {
        "bound": format_percent(told["bound"]),
        "random": format_percent(told["random"]),
    }
    return Figure(label, format_percent(told["value"]), base)


def _amount(label: str, told: dict[str, float]) -> Figure:
    if not told["bound"]:
        return Figure(label, "0", _("personne n’a dit un besoin auquel un autre réponde"))
    base = _("au plus %(bound)s ; au hasard %(random)s") % {
        "bound": format_number(told["bound"], 1),
        "random": format_number(told["random"], 1),
    }
    return Figure(label, format_number(told["value"], 1), base)
