"""The network taken out as files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from terreau.fabric.exchange.writing import EXPORTS, write_network
from terreau.fabric.forms.filters import FabricFilterForm
from terreau.fabric.gathering import gather
from terreau.fabric.views.access import fetch_scope, stands_inside


@login_not_required
@require_safe
def export(request: HttpRequest, name: str, **whose: str) -> HttpResponse:
    """Give what the picture shows, under the same filters, to the same persons."""
    if name not in EXPORTS:
        raise Http404
    scope = fetch_scope(request, **whose)
    is_inside = stands_inside(request, scope)
    form = FabricFilterForm(request.GET, today=timezone.localdate(), is_inside=is_inside)
    network = gather(scope, is_inside=is_inside, on=form.on, kinds=form.chosen)
    rows = scope.organisations(is_inside=is_inside).exclude(siren="")
    # What an organisation keeps out of every public file stays out of this one.
    sirens = {
        str(uuid): siren
        for uuid, siren, withheld in rows.values_list("uuid", "siren", "withheld")
        if is_inside or "siren" not in withheld
    }
    about = {"name": scope.name, "on": form.on, "sirens": sirens}
    response = HttpResponse(write_network(name, network, about), content_type=EXPORTS[name])
    response["Content-Disposition"] = f'attachment; filename="{form.on:%Y-%m-%d}-{name}"'
    return response
