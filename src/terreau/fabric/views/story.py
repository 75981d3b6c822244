"""What an alliance rests on, and what was born of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.fabric.breath import read_breath
from terreau.fabric.forms.breath import USUAL, MonthsForm
from terreau.fabric.gathering import nodes_of
from terreau.fabric.genealogy import draw_lineage
from terreau.fabric.multiplication import measure
from terreau.fabric.multiplying import say_multiplication
from terreau.fabric.permissions import can_read_load
from terreau.fabric.scopes import Scope
from terreau.fabric.views.access import fabric_frame
from terreau.partnerships.lineage import lineage_of


@require_safe
def breath(request: HttpRequest, slug: str) -> HttpResponse:
    """Show on whom the work rests and what has gone quiet: organisations, never persons."""
    scope = Scope(alliance=fetch_alliance(request, slug))
    require(can_read_load(request.posture, scope.alliance))
    form = MonthsForm(request.GET or {"mois": USUAL})
    today = timezone.localdate()
    nodes = nodes_of(scope, is_inside=True)
    read = read_breath(scope.alliance, nodes, months=form.months, today=today)
    context = fabric_frame(request, scope, "breath", _("Souffle")) | {
        "form": form,
        "months": form.months,
        "breath": read,
    }
    return render(request, "fabric/breath.html", context)


@login_not_required
@require_safe
def genealogy(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw what was born of what; members also read what became of those who met."""
    scope = Scope(alliance=fetch_alliance(request, slug))
    lineage = lineage_of(scope.alliance, person=request.user)
    is_inside = bool(can_read_inside(request.posture, scope.alliance))
    context = fabric_frame(request, scope, "genealogy", _("Généalogie")) | {
        "lineage": lineage,
        "picture": draw_lineage(lineage, scope.alliance) if len(lineage.nodes) > 1 else None,
        "told": _multiplication(scope.alliance) if is_inside else None,
    }
    return render(request, "fabric/genealogy.html", context)


def _multiplication(alliance: Alliance):
    found = measure(alliance, today=timezone.localdate())
    keys = {key for one in found.without for key in one.pair}
    names = dict(Organisation.objects.filter(pk__in=keys).order_by().values_list("pk", "name"))
    return say_multiplication(found, names)
