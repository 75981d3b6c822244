"""« Et si elle s’arrêtait ? »"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.core.formats import format_long_date
from terreau.core.pictures import Picture
from terreau.fabric.forms.filters import FabricFilterForm
from terreau.fabric.gathering import gather
from terreau.fabric.leaving import Leaving, tell_leaving
from terreau.fabric.networks import Network
from terreau.fabric.pictures.web import draw_web
from terreau.fabric.scenes import web_scene
from terreau.fabric.scopes import Scope
from terreau.fabric.views.access import fabric_frame, fetch_scope, stands_inside
from terreau.fabric.views.web import kept_places


@login_not_required
@require_safe
def without(request: HttpRequest, **whose: str) -> HttpResponse:
    """Choose an organisation, and see before and after."""
    scope = fetch_scope(request, **whose)
    is_inside = stands_inside(request, scope)
    form = FabricFilterForm(request.GET, today=timezone.localdate(), is_inside=is_inside)
    network = gather(scope, is_inside=is_inside, on=form.on, kinds=form.chosen)
    asked = request.GET.get("organisation", "")
    if asked and asked not in network.places:
        raise Http404
    leaving = tell_leaving(network, asked) if asked else None
    linked = [
        (node, degree)
        for node, degree in zip(network.nodes, network.degrees, strict=True)
        if degree
    ]
    context = fabric_frame(request, scope, "without", _("Et si elle s’arrêtait ?")) | {
        "form": form,
        "choices": [node for node, _degree in linked],
        "busiest": sorted(linked, key=lambda one: -one[1])[:5],
        "asked": asked,
        "leaving": leaving,
        "pictures": _pictures(scope, leaving, form) if leaving else (),
        "on": form.on,
        "query": form.query,
    }
    return render(request, "fabric/without.html", context)


def _pictures(scope: Scope, leaving: Leaving, form: FabricFilterForm) -> list[Picture]:
    previous = kept_places(scope)
    words = {"name": leaving.node.name, "date": format_long_date(form.on)}
    before = web_scene(
        leaving.before,
        previous,
        title=_("La toile au %(date)s : en pointillés rouges, les liens de %(name)s") % words,
        address=lambda node: f"?organisation={node.uuid}",
        chosen=leaving.node.uuid,
        lost=leaving.lost,
    )
    drawn = [draw_web(before)]
    if leaving.after.links:
        # Nobody moves between both pictures: what is gone is what one sees.
        places = {
            node.uuid: (spot.x, -spot.y)
            for node, spot in zip(leaving.before.nodes, before.spots, strict=True)
        }
        drawn.append(_after(leaving.after, places, words))
    return drawn


def _after(network: Network, places: dict, words: dict[str, str]) -> Picture:
    scene = web_scene(
        network,
        places,
        title=_("La même toile sans %(name)s") % words,
        address=lambda node: f"?organisation={node.uuid}",
    )
    return draw_web(scene)
