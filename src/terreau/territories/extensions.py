"""Let the domains above add their part to the page of a territory.

A domain calls `register_section("actors", _("Acteurs"), "actors/_territory.html", actors_here)` in
its `AppConfig.ready`; the function receives the request and the territory and returns the context
of its template, or None to show nothing. Sections stand in the order of their ranks.

`register_follower(ask_for_rebuild)` calls a function at the end of each refresh of the referential,
in its transaction: what a domain above derived from the territories may have changed.
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
_followers: list[Callable[[], None]] = []


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


def register_follower(follow: Callable[[], None]) -> None:
    """Call a function after each refresh of the referential."""
    if follow not in _followers:
        _followers.append(follow)


def tell_followers() -> None:
    """Tell the domains above that territories may have changed."""
    for follow in _followers:
        follow()
