"""Bring an existing network in: its files, what was read of them, then the confirmation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.fabric.actions.bringing import confirm_network, draft_network, remove_network
from terreau.fabric.forms.bringing import ChoicesForm, NetworkFilesForm
from terreau.fabric.matching_names import match_names
from terreau.fabric.models import ImportedNetwork
from terreau.fabric.permissions import can_bring_network
from terreau.fabric.scopes import Scope
from terreau.fabric.views.access import fabric_frame

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the files; nothing is drawn before the next page is confirmed."""
    scope = Scope(alliance=fetch_alliance(request, slug))
    require(can_bring_network(request.posture, scope))
    sent = request.method == "POST"
    form = NetworkFilesForm(request.POST, request.FILES) if sent else NetworkFilesForm()
    if sent and form.is_valid() and form.read:
        network = draft_network(
            scope,
            form.read,
            name=str(form.cleaned_data["edges"].name),
            source=form.cleaned_data["source"],
            by=request.posture,
            now=timezone.now(),
        )
        return redirect("fabric:brought", slug=slug, uuid=network.uuid)
    rows = ImportedNetwork.objects.filter(alliance=scope.alliance).defer("draft")
    context = fabric_frame(request, scope, "bring", _("Reprendre un réseau")) | {
        "form": form,
        "rows": list(rows),
    }
    return render(request, "fabric/bring.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show what was read and of whom it speaks; write it once confirmed."""
    scope = Scope(alliance=fetch_alliance(request, slug))
    require(can_bring_network(request.posture, scope))
    network = get_object_or_404(ImportedNetwork, uuid=uuid, alliance=scope.alliance)
    network.alliance = scope.alliance
    draft = network.draft
    matches = match_names(draft["nodes"])
    sent = request.method == "POST"
    form = ChoicesForm(request.POST if sent else None, nodes=draft["nodes"], matches=matches)
    refusal = ""
    if sent and form.is_valid():
        try:
            confirm_network(network, form.chosen, by=request.posture, now=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Le réseau est repris : ses liens sont dans la toile."))
            return redirect("fabric:brought", slug=slug, uuid=uuid)
    context = fabric_frame(request, scope, "bring", network.name) | {
        "network": network,
        "form": form,
        "refusal": refusal,
        "sure": sum(match.sure is not None for match in matches),
        "unknown": sum(not match.choices for match in matches),
        "ties": len(draft["ties"]) or network.ties.count(),
        "refused": draft["refused"][:SHOWN],
        "refused_said": _refused_said(len(draft["refused"])),
        "told": draft["told"],
    }
    return render(request, "fabric/brought.html", context, status=422 if sent else 200)


def _refused_said(count: int) -> str:
    return ngettext(
        "%(count)d ligne n’est pas reprise", "%(count)d lignes ne sont pas reprises", count
    ) % {"count": count}


@require_POST
def unbring(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take an imported network away."""
    alliance = fetch_alliance(request, slug)
    network = get_object_or_404(ImportedNetwork, uuid=uuid, alliance=alliance)
    network.alliance = alliance
    remove_network(network, by=request.posture, now=timezone.now())
    messages.success(request, _("Le réseau importé est retiré, avec tous ses liens."))
    return redirect("fabric:bring", slug=slug)
