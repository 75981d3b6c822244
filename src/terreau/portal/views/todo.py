"""What waits for the person's answer."""

from django.shortcuts import render

from terreau.core.context import address_of
from terreau.portal.waiting import waiting_for


def todo(request):
    """List the answers other people wait for."""
    context = {
        "waiting": waiting_for(request.user),
        "alliances_url": address_of("alliances:list"),
    }
    return render(request, "portal/todo.html", context)
