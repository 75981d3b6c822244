"""An alliance in one glance: worlds, perimeter, path, matrix and the latest pages."""

from django.db.models import prefetch_related_objects

from terreau.alliances.directory import card_of
from terreau.alliances.models import Alliance
from terreau.alliances.pictures.cards import matrix_card, path_card
from terreau.alliances.reading import Reading, read_pages
from terreau.territories.kept_maps import perimeter_view

PAGES_SHOWN = 4


def portrait_of(
    alliance: Alliance, read: Reading, *, is_inside: bool, pages: int = PAGES_SHOWN
) -> dict:
    """Give the cards that the overview and the sheet to print share.

    The alliance was fetched with `loaded_at`, the day of the referential its map is drawn from.
    """
    prefetch_related_objects([alliance], "perimeter")
    units = list(alliance.perimeter.all())
    title = alliance.perimeter_label or alliance.name
    summary, drawn = perimeter_view(units, title, loaded_at=alliance.loaded_at)
    entries, steps = read_pages(alliance, is_inside=is_inside, latest=pages)
    return {
        "card": card_of(alliance, read.members),
        "summary": summary,
        "map": drawn,
        "path": path_card(alliance, steps=steps),
        "matrix": matrix_card(alliance, read),
        "entries": entries,
    }
