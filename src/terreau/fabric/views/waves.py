"""Waves: the list, taking one, reading one beside another."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from terreau.core.formats import format_long_date
from terreau.core.models import Job
from terreau.core.verdicts import Refused, require
from terreau.fabric.actions.waves import take_wave
from terreau.fabric.forms.waves import WaveForm
from terreau.fabric.models import NetworkWave
from terreau.fabric.networks import Network
from terreau.fabric.permissions import can_read_waves, can_take_wave
from terreau.fabric.pictures.web import draw_web
from terreau.fabric.reading import read_figures
from terreau.fabric.scenes import MOST_SPOTS, web_scene
from terreau.fabric.scopes import Scope
from terreau.fabric.views.access import fabric_frame, fetch_scope
from terreau.fabric.views.web import kept_places
from terreau.fabric.waves import compare_two, read_wave


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def waves(request: HttpRequest, **whose: str) -> HttpResponse:
    """List the waves; a facilitator takes one."""
    scope = fetch_scope(request, **whose)
    require(can_read_waves(request.posture, scope))
    may_take = can_take_wave(request.posture, scope)
    today = timezone.localdate()
    form = WaveForm(request.POST or None, today=today)
    if request.method == "POST":
        require(may_take)
        if form.is_valid() and (answer := _take(request, scope, form)):
            return answer
    rows = NetworkWave.objects.filter(**scope.columns).defer("network", "figures")
    context = fabric_frame(request, scope, "waves", _("Vagues")) | {
        "form": form,
        "may_take": may_take,
        "rows": [(row, scope.url("wave", row.uuid)) for row in rows],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "fabric/waves.html", context, status=status)


def _take(request: HttpRequest, scope: Scope, form: WaveForm) -> HttpResponse | None:
    try:
        taken = take_wave(scope, by=request.posture, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error("on", str(refusal))
        return None
    if isinstance(taken, Job):
        return redirect("core:job", taken.pk)
    messages.success(request, _("La vague est prise. Elle ne changera plus."))
    return redirect(scope.url("wave", taken.uuid))


@login_not_required
@require_safe
def wave(request: HttpRequest, uuid: UUID, **whose: str) -> HttpResponse:
    """Read one wave, beside another when one is chosen."""
    scope = fetch_scope(request, **whose)
    require(can_read_waves(request.posture, scope))
    mine = NetworkWave.objects.filter(**scope.columns)
    found = get_object_or_404(mine, uuid=uuid)
    others = mine.exclude(pk=found.pk).only("uuid", "on", "label")
    network = read_wave(found)
    context = fabric_frame(request, scope, "waves", format_long_date(found.on)) | {
        "wave": found,
        "others": list(others),
        "asked": request.GET.get("avec", ""),
        "network": network,
        "read": read_figures(found.figures, {node.uuid: node for node in network.nodes}),
        "picture": _picture(scope, found, network),
        "comparison": None,
        "earlier": None,
        "later": None,
    }
    if other := _other(mine, found, request.GET.get("avec", "")):
        context |= _compared(found, network, other)
    return render(request, "fabric/wave.html", context)


def _other(mine, found: NetworkWave, asked: str) -> NetworkWave | None:
    try:
        wanted = UUID(asked)
    except ValueError:
        return None
    return mine.exclude(pk=found.pk).filter(uuid=wanted).first()


def _compared(found: NetworkWave, network: Network, other: NetworkWave) -> dict:
    pair = [(found, network), (other, read_wave(other))]
    (earlier, before), (later, after) = sorted(pair, key=lambda one: (one[0].on, one[0].pk))
    comparison = compare_two(earlier, later, (before, after))
    return {"comparison": comparison, "earlier": earlier, "later": later}


def _picture(scope: Scope, found: NetworkWave, network: Network):
    if not network.links or len(network.nodes) - network.alone > MOST_SPOTS:
        return None
    title = _("La toile de %(name)s au %(date)s") % {
        "name": scope.name,
        "date": format_long_date(found.on),
    }
    scene = web_scene(network, kept_places(scope), title=title, address=lambda node: node.url)
    return draw_web(scene)
