"""The first page: what Terreau is, where it lives, and three doors."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from terreau.core.context import address_of
from terreau.portal.doors import home_doors
from terreau.portal.figures import home_figures, referential_stamp
from terreau.portal.france import published, published_map, published_stamp

STORIES = 6


@login_not_required
def home(request):
    """Show the sentence, the map, the search, the doors and the figures."""
    alliances, referential = published_stamp(), referential_stamp()
    context = {
        "france": published_map(alliances, referential),
        "stories": list(published().order_by("is_fictitious", "-updated_at", "pk")[:STORIES]),
        "figures": home_figures(request.user, alliances["count"], referential),
        "doors": home_doors(),
        "open_url": address_of("alliances:open"),
    }
    return render(request, "portal/home.html", context)
