"""From registrations to guests, from a timetable to seats: the only door to its engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.enums import ActorWorld
from terreau.actors.folding import fold
from terreau.actors.models import Resource
from terreau.actors.search.words import stem, words_of
from terreau.events.meetings import known_pairs
from terreau.events.models import EncounterPlan, EncounterSeat, Registration
from terreau_engine.errors import BadSeating, EngineRefusal
from terreau_engine.puzzle import (
    Guest,
    Timetable,
    TimetableOptions,
    replan,
    restore_timetable,
    timetable,
)

SHORTEST_WORD = 3


class NoTimetable(Exception):
    """No timetable can be made; the text says why and what to change, in full sentences."""


@dataclass(frozen=True)
class Seated:
    """What is written of a timetable: (round, table, registration) and its figures."""

    seats: list[tuple[int, int, int]]
    figures: dict[str, Any]


def seat_people(plan: EncounterPlan, registrations: Sequence[Registration]) -> Seated:
    """Compute the timetable of a plan for these people."""
    sides = tuple(plan.figures["params"].get("sides", ()))
    guests = read_guests(registrations, sides)
    _check(guests, plan, sides)
    options = _options(registrations, plan, is_two_sided=bool(sides))
    try:
        made = timetable(guests, plan.rounds, plan.table_size, options=options, seed=plan.seed)
    except EngineRefusal as error:
        raise NoTimetable(_impossible(error)) from error
    return _told(made)


def seat_again(
    plan: EncounterPlan,
    registrations: Sequence[Registration],
    *,
    from_round: int,
    absent: Iterable[int],
    newcomers: Iterable[int],
) -> Seated:
    """Compute the remaining rounds of a plan in force; the rounds already held stay."""
    sides = tuple(plan.figures["params"].get("sides", ()))
    guests = {guest.id: guest for guest in read_guests(registrations, sides)}
    seats = list(EncounterSeat.objects.filter(plan=plan).order_by("round", "table", "pk"))
    arriving = [guests[_key(pk)] for pk in newcomers if _key(pk) in guests]
    known = [one for one in guests.values() if one not in arriving]
    options = _options(registrations, plan, is_two_sided=bool(sides))
    away = {_key(pk) for pk in absent} & {one.id for one in known}
    try:
        held = restore_timetable(
            known, _tables(plan, seats), plan.table_size, options=options, seed=plan.seed
        )
        return _told(replan(held, away, from_round, arriving))
    except EngineRefusal as error:
        raise NoTimetable(_impossible(error)) from error


def read_guests(registrations: Sequence[Registration], sides: tuple[str, ...] = ()) -> list[Guest]:
    """Give each registration as a guest, its words and those of its sheet, in one query."""
    sheets = _words_of_sheets(registrations)
    return [_guest(one, sheets, sides) for one in registrations]


def _guest(one: Registration, sheets: Mapping[tuple[int, str], str], sides) -> Guest:
    world = one.organisation.world if one.organisation_id else _own_world(one)
    said = {
        side: f"{own} {sheets.get((one.organisation_id or 0, side), '')}"
        for side, own in (("offer", one.offers), ("need", one.needs))
    }
    return Guest(
        id=_key(one.pk),
        organisation=_organisation(one),
        world=world,
        side=world if world in sides else "",
        offers=_stems(said["offer"]),
        needs=_stems(said["need"]),
    )


def _own_world(one: Registration) -> str:
    # Whoever comes in their own name is an inhabitant; a sheet that is not recognised is unknown.
    return "" if one.organisation_name else ActorWorld.INHABITANT.value


def _organisation(one: Registration) -> str:
    if one.organisation_id:
        return f"o{one.organisation_id}"
    return f"n {fold(one.organisation_name)}" if one.organisation_name else ""


def _words_of_sheets(registrations: Sequence[Registration]) -> dict[tuple[int, str], str]:
    keys = {one.organisation_id for one in registrations if one.organisation_id}
    day = localdate(registrations[0].event.starts_at) if registrations else None
    rows = Resource.objects.filter(organisation__in=keys)
    told: dict[tuple[int, str], str] = {}
    if day:
        rows = rows.open_on(day)
    for key, side, title in rows.values_list("organisation", "direction", "title").order_by("pk"):
        told[key, side] = f"{told.get((key, side), '')} {title}"
    return told


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words_of(text) if len(word) >= SHORTEST_WORD)


def _options(
    registrations: Sequence[Registration], plan: EncounterPlan, *, is_two_sided: bool
) -> TimetableOptions:
    keys = {one.organisation_id for one in registrations if one.organisation_id}
    known = known_pairs(keys, localdate(plan.starts_at))
    weights = plan.figures["params"].get("weights", {})
    return TimetableOptions(
        known=frozenset((f"o{first}", f"o{second}") for first, second in known),
        two_sided=is_two_sided,
        **{name: float(weight) for name, weight in weights.items()},
    )


def _check(guests: Sequence[Guest], plan: EncounterPlan, sides: tuple[str, ...]) -> None:
    if len(guests) < 2:
        raise NoTimetable(
            _(
                "Il faut au moins deux personnes pour faire des tours : il y en a %(count)d. "
                "Ouvrez les inscriptions, ou choisissez « toutes les inscrites »."
            )
            % {"count": len(guests)}
        )
    for side in sides:
        if not any(one.side == side for one in guests):
            raise NoTimetable(
                _(
                    "Personne n’est inscrit d’un des deux côtés (%(side)s). Choisissez un autre "
                    "monde, ou laissez tout le monde se rencontrer."
                )
                % {"side": ActorWorld(side).label}
            )


def _impossible(error: EngineRefusal) -> str:
    if isinstance(error, BadSeating):
        return _(
            "Ces personnes ne tiennent pas à ces tables : il faut au moins une table pleine et un "
            "tour. Choisissez des tables plus petites, moins de tours, ou plus de monde."
        )
    return _(
        "Aucun plan ne répond à ces choix. Allégez-les : des tables plus petites, moins de tours, "
        "ou davantage de personnes."
    )


def _tables(plan: EncounterPlan, seats: Iterable[EncounterSeat]) -> list[list[list[str]]]:
    rounds: list[dict[int, list[str]]] = [{} for _n in range(plan.rounds)]
    for seat in seats:
        rounds[seat.round - 1].setdefault(seat.table, []).append(_key(seat.registration_id))
    return [[tables[number] for number in sorted(tables)] for tables in rounds]


def _told(made: Timetable) -> Seated:
    seats = [
        (one.number, number, int(name[1:]))
        for one in made.rounds
        for number, table in enumerate(one.tables, start=1)
        for name in table
    ]
    told = asdict(made.figures)
    told.pop("forbidden_met")
    told.pop("required_missed")
    return Seated(seats, told | {"people": len(made.people), "absent": len(made.absent)})


def _key(pk: int) -> str:
    return f"r{pk}"
