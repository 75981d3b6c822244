"""« La toile » of an alliance or of a territory: the picture, and who is linked with whom."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.core.formats import format_long_date
from terreau.core.pictures import Picture
from terreau.core.worlds_look import LOOKS
from terreau.fabric.bridge.figures import divide
from terreau.fabric.exchange.writing import EXPORTS
from terreau.fabric.forms.filters import FabricFilterForm
from terreau.fabric.gathering import gather
from terreau.fabric.models import NetworkLayout
from terreau.fabric.networks import Network, Node, linked_only, restricted
from terreau.fabric.permissions import can_bring_network, can_take_wave
from terreau.fabric.pictures.legend import kind_legend
from terreau.fabric.pictures.web import draw_web
from terreau.fabric.scenes import (
    MOST_SPOTS,
    groups_scene,
    names_of_groups,
    places_as_groups,
    web_scene,
)
from terreau.fabric.scopes import Scope
from terreau.fabric.summaries import key_figures, years_of
from terreau.fabric.views.access import fabric_frame, fetch_scope, stands_inside


@login_not_required
@require_safe
def web(request: HttpRequest, **whose: str) -> HttpResponse:
    """Draw the network of the day, whole, or by groups when it is large."""
    scope = fetch_scope(request, **whose)
    is_inside = stands_inside(request, scope)
    form = FabricFilterForm(request.GET, today=timezone.localdate(), is_inside=is_inside)
    network = gather(scope, is_inside=is_inside, on=form.on, kinds=form.chosen)
    shown = _Shown(request, scope, network, form)
    context = fabric_frame(request, scope, "of", _("Toile")) | {
        "form": form,
        "is_inside": is_inside,
        "network": network,
        "picture": shown.picture(),
        "group": shown.group_name,
        "is_grouped": shown.is_grouped,
        "by_place": shown.by_place,
        "is_large": len(network.nodes) > MOST_SPOTS,
        "kinds": [kind_legend(kind) for kind in form.kinds],
        "worlds": [key for key in LOOKS if any(node.world == key for node in network.nodes)],
        "figures": key_figures(network),
        "years": years_of(network, form.on),
        "may_take": can_take_wave(request.posture, scope),
        "may_bring": can_bring_network(request.posture, scope),
        "exports": [(name, scope.url("export", name)) for name in EXPORTS],
        "figures_url": scope.url("figures"),
        "query": form.query,
    }
    return render(request, "fabric/web.html", context)


class _Shown:
    """Which picture of a network is shown: all of it, its groups, or one of them."""

    def __init__(
        self, request: HttpRequest, scope: Scope, network: Network, form: FabricFilterForm
    ) -> None:
        self._scope, self._form = scope, form
        self._linked = linked_only(network)
        self._whole = network
        self.group_name = ""
        self.by_place = request.GET.get("par") == "lieu"
        asked, wants_all = request.GET.get("groupe", ""), "tout" in request.GET
        is_large = len(self._linked.nodes) > MOST_SPOTS
        self.is_grouped = (is_large or self.by_place) and not wants_all and not asked
        if asked:
            self._open(asked)

    def _groups(self) -> tuple[list[int], dict[int, str]]:
        if self.by_place:
            return places_as_groups(self._linked)
        groups, _agreement = divide(self._linked)
        return groups, names_of_groups(groups)

    def _open(self, asked: str) -> None:
        groups, names = self._groups()
        if not asked.isdecimal() or int(asked) not in names:
            raise Http404
        chosen = int(asked)
        self.group_name = names[chosen]
        self._whole = restricted(self._linked, [group == chosen for group in groups])

    def picture(self) -> Picture | None:
        """Draw it; nothing when nobody is linked."""
        if not self._whole.links:
            return None
        title = _("La toile de %(name)s au %(date)s") % {
            "name": self._scope.name,
            "date": format_long_date(self._form.on),
        }
        if self.is_grouped:
            groups, names = self._groups()
            scene = groups_scene(self._linked, groups, names, title=title, address=self._group_url)
            return draw_web(scene)
        previous = kept_places(self._scope)
        return draw_web(web_scene(self._whole, previous, title=title, address=self._node_url))

    def _group_url(self, group: int) -> str:
        chosen = {"groupe": group} | ({"par": "lieu"} if self.by_place else {})
        query = "&".join(filter(None, (self._form.query, urlencode(chosen))))
        return f"{self._scope.url()}?{query}"

    def _node_url(self, node: Node) -> str:
        return f"{self._scope.url('without')}?{urlencode({'organisation': node.uuid})}"


def kept_places(scope: Scope) -> dict:
    """Where the organisations of a scope were last drawn."""
    kept = NetworkLayout.objects.filter(**scope.columns).values_list("positions", flat=True)
    return kept.first() or {}
