"""Vote: one statement at a time, saved on each click, changeable until the close."""

import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from terreau.core.verdicts import GRANTED, Refused, Verdict
from terreau.dialogues.actions.vote_path import cast_device_vote
from terreau.dialogues.actions.votes import cast_vote
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.votes import VoteForm, WantedForm
from terreau.dialogues.lone_devices import lone_device
from terreau.dialogues.models import Conversation, Statement
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.voices import (
    find_voice,
    give_token,
    may_answer,
    set_voice_cookie,
    space_of,
    stamp,
    take_voice,
)
from terreau.dialogues.voting import Desk, Receipt, find_receipt, set_desk

CARD = "dialogues/_vote_card.html"


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the next statement; a POST keeps an answer and shows the one after."""
    now = timezone.now()
    form = VoteForm(request.POST) if request.method == "POST" else None
    if form and (kept := _answer_at_once(request, slug, uuid, form, now)):
        return kept
    _alliance, conversation = fetch_consultation(request, slug, uuid, Conversation)
    if form:
        return _answer(request, conversation, form, now)
    wanted = WantedForm(request.GET)
    numbers = wanted.cleaned_data if wanted.is_valid() else {}
    shown = _show(
        request, conversation, now, enonce=numbers.get("enonce"), recu=numbers.get("recu")
    )
    if not request.user.is_authenticated:
        # Given before the first vote: pressed twice, or sent again after a fault, it is one voice.
        give_token(request)
    return set_voice_cookie(shown, request)


def _answer_at_once(
    request: HttpRequest, slug: str, uuid: UUID, form: VoteForm, now: datetime.datetime
) -> HttpResponse | None:
    """Keep the answer of a plain device by the short way; None when the long way must tell."""
    device = lone_device(request, uuid)
    if not device or not form.is_valid():
        return None
    said = form.cleaned_data
    kept = cast_device_vote(
        slug,
        uuid,
        said["statement"],
        device,
        answer=said["answer"],
        is_important=said["important"],
        now=now,
    )
    if kept is None:
        return None
    receipt = Receipt(kept.number, said["answer"], said["important"])
    if not request.htmx or said["page"]:
        return redirect(_receipt_address(slug, uuid, receipt, said["page"]))
    desk = set_desk(kept.conversation, Space.INHABITANTS, kept.voice)
    return _draw_card(request, slug, uuid, desk=desk, receipt=receipt)


def _answer(
    request: HttpRequest, conversation: Conversation, form: VoteForm, now: datetime.datetime
) -> HttpResponse:
    """Keep an answer by the long way, which makes voices and gives reasons."""
    if not form.is_valid():
        notice = _("Cette réponse est illisible : choisissez l’un des trois boutons.")
        return _show(request, conversation, now, notice=notice, status=400)
    said = form.cleaned_data
    statement = get_object_or_404(Statement, conversation=conversation, uuid=said["statement"])
    try:
        voice = take_voice(request, conversation, now=now)
        cast_vote(
            voice,
            statement,
            conversation,
            answer=said["answer"],
            is_important=said["important"],
            now=now,
            **stamp(request, voice),
        )
    except Refused as refusal:
        return _show(request, conversation, now, notice=str(refusal), status=403)
    slug, uuid = conversation.alliance.slug, conversation.uuid
    receipt = Receipt(statement.number, said["answer"], said["important"])
    if request.htmx and not said["page"]:
        desk = set_desk(conversation.pk, Space(voice.space), voice.pk)
        speaker = _speaker(request, desk.space)
        response = _draw_card(request, slug, uuid, desk=desk, receipt=receipt, organisation=speaker)
    else:
        response = redirect(_receipt_address(slug, uuid, receipt, said["page"]))
    return set_voice_cookie(response, request)


def _receipt_address(slug: str, uuid: UUID, receipt: Receipt, page: int | None) -> str:
    """Where a kept answer is read again: the next card, or its line in « mes réponses »."""
    number = receipt.number
    if page:
        address = reverse("dialogues:answers", args=[slug, uuid])
        return f"{address}?page={page}&recu={number}#enonce-{number}"
    return f"{reverse('dialogues:vote', args=[slug, uuid])}?recu={number}"


def _show(
    request: HttpRequest,
    conversation: Conversation,
    now: datetime.datetime,
    *,
    enonce: int | None = None,
    recu: int | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the card of this request’s voice, alone or in its page; `notice` says a refusal."""
    space = space_of(request, conversation)
    voice = find_voice(request, conversation, space) if space else None
    key = voice.pk if voice else None
    shown = {
        "desk": set_desk(conversation.pk, space, key, wanted=enonce) if space else None,
        "receipt": find_receipt(voice, number=recu) if voice and recu is not None else None,
        "organisation": _speaker(request, space),
        "notice": notice,
        "verdict": may_answer(voice, conversation, now),
    }
    slug, uuid = conversation.alliance.slug, conversation.uuid
    if request.htmx:
        return _draw_card(request, slug, uuid, status=status, **shown)
    context = _card(slug, uuid, **shown) | {"conversation": conversation}
    context |= consultation_frame(request, conversation, _("Voter"))
    return render(request, "dialogues/vote.html", context, status=status)


def _speaker(request: HttpRequest, space: Space | None) -> str:
    """The organisation for which this request answers, if it answers for one."""
    return request.posture.organisation.name if space == Space.ORGANISATIONS else ""


def _draw_card(
    request: HttpRequest, slug: str, uuid: UUID, *, status: int = 200, **shown
) -> HttpResponse:
    # Not `render`: what every page shows around its content costs as much as the card itself.
    context = {"csrf_token": get_token(request), **_card(slug, uuid, **shown)}
    return HttpResponse(get_template(CARD).render(context), status=status)


def _card(
    slug: str,
    uuid: UUID,
    *,
    desk: Desk | None,
    receipt: Receipt | None,
    organisation: str = "",
    notice: str = "",
    verdict: Verdict = GRANTED,
) -> dict:
    """Give what the card shows; its addresses are worked out once for the whole of it."""
    return {
        "desk": desk,
        "organisation": organisation,
        "receipt": receipt,
        "notice": notice,
        "verdict": verdict,
        "vote_url": reverse("dialogues:vote", args=[slug, uuid]),
        "answers_url": reverse("dialogues:answers", args=[slug, uuid]),
    }
