"""The list of actors."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.filter_chips import chips_of, filters_kept
from terreau.actors.forms import DirectoryForm
from terreau.actors.models import SavedView
from terreau.actors.permissions import can_create_organisation, can_import_organisations
from terreau.actors.search.listing import compose_listing
from terreau.territories.picker import Picker


@login_not_required
def list_organisations(request: HttpRequest) -> HttpResponse:
    """Show the sheets this person may see, filtered and sorted; a slice while one types."""
    form = DirectoryForm(request.GET)
    listing = compose_listing(form.filters(localdate()), request.user, request.GET.get("page"))
    context = {
        **directory_frame(request, form, listing.by_world, tab="list"),
        "listing": listing,
        "page": listing.page,
        "may_import": can_import_organisations(request.user),
    }
    if request.htmx and not request.htmx.boosted:
        response = render(request, "actors/_results.html", context)
        # The address that one shares says what is filtered, not the fields left blank.
        response["HX-Push-Url"] = "?".join(filter(None, (request.path, context["kept"])))
        return response
    context["views"] = list(SavedView.objects.kept_by(request.user))
    return render(request, "actors/list.html", context)


def directory_frame(
    request: HttpRequest, form: DirectoryForm, by_world: dict[str, int], *, tab: str
) -> dict[str, Any]:
    """What the list and the map share: the filters, what is in use, the worlds, the two tabs."""
    kept = filters_kept(request.GET)
    suffix = f"?{kept}" if kept else ""
    return {
        "form": form,
        "picker": picker_of(form),
        "chips": chips_of(form, request.GET),
        "worlds": _worlds(request, form, by_world),
        "kept": kept,
        "tabs": [
            (_("Liste"), f"{reverse('actors:list')}{suffix}", tab == "list"),
            (_("Carte"), f"{reverse('actors:map')}{suffix}", tab == "map"),
        ],
        "may_create": can_create_organisation(request.user),
    }


def picker_of(form: DirectoryForm) -> Picker:
    """The territories of the form, without reading them a second time."""
    typed = form.data.get("t-q", "").strip() if not form.territories else ""
    return Picker("t", typed, form.territories, [], False, "", None)


def _worlds(request: HttpRequest, form: DirectoryForm, counts: dict[str, int]) -> list[dict]:
    """Count each world under the other filters, so that a click never leads to nothing."""
    chosen = form.values.get("world", "")
    query = request.GET.copy()
    query.pop("page", None)
    worlds = []
    for world in ORGANISATION_WORLDS:
        query["world"] = "" if world.value == chosen else world.value
        worlds.append(
            {
                "world": world.value,
                "count": counts.get(world.value, 0),
                "url": f"?{query.urlencode()}",
                "is_chosen": world.value == chosen,
            }
        )
    return worlds
