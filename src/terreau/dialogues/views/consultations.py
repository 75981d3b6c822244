"""Publish, close, open again, show, throw away: the same doors for every instrument."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import (
    close_consultation,
    discard_consultation,
    publish_consultation,
    reopen_consultation,
    reveal_results,
)
from terreau.dialogues.forms.conversations import ReopenForm
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.models import Consultation
from terreau.dialogues.readiness import ready_verdict


def _fetch(request: HttpRequest, slug: str, uuid: UUID) -> Consultation:
    """Fetch what a member of its alliance acts on."""
    seen = Consultation.objects.visible_to(request.user)
    found = with_kinds(seen).filter(alliance__slug=slug, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _act(request: HttpRequest, found: Consultation, act: Callable[[], None], told: str):
    """Do it and say so; a condition that is not met is told on the page it comes from."""
    require(facilitation_verdict(request.posture, found.alliance))
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect(page_of(found))


@require_POST
def publish(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Publish a draft."""
    found = _fetch(request, slug, uuid)

    def act() -> None:
        ready = ready_verdict(found)
        publish_consultation(found, by=request.posture, now=timezone.now(), ready=ready)

    return _act(request, found, act, _("La consultation est publiée. Faites passer son adresse."))


@require_POST
def close(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Close at once."""
    found = _fetch(request, slug, uuid)

    def act() -> None:
        close_consultation(found, by=request.posture, now=timezone.now())

    return _act(request, found, act, _("La consultation est close. Les réponses sont gardées."))


@require_POST
def reopen(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Open again, with a reason."""
    found = _fetch(request, slug, uuid)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect(page_of(found))

    def act() -> None:
        reopen_consultation(found, **form.cleaned_data, by=request.posture, now=timezone.now())

    return _act(request, found, act, _("La consultation est rouverte."))


@require_POST
def reveal(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the results to everybody."""
    found = _fetch(request, slug, uuid)

    def act() -> None:
        reveal_results(found, by=request.posture, now=timezone.now())

    return _act(request, found, act, _("Les résultats sont dévoilés : chacun peut les lire."))


@require_POST
def discard(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = _fetch(request, slug, uuid)
    require(facilitation_verdict(request.posture, found.alliance))
    try:
        discard_consultation(found, by=request.posture)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(page_of(found))
    messages.success(request, _("Le projet est effacé."))
    return redirect("dialogues:hub", slug=slug)
