"""A conversation: its page, its preparation and its dates."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from terreau.dialogues.models import Conversation
from terreau.dialogues.views.access import consultation_frame, fetch_consultation


@login_not_required
def conversation(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Present a conversation and lead to what one can do in it."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    context = consultation_frame(request, found, found.question) | {"conversation": found}
    return render(request, "dialogues/conversation.html", context)
