"""Fetching is checking: a person gets an alliance they may see, or 404."""

from django.db.models import Expression
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from terreau.alliances.models import Alliance


def fetch_alliance(request: HttpRequest, slug: str, **noting: Expression) -> Alliance:
    """Fetch an alliance this person may see, and what is noted beside it in the same query."""
    visible = Alliance.objects.visible_to(request.user).select_related("instigator", "host")
    visible = visible.annotate(**noting) if noting else visible
    return get_object_or_404(visible, slug=slug)
