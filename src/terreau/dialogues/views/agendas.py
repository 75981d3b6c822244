"""The ordered agenda: read it, compose it, answer it, bring it into force."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.models import Alliance, Challenge
from terreau.alliances.permissions import membership_of
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.agendas import (
    adopt_agenda,
    answer_agenda,
    propose_agenda,
    write_minority_opinion,
)
from terreau.dialogues.agenda_reading import (
    agenda_tally,
    asked_count,
    latest_agenda,
    starting_order,
)
from terreau.dialogues.enums import AgendaState
from terreau.dialogues.forms.agendas import AgendaAnswerForm, AgendaForm, MinorityOpinionForm
from terreau.dialogues.models import Agenda
from terreau.dialogues.permissions_agendas import (
    can_adopt_agenda,
    can_answer_agenda,
    can_propose_agenda,
    can_write_minority_opinion,
)


@login_not_required
def agenda(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show a version (by default what is in force, else the latest), its answers, its minority."""
    alliance = fetch_alliance(request, slug)
    versions = list(Agenda.objects.filter(alliance=alliance).order_by("-number"))
    shown = _shown(versions, number)
    return _page(request, alliance, shown, versions)


def _shown(versions: list[Agenda], number: int | None) -> Agenda | None:
    if number is not None:
        found = next((one for one in versions if one.number == number), None)
        if found is None:
            raise Http404(_("Cette version de l’ordre du jour n’existe pas."))
        return found
    return latest_agenda(versions)


def _page(
    request: HttpRequest,
    alliance: Alliance,
    shown: Agenda | None,
    versions: list[Agenda],
    **forms: Any,
) -> HttpResponse:
    context = alliance_frame(request, alliance, "dialogue", _("Ordre du jour commun")) | {
        "agenda": shown,
        "versions": versions,
        "newer": next((one for one in versions if shown and one.number > shown.number), None),
        "may_propose": can_propose_agenda(request.posture, alliance),
    }
    if shown is not None:
        shown.alliance = alliance
        context |= _details(request, shown, context, forms)
    return render(request, "dialogues/agenda.html", context)


def _details(request: HttpRequest, shown: Agenda, context: dict, forms: dict) -> dict:
    tally, answers = agenda_tally(shown)
    mine = membership_of(request.posture, shown.alliance)
    given = next((one for one in answers if mine and one.membership_id == mine.pk), None)
    may_answer = bool(can_answer_agenda(request.posture, shown))
    initial = {"answer": given.answer, "reason": given.reason} if given else None
    items = list(shown.items.select_related("challenge").order_by("position"))
    challenges = Challenge.objects.filter(alliance=shown.alliance)
    return {
        "items": items,
        "links": list(shown.dependencies.select_related("before", "after")),
        "opinions": list(shown.minority_opinions.select_related("challenge")),
        "tally": tally,
        "answers": [one for one in answers if one.membership.organisation_id]
        if context["is_inside"]
        else [],
        "given": given,
        "answer_form": forms.get("answer")
        or (AgendaAnswerForm(initial=initial) if may_answer else None),
        "opinion_form": forms.get("opinion")
        or (
            MinorityOpinionForm(challenges=challenges)
            if can_write_minority_opinion(request.posture, shown)
            else None
        ),
        "adoption": can_adopt_agenda(request.posture, shown)
        if context["standing"].is_facilitator and shown.state == AgendaState.PROPOSED
        else None,
    }


def _fetch(request: HttpRequest, slug: str, number: int) -> tuple[Agenda, list[Agenda]]:
    alliance = fetch_alliance(request, slug)
    versions = list(Agenda.objects.filter(alliance=alliance).order_by("-number"))
    shown = _shown(versions, number)
    shown.alliance = alliance
    return shown, versions


def compose(request: HttpRequest, slug: str) -> HttpResponse:
    """Order the challenges, from a count or by hand, and say what depends on what."""
    alliance = fetch_alliance(request, slug)
    require(can_propose_agenda(request.posture, alliance))
    challenges = list(Challenge.objects.filter(alliance=alliance).order_by("pk"))
    count = asked_count(alliance, request.GET.get("depouillement"))
    order = starting_order(alliance, challenges, count)
    posted = request.POST if request.method == "POST" else None
    form = AgendaForm(
        challenges, posted, voted=order.voted, links=order.links, initial=order.initial
    )
    if posted is not None and form.is_valid():
        try:
            agenda = propose_agenda(
                alliance,
                form.places(),
                form.links(),
                change_note=form.cleaned_data["change_note"],
                ballot_count=count,
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La nouvelle version attend la réponse de chaque membre."))
            return redirect("dialogues:agenda-version", slug, agenda.number)
    context = alliance_frame(request, alliance, "dialogue", _("Composer l’ordre du jour")) | {
        "form": form,
        "count": count,
    }
    return render(request, "dialogues/agenda_compose.html", context)


@require_POST
def answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Answer a version for one's member."""
    shown, versions = _fetch(request, slug, number)
    require(can_answer_agenda(request.posture, shown))
    form = AgendaAnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_agenda(shown, **form.cleaned_data, by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            messages.success(
                request,
                _("Votre réponse est enregistrée, %(posture)s.")
                % {"posture": request.posture.label},
            )
            return redirect("dialogues:agenda-version", slug, number)
    return _page(request, shown.alliance, shown, versions, answer=form)


@require_POST
def opinion(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Leave a minority opinion."""
    shown, versions = _fetch(request, slug, number)
    require(can_write_minority_opinion(request.posture, shown))
    challenges = Challenge.objects.filter(alliance=shown.alliance)
    form = MinorityOpinionForm(request.POST, challenges=challenges)
    if not form.is_valid():
        return _page(request, shown.alliance, shown, versions, opinion=form)
    write_minority_opinion(shown, form.cleaned_data, by=request.posture, now=timezone.now())
    messages.success(request, _("L’avis est gardé à côté de l’ordre du jour."))
    return redirect("dialogues:agenda-version", slug, number)


@require_POST
def adopt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Bring a version into force."""
    shown, _versions = _fetch(request, slug, number)
    adopt_agenda(shown, by=request.posture, now=timezone.now())
    messages.success(
        request, _("Cet ordre du jour est en vigueur ; les précédents restent lisibles.")
    )
    return redirect("dialogues:agenda", slug)
