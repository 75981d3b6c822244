"""Vote: one statement at a time, saved on each click, changeable until the close."""

import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.votes import cast_vote
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.votes import VoteForm, WantedForm
from terreau.dialogues.models import Conversation, Participant, Statement, Vote
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.voices import (
    find_voice,
    may_answer,
    set_voice_cookie,
    space_of,
    stamp,
    take_voice,
)
from terreau.dialogues.voting import set_desk, vote_on

CARD = "dialogues/_vote_card.html"


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the next statement; a POST keeps an answer and shows the one after."""
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    now = timezone.now()
    if request.method == "POST":
        return _answer(request, conversation, now)
    wanted = WantedForm(request.GET)
    numbers = wanted.cleaned_data if wanted.is_valid() else {}
    space = space_of(request, conversation)
    voice = find_voice(request, conversation, space) if space else None
    said = numbers.get("recu")
    receipt = vote_on(voice, number=said) if voice and said is not None else None
    return _show(
        request, conversation, space, voice, now, wanted=numbers.get("enonce"), receipt=receipt
    )


def _answer(
    request: HttpRequest, conversation: Conversation, now: datetime.datetime
) -> HttpResponse:
    form = VoteForm(request.POST)
    if not form.is_valid():
        notice = _("Cette réponse est illisible : choisissez l’un des trois boutons.")
        return _refuse(request, conversation, now, notice, status=400)
    said = form.cleaned_data
    statement = get_object_or_404(Statement, conversation=conversation, uuid=said["statement"])
    try:
        voice = take_voice(request, conversation, now=now)
        kept = cast_vote(
            voice,
            statement,
            conversation,
            answer=said["answer"],
            is_important=said["important"],
            now=now,
            **stamp(request, voice),
        )
    except Refused as refusal:
        return _refuse(request, conversation, now, str(refusal), status=403)
    kept.statement = statement
    if said["page"]:
        return redirect(_row_address(conversation, kept, said["page"]))
    return set_voice_cookie(_receive(request, conversation, voice, kept, now), request)


def _receive(
    request: HttpRequest,
    conversation: Conversation,
    voice: Participant,
    kept: Vote,
    now: datetime.datetime,
) -> HttpResponse:
    """Answer a kept vote: the next card, or a redirection to it."""
    if request.htmx:
        return _show(request, conversation, Space(voice.space), voice, now, receipt=kept)
    address = reverse("dialogues:vote", args=[conversation.alliance.slug, conversation.uuid])
    return redirect(f"{address}?recu={kept.statement.number}")


def _row_address(conversation: Conversation, kept: Vote, page: int) -> str:
    address = reverse("dialogues:answers", args=[conversation.alliance.slug, conversation.uuid])
    number = kept.statement.number
    return f"{address}?page={page}&recu={number}#enonce-{number}"


def _refuse(
    request: HttpRequest,
    conversation: Conversation,
    now: datetime.datetime,
    notice: str,
    *,
    status: int,
) -> HttpResponse:
    """Say why an answer was not kept, beside what can still be answered."""
    space = space_of(request, conversation)
    voice = find_voice(request, conversation, space) if space else None
    return _show(request, conversation, space, voice, now, notice=notice, status=status)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    space: Space | None,
    voice: Participant | None,
    now: datetime.datetime,
    *,
    wanted: int | None = None,
    receipt: Vote | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    verdict = may_answer(voice, conversation, now)
    desk = set_desk(conversation, space, voice, wanted=wanted) if space else None
    context = {
        "alliance": conversation.alliance,
        "conversation": conversation,
        "voice": voice,
        "is_organisation": space == Space.ORGANISATIONS,
        "desk": desk,
        "receipt": receipt,
        "notice": notice,
        "verdict": verdict,
    }
    if request.htmx:
        return render(request, CARD, context, status=status)
    context |= consultation_frame(request, conversation, _("Voter"))
    return render(request, "dialogues/vote.html", context, status=status)
