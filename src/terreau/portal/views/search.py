"""One search over territories, organisations and alliances."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.timezone import localdate

from terreau.actors.search.listing import best_answers
from terreau.actors.search.queries import Filters, read_words
from terreau.alliances.models import Alliance
from terreau.portal.figures import matching
from terreau.territories.search import find_territories

LIMIT = 12


@login_not_required
def search(request):
    """Show what the words match, kind by kind."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    context = {"words": words, "territories": [], "hits": [], "alliances": []}
    if words:
        filters = Filters(words=read_words(words), today=localdate())
        context["territories"] = find_territories(words, limit=LIMIT)
        if not filters.words.is_empty:
            context["hits"] = best_answers(filters, request.user, LIMIT)
        context["alliances"] = list(
            Alliance.objects.visible_to(request.user)
            .filter(matching(words, "name", "question", "perimeter_label"))
            .distinct()[:LIMIT]
        )
    found = sum(len(context[kind]) for kind in ("territories", "hits", "alliances"))
    return render(request, "portal/search.html", {**context, "found": found})
