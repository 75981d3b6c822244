"""Let the domains above propose whom to write to.

A domain above calls, in its `AppConfig.ready`::

    register_selection("alliance", Selection(_("les membres d’une alliance"), choices, members))

where `choices(person)` lists `(key, label)` and `members(person, key)` gives the organisations, or
None when this person may not use that key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from terreau.accounts.models import Person
from terreau.actors.models import Organisation


@dataclass(frozen=True)
class Selection:
    """One way of choosing organisations, by a key."""

    label: Any
    choices: Callable[[Person], list[tuple[str, str]]]
    organisations: Callable[[Person, str], QuerySet[Organisation] | None]


@dataclass(frozen=True)
class Choice:
    """One selection that this person may take."""

    value: str
    label: str


_selections: dict[str, Selection] = {}


def register_selection(name: str, selection: Selection) -> None:
    """Add a way of choosing; the same name replaces."""
    _selections[name] = selection


def selection_choices(person: Person) -> list[Choice]:
    """Every selection that this person may take, in the order of the domains."""
    return [
        Choice(f"{name}:{key}", f"{label} ({selection.label})")
        for name, selection in sorted(_selections.items())
        for key, label in selection.choices(person)
    ]


def selected(person: Person, value: str) -> tuple[QuerySet[Organisation], str] | None:
    """The organisations of a selection and its label, or None when it is not this person's."""
    name, _colon, key = value.partition(":")
    selection = _selections.get(name)
    labels = dict(selection.choices(person)) if selection else {}
    if key not in labels:
        return None
    found = selection.organisations(person, key)
    return None if found is None else (found, f"{labels[key]} ({selection.label})")
