"""The page that a room sees on its wall: the door, and how many have come; never the results."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terreau.dialogues.door_codes import draw_door
from terreau.dialogues.enums import Access
from terreau.dialogues.models import Consultation
from terreau.dialogues.permissions import can_reveal_results
from terreau.dialogues.room_counts import count_room
from terreau.dialogues.views.access import consultation_frame, fetch_consultation

COUNT = "dialogues/_room_count.html"


@never_cache
@login_not_required
@require_safe
def room(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show the door and the live count; the count alone to who asks for it every few seconds."""
    _alliance, consultation = fetch_consultation(request, slug, uuid, Consultation)
    now = timezone.now()
    context = {
        "consultation": consultation,
        "spaces": count_room(consultation),
        "is_running": consultation.is_running(now),
        "counted_at": now,
    }
    if request.htmx:
        return render(request, COUNT, context)
    address = request.build_absolute_uri(consultation.door)
    context |= consultation_frame(request, consultation, _("La salle")) | {
        "address": address.partition("://")[2],
        "qr": draw_door(address),
        "needs_link": consultation.access == Access.LINKS,
        "may_reveal": can_reveal_results(request.posture, consultation, now=now),
    }
    return render(request, "dialogues/room.html", context)
