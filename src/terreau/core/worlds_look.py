"""Give each world one colour and one shape, the same on every page and picture."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


@dataclass(frozen=True, slots=True)
class WorldLook:
    """A world as people see it: a word, a colour class and a shape drawn in a 10 × 10 box."""

    key: str
    word: str
    counted: str
    path: str

    @property
    def css(self) -> str:
        """The class that carries the colour (`.w-…` in the stylesheet)."""
        return f"w-{self.key.replace('_', '-')}"

    def count_words(self, count: int) -> str:
        """Say « 4 publics », in the singular when there is one."""
        return str(self.counted % {"count": count})


def _look(key, word, counted, path):
    return WorldLook(key, word, counted, path)


LOOKS: dict[str, WorldLook] = {
    look.key: look
    for look in (
        _look(
            "public",
            _("Public"),
            ngettext_lazy("%(count)s public", "%(count)s publics", "count"),
            "M1.5.5h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z",
        ),
        _look(
            "economic",
            _("Économique"),
            ngettext_lazy("%(count)s économique", "%(count)s économiques", "count"),
            "M5 .4 9.8 9.4H.2z",
        ),
        _look(
            "general_interest",
            _("Intérêt général"),
            ngettext_lazy("%(count)s d’intérêt général", "%(count)s d’intérêt général", "count"),
            "M5 .3a4.7 4.7 0 1 1 0 9.4 4.7 4.7 0 0 1 0-9.4z",
        ),
        _look(
            "academic",
            _("Académique"),
            ngettext_lazy("%(count)s académique", "%(count)s académiques", "count"),
            "M5 0l5 5-5 5-5-5z",
        ),
        _look(
            "media",
            _("Médias"),
            ngettext_lazy("%(count)s média", "%(count)s médias", "count"),
            "M3.4.4h3.2v3h3v3.2h-3v3H3.4v-3h-3V3.4h3z",
        ),
        _look(
            "expert",
            _("Experts"),
            ngettext_lazy("%(count)s expert", "%(count)s experts", "count"),
            "M.2.6h9.6L5 9.6z",
        ),
        _look(
            "inhabitant",
            _("Habitants"),
            ngettext_lazy("%(count)s habitant", "%(count)s habitants", "count"),
            "M5 .1 9.9 3.8 8 9.6H2L.1 3.8z",
        ),
    )
}
UNKNOWN_LOOK = WorldLook(
    "unknown",
    _("Monde inconnu"),
    ngettext_lazy("%(count)s de monde inconnu", "%(count)s de monde inconnu", "count"),
    "M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8zm0 1.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
)


def world_look(key: str) -> WorldLook:
    """Find the look of a world; an unknown key has its own, never another world's."""
    return LOOKS.get(str(key), UNKNOWN_LOOK)


def world_symbol(key: str) -> SafeString:
    """Draw the shape alone, coloured by the class of what contains it."""
    return format_html(
        '<svg class="world-shape" viewBox="0 0 10 10" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        world_look(key).path,
    )
