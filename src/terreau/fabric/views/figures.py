"""The figures of a network, each with its meaning and its base."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.fabric.forms.filters import FabricFilterForm
from terreau.fabric.gathering import gather
from terreau.fabric.keeping import HEAVY, figures_of
from terreau.fabric.models import NetworkWave
from terreau.fabric.permissions import can_read_waves, can_take_wave
from terreau.fabric.reading import read_figures
from terreau.fabric.scopes import Scope
from terreau.fabric.views.access import fabric_frame, fetch_scope, stands_inside


@login_not_required
@require_safe
def figures(request: HttpRequest, **whose: str) -> HttpResponse:
    """Compute the figures of the day; those of a large network are read in its last wave."""
    scope = fetch_scope(request, **whose)
    is_inside = stands_inside(request, scope)
    form = FabricFilterForm(request.GET, today=timezone.localdate(), is_inside=is_inside)
    network = gather(scope, is_inside=is_inside, on=form.on, kinds=form.chosen)
    is_heavy = len(network.nodes) > HEAVY
    told = figures_of(network) if network.links and not is_heavy else None
    wave = _last_wave(request, scope) if is_heavy else None
    context = fabric_frame(request, scope, "figures", _("Chiffres")) | {
        "form": form,
        "is_inside": is_inside,
        "network": network,
        "read": read_figures(told, {node.uuid: node for node in network.nodes}) if told else None,
        "is_heavy": is_heavy,
        "wave": wave,
        "wave_url": scope.url("wave", wave.uuid) if wave else "",
        "waves_url": scope.url("waves"),
        "may_take": can_take_wave(request.posture, scope),
        "query": form.query,
    }
    return render(request, "fabric/figures.html", context)


def _last_wave(request: HttpRequest, scope: Scope) -> NetworkWave | None:
    if not can_read_waves(request.posture, scope):
        return None
    waves = NetworkWave.objects.filter(**scope.columns).order_by("-on", "-pk")
    return waves.only("uuid", "on", "label").first()
