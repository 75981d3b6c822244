"""One A4 page that tells an alliance to whoever will never open the site."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.bridge.consent import consent_on, current_objective
from terreau.alliances.pictures.portrait import portrait_of
from terreau.alliances.rail import alliance_frame
from terreau.alliances.reading import read_alliance
from terreau.alliances.story import entries_of
from terreau.alliances.views.access import fetch_alliance
from terreau.territories.kept_maps import referential_day

PAGES_SHOWN = 3  # with the rest, what one A4 sheet holds


@login_not_required
def print_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the question, the perimeter, the worlds, the objective, the pictures, the story."""
    alliance = fetch_alliance(request, slug, loaded_at=referential_day())
    frame = alliance_frame(request, alliance, "overview", _("Page à imprimer"))
    objective = current_objective(alliance)
    read = read_alliance(alliance, objective=objective)
    context = frame | portrait_of(alliance, read, is_inside=frame["is_inside"])
    context |= {
        "consent": consent_on(objective, read.members) if objective else None,
        "entries": entries_of(alliance, inside=frame["is_inside"])[:PAGES_SHOWN],
        "today": timezone.localdate(),
        "address": request.build_absolute_uri(alliance.get_absolute_url()),
    }
    return render(request, "alliances/print.html", context)
