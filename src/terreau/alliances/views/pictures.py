"""The path and the matrix of an alliance, each on its page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from terreau.alliances.pictures.cards import matrix_card, path_card
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance


@login_not_required
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who acts on what, and where nobody does yet."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "matrix", _("Matrice"))
    return render(request, "alliances/matrix.html", frame | {"card": matrix_card(alliance)})


@login_not_required
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the phases of the alliance on their years."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "path", _("Chemin"))
    return render(request, "alliances/path.html", frame | {"card": path_card(alliance)})
