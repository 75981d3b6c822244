"""A conversation: its page, its preparation and its presentation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.permissions import is_facilitator
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require
from terreau.dialogues.actions.conversations import (
    COLUMNS,
    create_conversation,
    edit_conversation,
)
from terreau.dialogues.counting import count_conversation
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.conversations import ConversationForm, ReopenForm
from terreau.dialogues.models import Conversation
from terreau.dialogues.permissions import can_edit_consultation, can_put_question
from terreau.dialogues.permissions_statements import can_write_statement
from terreau.dialogues.tabs import conversation_desk, conversation_tabs
from terreau.dialogues.views.access import consultation_frame, fetch_consultation
from terreau.dialogues.voices import device_voice, find_voice, may_answer, space_of


def conversation_frame(
    request: HttpRequest, conversation: Conversation, current: str, here: str
) -> dict:
    """Give the frame of a page of a conversation: alliance, tabs, whether one facilitates."""
    return consultation_frame(request, conversation, here) | {
        "conversation": conversation,
        "tabs": conversation_tabs(conversation, current),
        "facilitates": is_facilitator(request.posture, conversation.alliance),
    }


@login_not_required
def conversation(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Present a conversation and lead to what one can do in it."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    now = timezone.now()
    voice = find_voice(request, found)
    frame = conversation_frame(request, found, "conversation", found.question)
    context = frame | {
        "counts": count_conversation(found),
        "voice": voice,
        "space": space_of(request, found),
        "other_voice": _other_voice(request, found, voice),
        "may_answer": may_answer(voice, found, now),
        "may_write": can_write_statement(voice, found, now=now),
        "is_running": found.is_running(now),
        "is_over": found.is_over(now),
    }
    if frame["facilitates"]:
        context |= {
            "desk": conversation_desk(found),
            "door_url": request.build_absolute_uri(found.door),
            "reopen_form": ReopenForm(),
        }
    return render(request, "dialogues/conversation.html", context)


def _other_voice(request: HttpRequest, found: Conversation, voice):
    """Find what this device said before its holder signed in, when that is another voice."""
    if not request.user.is_authenticated:
        return None
    here = device_voice(request, found)
    if here is None or here.folded_into_id or here.person_id or here == voice:
        return None
    return here if here.space == Space.INHABITANTS else None


def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a conversation."""
    alliance = fetch_alliance(request, slug)
    require(can_put_question(request.posture, alliance))
    posted = request.POST if request.method == "POST" else None
    form = ConversationForm(posted, instance=Conversation(alliance=alliance))
    if request.method == "POST" and form.is_valid():
        made = create_conversation(alliance, _values(form), by=request.posture, now=timezone.now())
        messages.success(
            request, _("La conversation est préparée. Proposez maintenant les premiers énoncés.")
        )
        return redirect("dialogues:statement-seed", slug=slug, uuid=made.uuid)
    context = alliance_frame(request, alliance, "dialogue", _("Préparer une conversation"))
    return render(request, "dialogues/conversation_form.html", context | {"form": form})


def _values(form: ConversationForm) -> dict:
    return {name: form.cleaned_data[name] for name in COLUMNS}


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Change the presentation; the second of two people is told and loses nothing."""
    alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    require(can_edit_consultation(request.posture, found))
    form = ConversationForm(request.POST if request.method == "POST" else None, instance=found)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_conversation(found, _values(form), now=timezone.now(), **stamp),
        blame="closes_at",
    )
    if status == SAVED:
        messages.success(request, _("La conversation est enregistrée."))
        return redirect("dialogues:conversation", slug=slug, uuid=uuid)
    frame = consultation_frame(request, found, _("Modifier la conversation"))
    context = frame | {"form": form, "alliance": alliance, "conversation": found}
    return render(request, "dialogues/conversation_form.html", context, status=status)
