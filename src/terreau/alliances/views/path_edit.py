"""Date the path: add, change and remove a phase."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.actions.path import add_phase, edit_phase, remove_phase, seen_of
from terreau.alliances.forms.path import PhaseForm
from terreau.alliances.models import Alliance, PhaseSpan
from terreau.alliances.permissions_path import can_edit_path
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a phase."""
    alliance = fetch_alliance(request, slug)
    require(can_edit_path(request.posture, alliance))
    form = PhaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        add_phase(alliance, form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("La phase est sur le chemin."))
        return redirect("alliances:path", slug=slug)
    return _show(request, alliance, form, _("Ajouter une phase"))


def edit(request: HttpRequest, slug: str, phase: int) -> HttpResponse:
    """Change a phase, or remove it."""
    alliance = fetch_alliance(request, slug)
    require(can_edit_path(request.posture, alliance))
    span = get_object_or_404(PhaseSpan, alliance=alliance, pk=phase)
    span.alliance = alliance
    seen = seen_of(span)
    form = PhaseForm(
        request.POST if request.method == "POST" else None, instance=span, initial={"seen": seen}
    )
    if request.method == "POST" and (form.is_valid() or "remove" in request.POST):
        try:
            _store(request, span, form)
        except Refused as error:
            form.add_error(None, str(error))
            # The second try, after the notice, stands on what is there now.
            form.data = form.data.copy()
            form.data["seen"] = seen
        else:
            return redirect("alliances:path", slug=slug)
    return _show(request, alliance, form, _("Modifier une phase"), span)


def _store(request: HttpRequest, span: PhaseSpan, form: PhaseForm) -> None:
    told = {"seen": request.POST.get("seen", ""), "by": request.posture, "now": timezone.now()}
    if "remove" in request.POST:
        remove_phase(span, **told)
        messages.success(request, _("La phase est retirée du chemin."))
        return
    edit_phase(span, form.cleaned_data, **told)
    messages.success(request, _("La phase est enregistrée."))


def _show(
    request: HttpRequest,
    alliance: Alliance,
    form: PhaseForm,
    here: str,
    span: PhaseSpan | None = None,
) -> HttpResponse:
    context = alliance_frame(request, alliance, "path", here)
    context |= {"form": form, "here": here, "span": span}
    return render(request, "alliances/phase_form.html", context)
