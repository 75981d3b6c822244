"""What every page shows around its content."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

THEMES = {"auto": _("comme l’appareil"), "light": _("clair"), "dark": _("sombre")}
THEME_COOKIE = "terreau_theme"
# When the sheet of the dark counts: never on paper, never for somebody who chose the light.
NIGHT_MEDIA = {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen", "light": ""}

# A section enters the navigation the day its address exists.
SECTIONS = (
    (_("Territoires"), "territories:home"),
    (_("Acteurs"), "actors:list"),
    (_("Alliances"), "alliances:list"),
    (_("Expériences"), "experiments:list"),
    (_("Réseau"), "fabric:home"),
    (_("Observatoire"), "observatory:home"),
)


@dataclass(frozen=True)
class NavigationItem:
    """A section of the product and whether the page is inside it."""

    label: str
    url: str
    is_current: bool


def address_of(name: str, *args) -> str:
    """Give the address of a view, or nothing when the installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def navigation(path: str) -> list[NavigationItem]:
    """List the sections which exist."""
    found = ((label, address_of(name)) for label, name in SECTIONS)
    return [NavigationItem(label, url, path.startswith(url)) for label, url in found if url]


def chosen_theme(request) -> str:
    """Read the reader's choice: « auto » follows the device."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def frame(request):
    """Give the frame its navigation, its theme and its addresses."""
    theme = chosen_theme(request)
    return {
        "frame": {
            "navigation": navigation(request.path),
            "theme": theme,
            "night_media": NIGHT_MEDIA[theme],
            "themes": list(THEMES.items()),
            "languages": settings.LANGUAGES,
            "htmx_config": json.dumps(settings.HTMX_CONFIG),
            "search_text": request.GET.get("q", "") if request.path.endswith("/chercher/") else "",
            "posture_url": address_of("actors:posture"),
            "todo_url": address_of("portal:todo"),
            "account_url": address_of("accounts:profile"),
            "support_url": address_of("support:desk"),
            "hours_url": address_of("support:hours"),
        }
    }
