"""The list of actors."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.forms import DirectoryForm
from terreau.actors.models import Organisation
from terreau.actors.permissions import can_create_organisation, can_import_organisations

PAGE_SIZE = 30


@login_not_required
def list_organisations(request: HttpRequest) -> HttpResponse:
    """Show the sheets this person may see, filtered and sorted."""
    form = DirectoryForm(request.GET, label_suffix="")
    visible = Organisation.objects.visible_to(request.user)
    rows = form.order(form.narrow(visible)).select_related("place__departement")
    page = Paginator(rows.prefetch_related("domains"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "actors/list.html",
        {
            "form": form,
            "page": page,
            "worlds": _count_by_world(request, form, visible),
            "may_import": can_import_organisations(request.user),
            "may_create": can_create_organisation(request.user),
        },
    )


def _count_by_world(request: HttpRequest, form: DirectoryForm, visible) -> list[dict]:
    """Count each world under the other filters, so that a click never leads to nothing."""
    counted = form.narrow(visible, with_world=False).order_by().values_list("world")
    counts = dict(counted.annotate(Count("pk")))
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
