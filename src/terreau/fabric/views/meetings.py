"""« Qui devrait se rencontrer ? », all year round."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from terreau.actors.models import Organisation
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.fabric.actions.introductions import answer_suggestion, reopen_suggestion
from terreau.fabric.enums import SuggestionState
from terreau.fabric.forms.introductions import AnswerForm, coming_events
from terreau.fabric.gathering import gather
from terreau.fabric.models import Introduction
from terreau.fabric.permissions import can_introduce, can_read_suggestions
from terreau.fabric.scopes import Scope
from terreau.fabric.suggesting import suggest_pairs
from terreau.fabric.views.access import fabric_frame

SHOWN = 30


@require_safe
def meet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show both lists, and what became of earlier suggestions."""
    scope = Scope(alliance=fetch_alliance(request, slug))
    require(can_read_suggestions(request.posture, scope.alliance))
    today = timezone.localdate()
    rows = Introduction.objects.filter(alliance=scope.alliance)
    told = list(rows.select_related("first", "second", "event"))
    may_introduce = can_introduce(request.posture, scope.alliance)
    context = fabric_frame(request, scope, "meet", _("Qui devrait se rencontrer ?")) | {
        "suggestions": suggest_pairs(scope, told, today=today),
        "introductions": told[:SHOWN],
        "may_introduce": may_introduce,
        "events": list(coming_events(scope.alliance)) if may_introduce else [],
    }
    return render(request, "fabric/meet.html", context)


@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what a facilitator does of one suggestion."""
    scope = Scope(alliance=fetch_alliance(request, slug))
    require(can_introduce(request.posture, scope.alliance))
    network = gather(scope, is_inside=True, on=timezone.localdate())
    form = AnswerForm(request.POST, alliance=scope.alliance, network=network)
    if form.is_valid():
        _write(request, scope, form)
    else:
        messages.error(request, " ".join(one for errors in form.errors.values() for one in errors))
    return redirect("fabric:meet", slug=slug)


def _write(request: HttpRequest, scope: Scope, form: AnswerForm) -> None:
    said = form.cleaned_data
    state = SuggestionState(said["state"])
    found = Organisation.objects.in_bulk(
        [form.network.nodes[form.network.places[str(said[end])]].key for end in ("first", "second")]
    )
    pair = list(found.values())
    if len(pair) != 2:
        messages.error(request, _("Choisissez deux organisations différentes."))
        return
    try:
        answer_suggestion(
            scope.alliance,
            (pair[0], pair[1]),
            state,
            reasons=[reason[:300] for reason in request.POST.getlist("reason")[:3]],
            note=said["note"],
            event=said["event"],
            by=request.posture,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    told = {
        SuggestionState.INTRODUCED: _("C’est noté : vous les mettez en relation. Écrivez-leur."),
        SuggestionState.KNOWN: _("C’est noté : elles se connaissent déjà."),
        SuggestionState.SET_ASIDE: _("La suggestion est écartée."),
    }
    messages.success(request, told[state])


@require_POST
def reopen(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take an answer back."""
    alliance = fetch_alliance(request, slug)
    require(can_introduce(request.posture, alliance))
    found = get_object_or_404(
        Introduction.objects.filter(alliance=alliance).select_related("first", "second"), uuid=uuid
    )
    found.alliance = alliance
    reopen_suggestion(found, by=request.posture, now=timezone.now())
    messages.success(request, _("La suggestion peut revenir dans la liste."))
    return redirect("fabric:meet", slug=slug)
