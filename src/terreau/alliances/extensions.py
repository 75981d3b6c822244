"""Let the domains above add pages to the rail of an alliance, cards to its overview, things to do.

A domain above calls, in its `AppConfig.ready`::

    register_rail("dialogue", _("Dialogue"), "dialogues:hub", after="challenges")
    register_card("dialogue", dialogue_card, order=20)
    register_waits("dialogue", waits_of_dialogue)

The fragment finds the context of its card under `here`.

where `dialogue_card(request, alliance)` returns a `Card`, or None when there is nothing to show,
and `waits_of_dialogue(posture, alliance, today)` returns a list of `Wait`; each with a number of
queries that does not depend on the rows.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Expression
from django.http import HttpRequest
from django.utils.functional import Promise

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance


@dataclass(frozen=True)
class RailDoor:
    """A page of an alliance that a domain above brings."""

    key: str
    label: str | Promise
    url_name: str
    after: str
    is_inside: bool  # shown to the members only


@dataclass(frozen=True)
class Card:
    """One card of the overview: its title and the fragment that fills it."""

    title: str
    template: str
    context: Mapping[str, Any]


CardBuilder = Callable[[HttpRequest, Alliance], Card | None]
WaitsBuilder = Callable[[Posture, Alliance, datetime.date], Sequence[Any]]
_doors: dict[str, RailDoor] = {}
_cards: dict[str, tuple[int, CardBuilder]] = {}
_waits: dict[str, tuple[WaitsBuilder, tuple[str, ...]]] = {}
_notes: dict[str, Expression] = {}


def register_rail(
    key: str, label: str | Promise, url_name: str, *, after: str, is_inside: bool = False
) -> None:
    """Add a page to the rail of every alliance; the same key replaces."""
    _doors[key] = RailDoor(key, label, url_name, after, is_inside)


def rail_doors() -> list[RailDoor]:
    """The pages of the domains above, in the order in which they were declared."""
    return list(_doors.values())


def register_card(key: str, build: CardBuilder, *, order: int = 50) -> None:
    """Add a card to the overview of every alliance; the same key replaces."""
    _cards[key] = (order, build)


def cards_of_overview(request: HttpRequest, alliance: Alliance) -> list[Card]:
    """Build the cards of the domains above, in their order."""
    ordered = sorted(_cards.items(), key=lambda item: (item[1][0], item[0]))
    built = (build(request, alliance) for _key, (_order, build) in ordered)
    return [card for card in built if card]


def register_note(name: str, expression: Expression) -> None:
    """Note something beside an alliance in the query that fetches it, so that none is lost."""
    _notes[name] = expression


def notes_above() -> dict[str, Expression]:
    """What the domains above have noted beside an alliance."""
    return dict(_notes)


def register_waits(key: str, build: WaitsBuilder, *, kinds: Sequence[str] = ()) -> None:
    """Add what an instrument waits for to the « à faire » of the overview.

    `kinds` are the natures of the inbox that count at least all of it: where the person has
    nothing of them anywhere, this instrument is not asked.
    """
    _waits[key] = (build, tuple(kinds))


def waits_above(
    posture: Posture | None,
    alliance: Alliance,
    today: datetime.date,
    counts: Mapping[str, int],
) -> list[Any]:
    """Gather what the domains above wait for from a posture; nothing for a passer-by."""
    if not posture:
        return []
    asked = [
        build
        for build, kinds in _waits.values()
        if not kinds or any(counts.get(kind) for kind in kinds)
    ]
    return [wait for build in asked for wait in build(posture, alliance, today)]
