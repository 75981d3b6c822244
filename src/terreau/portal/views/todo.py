"""What waits for the person's answer."""

from django.shortcuts import render
from django.utils import timezone

from terreau.core.context import address_of
from terreau.portal.waiting import arrange, arrangement_of, arrangement_tabs, waiting_for


def todo(request):
    """List what other people wait for, by the day it is due, by nature or by alliance."""
    today = timezone.localdate()
    told = waiting_for(request.user, today=today)
    chosen = arrangement_of(request.GET.get("par"))
    context = {
        "count": told.count,
        "groups": arrange(told, chosen, today),
        "tabs": arrangement_tabs(request.path, chosen),
        "today": today,
        "alliances_url": address_of("alliances:list"),
    }
    return render(request, "portal/inbox/todo.html", context)
