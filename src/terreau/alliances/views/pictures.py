"""The path and the matrix of an alliance, each on its page."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from terreau.alliances.bridge.coverage import CoverageRows, read_coverage
from terreau.alliances.forms.matrix import VIEWS, CoverageFilterForm
from terreau.alliances.models import PhaseSpan
from terreau.alliances.permissions_path import can_edit_path
from terreau.alliances.pictures import matrix_words as words
from terreau.alliances.pictures.cards import path_card
from terreau.alliances.pictures.matrix import grid_by_member, grid_by_territory, grid_by_world
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance

GRIDS = {"mondes": grid_by_world, "territoires": grid_by_territory, "membres": grid_by_member}
FILTERS = ("monde", "domaine", "territoire")


@login_not_required
def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who acts on what and where, and where nobody does yet."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "matrix", _("Matrice"))
    rows = read_coverage(alliance)
    form = CoverageFilterForm(
        request.GET, worlds=rows.worlds, domains=rows.domains, units=rows.units
    )
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name, "") for name in FILTERS}
    view = form.cleaned_data.get("vue") or "mondes"
    if view == "membres" and not frame["is_inside"]:
        view = "mondes"
    context = frame | {
        "form": form,
        "view": view,
        "views": _views(view, chosen, frame["is_inside"]),
        "is_filtering": any(chosen.values()),
        "is_empty": not rows.domains,
        **_read(rows, view, chosen),
    }
    return render(request, "alliances/matrix.html", context)


def _read(rows: CoverageRows, view: str, chosen: dict[str, str]) -> dict:
    face = rows.slice(
        world=chosen["monde"], domain=chosen["domaine"], territory=chosen["territoire"]
    )
    by_territory = view == "territoires"
    return {
        "grid": GRIDS[view](rows, face),
        "holes": words.say_holes(rows, face, by_territory=by_territory),
        "base": words.say_base(rows, face, by_territory=by_territory),
        "worlds": words.say_worlds(face),
        "isolated": words.say_isolated(rows, face),
    }


def _views(view: str, chosen: dict[str, str], is_inside: bool) -> list[tuple[str, str, bool]]:
    """List the tabs; who belongs to the alliance is not told to a passer-by."""
    kept = {name: value for name, value in chosen.items() if value}
    return [
        (str(label), "?" + urlencode({"vue": key, **kept}), key == view)
        for key, label in VIEWS
        if key != "membres" or is_inside
    ]


@login_not_required
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the phases of the alliance on their years."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "path", _("Chemin"))
    card = path_card(alliance, is_inside=frame["is_inside"])
    context = frame | {
        "card": card,
        "phases": PhaseSpan.objects.filter(alliance=alliance).order_by("starts_on", "pk"),
        "may_edit": can_edit_path(request.posture, alliance),
    }
    return render(request, "alliances/path.html", context)
