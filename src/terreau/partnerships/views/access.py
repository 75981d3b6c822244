"""Fetching is checking: a partnership that this person may see, or 404."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from terreau.partnerships.models import Partnership, Party, Review
from terreau.partnerships.permissions import parties_of


def fetch_partnership(request: HttpRequest, uuid: UUID) -> Partnership:
    """Fetch a partnership with its framework and the event it was born of."""
    visible = Partnership.objects.visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(visible.select_related("framework", "event__alliance"), uuid=uuid)


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
