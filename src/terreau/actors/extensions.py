"""Let the domains above add to the sheet of an organisation what the actors cannot know.

A domain above calls, in its `AppConfig.ready`::

    register_section("alliances", alliances_of, order=10)
    register_note("has_memberships", Exists(…))
    register_editor_rule(facilitates_an_alliance_of)
    register_facilitator_rule(facilitates_an_alliance)

where `alliances_of(request, organisation)` returns a `Section`, or None when it has nothing to
show, with a number of queries that does not depend on the rows.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Expression
from django.http import HttpRequest
from django.utils.timezone import localdate

from terreau.accounts.models import Person
from terreau.actors.models import Organisation

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Section:
    """One card of the sheet: its title and the fragment that fills it."""

    title: str
    template: str
    context: Mapping[str, Any]


class SectionPoint(Generic[Thing]):
    """Where the domains above add their cards to the page of a thing."""

    def __init__(self) -> None:
        self._builders: dict[str, tuple[int, Callable[[HttpRequest, Thing], Section | None]]] = {}

    def register(
        self, key: str, build: Callable[[HttpRequest, Thing], Section | None], *, order: int = 50
    ) -> None:
        """Add a card to every such page; the same key replaces."""
        self._builders[key] = (order, build)

    def build(self, request: HttpRequest, thing: Thing) -> list[Section]:
        """Build the cards of the domains above, in their order."""
        ordered = sorted(self._builders.items(), key=lambda item: (item[1][0], item[0]))
        built = (build(request, thing) for _key, (_order, build) in ordered)
        return [section for section in built if section]


EditorRule = Callable[[Person, Organisation, datetime.date], bool]
FacilitatorRule = Callable[[Person, datetime.date], bool]
_on_sheet = SectionPoint[Organisation]()
register_section, sections_of = _on_sheet.register, _on_sheet.build
_notes: dict[str, Expression] = {}
_editor_rules: list[EditorRule] = []
_facilitator_rules: list[FacilitatorRule] = []


def register_note(name: str, expression: Expression) -> None:
    """Note something beside an organisation in the query that fetches its sheet.

    What a card would ask in a query of its own, where there is mostly nothing, is noted there.
    """
    _notes[name] = expression


def notes_above() -> dict[str, Expression]:
    """What the domains above have noted beside an organisation."""
    return dict(_notes)


def register_editor_rule(rule: EditorRule) -> None:
    """Let a domain above give more persons the right to edit a sheet."""
    if rule not in _editor_rules:
        _editor_rules.append(rule)


def may_edit_by_another_rule(
    person: Person, organisation: Organisation, today: datetime.date
) -> bool:
    """Ask the rules of the domains above."""
    return any(rule(person, organisation, today) for rule in _editor_rules)


def register_facilitator_rule(rule: FacilitatorRule) -> None:
    """Let a domain above say who is a « catalyseur »."""
    if rule not in _facilitator_rules:
        _facilitator_rules.append(rule)


def is_facilitator(person, *, today: datetime.date | None = None) -> bool:
    """Tell whether a person keeps the directory: staff, or a facilitator by the rules above."""
    if not getattr(person, "is_authenticated", False):
        return False
    day = today or localdate()
    return person.is_staff or any(rule(person, day) for rule in _facilitator_rules)
