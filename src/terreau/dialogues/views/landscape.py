"""The page of the landscape: where voices stand, what unites, what divides, who is missing."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terreau.dialogues.landscape_page import read_page
from terreau.dialogues.landscape_words import when_words
from terreau.dialogues.models import Conversation
from terreau.dialogues.permissions_landscape import can_read_landscape
from terreau.dialogues.views.access import fetch_consultation
from terreau.dialogues.views.conversations import conversation_frame
from terreau.dialogues.voices import find_voice


@never_cache
@login_not_required
@require_safe
def landscape(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the landscape of each space side by side; before it is revealed, why and when."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    verdict = can_read_landscape(request.posture, found)
    context = conversation_frame(request, found, "landscape", _("Paysage")) | {
        "may_read": verdict,
        "when": when_words(found, timezone.now()),
        "page": read_page(found, find_voice(request, found)) if verdict else None,
    }
    return render(request, "dialogues/landscape.html", context)
