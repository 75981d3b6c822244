"""The checklist of the ecosystem, and the answer to one of its questions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.actions.ecosystem import note_absence, note_item, remove_item
from terreau.diagnoses.ecosystem_reading import count_ecosystem, read_ecosystem
from terreau.diagnoses.enums_ecosystem import EcosystemKind
from terreau.diagnoses.forms.ecosystem import EcosystemItemForm
from terreau.diagnoses.models import EcosystemItem
from terreau.diagnoses.permissions_ecosystem import can_describe_ecosystem
from terreau.diagnoses.views.access import diagnosis_frame


@login_not_required
def ecosystem(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the territory may lean on, what is missing and what nobody knows."""
    alliance = fetch_alliance(request, slug)
    lines = read_ecosystem(alliance, request.user)
    context = diagnosis_frame(request, alliance, "ecosystem", _("Écosystème")) | {
        "lines": lines,
        "count": count_ecosystem(lines),
        "may_describe": can_describe_ecosystem(request.posture, alliance),
    }
    return render(request, "diagnoses/ecosystem.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Note a body of a kind, or that none is here."""
    alliance = fetch_alliance(request, slug)
    if kind not in EcosystemKind.values:
        raise Http404
    require(can_describe_ecosystem(request.posture, alliance))
    is_absence = "absent" in request.POST
    told = request.POST if request.method == "POST" and not is_absence else None
    form = EcosystemItemForm(told, initial={"name": request.GET.get("nom", "")[:200]})
    who = {"by": request.posture, "now": timezone.now()}
    try:
        if is_absence:
            note_absence(alliance, kind, **who)
            return redirect("diagnoses:ecosystem", slug=slug)
        if form.is_valid():
            note_item(alliance, kind, form.cleaned_data, **who)
            messages.success(request, _("C’est noté."))
            return redirect("diagnoses:ecosystem", slug=slug)
    except Refused as error:
        form = form if told else EcosystemItemForm({})
        form.errors.clear()
        form.add_error(None, str(error))
    items = EcosystemItem.objects.filter(alliance=alliance, kind=kind).order_by("name", "pk")
    context = diagnosis_frame(request, alliance, "ecosystem", _("Répondre")) | {
        "form": form,
        "kind": EcosystemKind(kind),
        "items": items,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnoses/ecosystem_kind.html", context, status=status)


@require_POST
def remove(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take an answer back."""
    alliance = fetch_alliance(request, slug)
    item = get_object_or_404(
        EcosystemItem.objects.select_related("alliance"), uuid=uuid, alliance=alliance
    )
    remove_item(item, by=request.posture, now=timezone.now())
    messages.success(request, _("Cette réponse est retirée : on ne sait plus."))
    return redirect("diagnoses:ecosystem", slug=slug)
