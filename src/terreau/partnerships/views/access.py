"""Fetching is checking: a partnership that this person may see, or 404."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from terreau.partnerships.models import Declaration, Partnership, Party, Review
from terreau.partnerships.permissions import parties_of


def fetch_partnership(request: HttpRequest, uuid: UUID) -> Partnership:
    """Fetch a partnership with its framework, its event, and whether somebody declared it."""
    visible = Partnership.objects.visible_to(request.user, today=timezone.localdate())
    declared = Exists(Declaration.objects.filter(partnership=OuterRef("pk")).order_by())
    rows = visible.select_related("framework", "event__alliance").annotate(is_declared=declared)
    return get_object_or_404(rows, uuid=uuid)


def fetch_party(partnership: Partnership, uuid: UUID) -> Party:
    """Fetch a party of it, that has not left."""
    rows = Party.objects.current().filter(partnership=partnership)
    party = get_object_or_404(
        rows.select_related("organisation").prefetch_related("objectives"), uuid=uuid
    )
    # One partnership a page, so that what was read of it is read once.
    party.partnership = partnership
    parties_of(partnership)
    return party


def fetch_review(partnership: Partnership, uuid: UUID) -> Review:
    """Fetch one of its reviews."""
    review = get_object_or_404(Review, uuid=uuid, partnership=partnership)
    review.partnership = partnership
    return review
