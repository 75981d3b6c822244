"""Fetching is checking: a person gets an alliance they may see, or 404."""

from django.db.models import Expression, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.core.prepared import instances_of


def fetch_alliance(request: HttpRequest, slug: str, **noting: Expression) -> Alliance:
    """Fetch an alliance this person may see, and what is noted beside it in the same query."""
    today = timezone.localdate()

    def visible() -> QuerySet[Alliance]:
        seen = Alliance.objects.visible_to(request.user, today=today).filter(slug=slug)
        return seen.select_related("instigator", "host").annotate(**noting)

    if noting:
        return get_object_or_404(visible())
    found = instances_of("alliance-seen", (request.user.pk, slug, today), visible)
    if not found:
        raise Http404
    return found[0]
