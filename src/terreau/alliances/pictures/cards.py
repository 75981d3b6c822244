"""The two pictures as cards, for the overview and the sheet to print."""

from django.urls import reverse
from django.utils import timezone

from terreau.alliances.bridge.coverage import read_coverage
from terreau.alliances.models import Alliance
from terreau.alliances.pictures.matrix import grid_by_world
from terreau.alliances.pictures.matrix_words import say_base, say_holes, say_worlds
from terreau.alliances.pictures.path import draw_path, story_of


def path_card(alliance: Alliance, *, is_inside: bool = False) -> dict:
    """Give the path as `_path_card.html` shows it; no picture before the first phase."""
    story = story_of(alliance, is_inside=is_inside)
    is_begun = story.lanes or story.steps
    return {
        "picture": draw_path(story, today=timezone.localdate()) if is_begun else None,
        "url": reverse("alliances:path", args=[alliance.slug]),
    }


def matrix_card(alliance: Alliance) -> dict:
    """Give the matrix of worlds as `_matrix_card.html` shows it, in four queries."""
    rows = read_coverage(alliance, with_territories=False)
    face = rows.slice()
    return {
        "grid": grid_by_world(rows, face, only_shared=True) if rows.domains else None,
        "holes": say_holes(rows, face),
        "base": say_base(rows, face),
        "worlds": say_worlds(face),
        "url": reverse("alliances:matrix", args=[alliance.slug]),
    }
