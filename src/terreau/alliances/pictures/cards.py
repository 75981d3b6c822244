"""The two pictures as cards, for the overview and the sheet to print."""

from django.urls import reverse
from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.alliances.pictures.path import draw_path, lanes_of


def path_card(alliance: Alliance) -> dict:
    """Give the path as `_path_card.html` shows it; no picture before the first phase."""
    lanes = lanes_of(alliance)
    return {
        "picture": draw_path(alliance, lanes, today=timezone.localdate()) if lanes else None,
        "url": reverse("alliances:path", args=[alliance.slug]),
    }


def matrix_card(alliance: Alliance) -> dict:
    """Give the matrix as `_matrix_card.html` shows it."""
    return {"matrix": None, "url": reverse("alliances:matrix", args=[alliance.slug])}
