"""Let the domains above add their part to the page of a territory.

A domain calls `register_section("actors", _("Acteurs"), "actors/_territory.html", actors_here)` in
its `AppConfig.ready`; the function receives the request and the territory and returns the context
of its template, or None to show nothing. Sections stand in the order of their ranks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from terreau.territories.models import Territory

Compose = Callable[[HttpRequest, Territory], dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """One part of the page: its title, who fills it, with which template, where it stands."""

    name: str
    title: Any
    template: str
    compose: Compose
    rank: int


_sections: dict[str, Section] = {}


def register_section(
    name: str, title: Any, template: str, compose: Compose, *, rank: int = 50
) -> None:
    """Declare a section; declaring it again replaces it."""
    _sections[name] = Section(name, title, template, compose, rank)


def render_sections(request: HttpRequest, territory: Territory) -> list[tuple[str, SafeString]]:
    """Render each section that has something to say, with its title."""
    rendered = []
    for section in sorted(_sections.values(), key=lambda section: (section.rank, section.name)):
        context = section.compose(request, territory)
        if context is not None:
            context = {"territory": territory, **context}
            body = render_to_string(section.template, context, request=request)
            rendered.append((str(section.title), body))
    return rendered
