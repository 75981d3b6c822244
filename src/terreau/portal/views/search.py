"""One search over territories, organisations and alliances."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.portal.figures import matching
from terreau.territories.search import find_territories

LIMIT = 12


@login_not_required
def search(request):
    """Show what the words match, kind by kind."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    context = {"words": words, "territories": [], "organisations": [], "alliances": []}
    if words:
        context["territories"] = find_territories(words, limit=LIMIT)
        context["organisations"] = list(
            Organisation.objects.visible_to(request.user).named_like(words)[:LIMIT]
        )
        context["alliances"] = list(
            Alliance.objects.visible_to(request.user)
            .filter(matching(words, "name", "question", "perimeter_label"))
            .distinct()[:LIMIT]
        )
    found = sum(len(context[kind]) for kind in ("territories", "organisations", "alliances"))
    return render(request, "portal/search.html", {**context, "found": found})
