"""Fetching is checking: a person gets a file they keep, or 404."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from terreau.actors.models import Organisation
from terreau.support.models import SupportFile

_NAMED = ("organisation", "partnership", "supporter", "accompanist", "alliance")


def fetch_file(request: HttpRequest, uuid: UUID) -> SupportFile:
    """Fetch a file of an organisation for which this person speaks."""
    rows = SupportFile.objects.visible_to(request.user).select_related(*_NAMED)
    return get_object_or_404(rows, uuid=uuid)


def fetch_shared(request: HttpRequest, uuid: UUID) -> SupportFile:
    """Fetch a file that accompanies somebody for whom this person speaks."""
    rows = SupportFile.objects.shared_with(request.user).select_related(*_NAMED)
    return get_object_or_404(rows, uuid=uuid)


def fetch_organisation(request: HttpRequest, uuid: UUID) -> Organisation:
    """Fetch an organisation this person may see."""
    return get_object_or_404(Organisation.objects.visible_to(request.user), uuid=uuid)
