"""Let the domains above add cards to the page of a partnership.

A domain above calls `register_section("support", build, order=50)` in its `AppConfig.ready`, where
`build(request, partnership)` returns a `Section`, or None when it has nothing to show, with a
number of queries that does not depend on the rows.
"""

from collections.abc import Callable

from django.http import HttpRequest

from terreau.actors.extensions import Section
from terreau.partnerships.models import Partnership

SectionBuilder = Callable[[HttpRequest, Partnership], Section | None]
_builders: dict[str, tuple[int, SectionBuilder]] = {}


def register_section(key: str, build: SectionBuilder, *, order: int = 50) -> None:
    """Add a card to every partnership; the same key replaces."""
    _builders[key] = (order, build)


def sections_of(request: HttpRequest, partnership: Partnership) -> list[Section]:
    """Build the cards of the domains above, in their order."""
    ordered = sorted(_builders.items(), key=lambda item: (item[1][0], item[0]))
    built = (build(request, partnership) for _key, (_order, build) in ordered)
    return [section for section in built if section]
