"""The first page: what Terreau is, where it lives, and three doors."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from terreau.core.context import address_of
from terreau.portal.doors import home_doors
from terreau.portal.figures import STORIES, home_figures, published_alliances


@login_not_required
def home(request):
    """Show the sentence, the map, the search, the doors and the figures."""
    alliances = list(published_alliances(request.user))
    context = {
        "stories": alliances[:STORIES],
        "figures": home_figures(request.user, len(alliances)),
        "open_url": address_of("alliances:open"),
        "doors": home_doors(),
    }
    return render(request, "portal/home.html", context)
