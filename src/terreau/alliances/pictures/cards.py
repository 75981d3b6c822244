"""The two pictures as cards, for the overview and the sheet to print."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from terreau.alliances.bridge.coverage import coverage_of
from terreau.alliances.models import Alliance, JournalEntry
from terreau.alliances.pictures.matrix import grid_by_world
from terreau.alliances.pictures.matrix_words import say_base, say_holes, say_worlds
from terreau.alliances.pictures.path import draw_path, story_of
from terreau.alliances.reading import Reading


def path_card(
    alliance: Alliance, *, is_inside: bool = False, steps: Iterable[JournalEntry] | None = None
) -> dict:
    """Give the path as `_path_card.html` shows it; no picture before the first phase."""
    story = story_of(alliance, is_inside=is_inside, steps=steps)
    is_begun = story.lanes or story.steps
    return {
        "picture": draw_path(story, today=timezone.localdate()) if is_begun else None,
        "url": reverse("alliances:path", args=[alliance.slug]),
    }


def matrix_card(alliance: Alliance, read: Reading) -> dict:
    """Give the matrix of worlds as `_matrix_card.html` shows it."""
    rows = coverage_of(alliance, read)
    face = rows.slice()
    return {
        "grid": grid_by_world(rows, face, only_shared=True) if rows.domains else None,
        "holes": say_holes(rows, face),
        "base": say_base(rows, face),
        "worlds": say_worlds(face),
        "url": reverse("alliances:matrix", args=[alliance.slug]),
    }
