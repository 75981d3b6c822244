"""The dialogue of an alliance on one page: every instrument, what runs and what was found."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.dialogues.models import Consultation


@login_not_required
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """List the consultations of an alliance, the running ones first."""
    alliance = fetch_alliance(request, slug)
    now = timezone.now()
    seen = list(Consultation.objects.visible_to(request.user).filter(alliance=alliance))
    context = alliance_frame(request, alliance, "dialogue", _("Dialogue")) | {
        "running": [one for one in seen if one.is_running(now)],
        "others": [one for one in seen if not one.is_running(now)],
    }
    return render(request, "dialogues/hub.html", context)
