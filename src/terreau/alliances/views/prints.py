"""One A4 page that tells an alliance to whoever will never open the site."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.bridge.consent import consent_of
from terreau.alliances.directory import cards_of
from terreau.alliances.pictures.cards import matrix_card, path_card
from terreau.alliances.rail import alliance_frame
from terreau.alliances.story import entries_of
from terreau.alliances.views.access import fetch_alliance
from terreau.territories.perimeters import describe_perimeter
from terreau.territories.pictures import perimeter_map

PAGES_SHOWN = 5


@login_not_required
def print_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the question, the perimeter, the worlds, the objective, the pictures, the story."""
    alliance = fetch_alliance(request, slug)
    units = list(alliance.perimeter.all())
    frame = alliance_frame(request, alliance, "overview", _("Page à imprimer"))
    entries = entries_of(alliance, inside=frame["is_inside"])
    context = frame | {
        "card": cards_of([alliance])[0],
        "summary": describe_perimeter(units),
        "map": perimeter_map(units, title=alliance.perimeter_label or alliance.name),
        "consent": consent_of(alliance),
        "path": path_card(alliance),
        "matrix": matrix_card(alliance),
        "entries": entries[:PAGES_SHOWN],
        "today": timezone.localdate(),
        "address": request.build_absolute_uri(alliance.get_absolute_url()),
    }
    return render(request, "alliances/print.html", context)
