"""Let the domains above show and export what they know of a person, without being imported.

Each domain registers in its `AppConfig.ready`; registering the same name twice replaces it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class AccountSection:
    """A card of « Mon compte »: `template_name` is included with `section.context`."""

    title: str
    template_name: str
    context: Mapping[str, Any] = field(default_factory=dict)


SectionMaker = Callable[[HttpRequest], AccountSection | None]
DataMaker = Callable[[Any], Any]

_sections: dict[str, SectionMaker] = {}
_personal_data: dict[str, DataMaker] = {}
_link_purposes: dict[str, str | Promise] = {}
Silence = Callable[[Iterable[str]], set[str]]
_silences: dict[str, Silence] = {}


def register_account_section(make: SectionMaker) -> None:
    """Add a card to « Mon compte »; `make(request)` answers None when it has nothing to show."""
    _sections[f"{make.__module__}.{make.__qualname__}"] = make


def account_sections(request: HttpRequest) -> list[AccountSection]:
    """The cards of the other domains, in the order they registered."""
    made = (make(request) for make in _sections.values())
    return [section for section in made if section is not None]


def register_personal_data(name: str, collect: DataMaker) -> None:
    """Add a chapter to the export of a person's own data; `collect(person)` gives plain values."""
    _personal_data[name] = collect


def personal_data(person) -> dict[str, Any]:
    """All that the instance knows of a person, by chapter."""
    return {name: collect(person) for name, collect in _personal_data.items()}


def register_link_purpose(purpose: str, label: str | Promise) -> None:
    """Say in words what the links of a purpose open."""
    _link_purposes[purpose] = label


def link_purpose_label(purpose: str) -> str:
    """Name what a link opens."""
    return str(_link_purposes.get(purpose, purpose))


def register_silence(name: str, find: Silence) -> None:
    """Say which of some addresses asked for no message; `find(addresses)`."""
    _silences[name] = find


def silenced_addresses(addresses: Iterable[str]) -> set[str]:
    """Those among these addresses to which nothing is sent."""
    asked = list(addresses)
    return {address for find in _silences.values() for address in find(asked)}
