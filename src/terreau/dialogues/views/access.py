"""Fetching is checking: a consultation that this person, or this device, may see, or 404."""

from typing import TypeVar
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Value
from django.http import Http404, HttpRequest
from django.utils import timezone

from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.rail import alliance_frame
from terreau.dialogues.enums import Access
from terreau.dialogues.models import Consultation
from terreau.dialogues.voices import has_link

Kind = TypeVar("Kind", bound=Consultation)


def fetch_consultation(
    request: HttpRequest, slug: str, uuid: UUID, model: type[Kind]
) -> tuple[Alliance, Kind]:
    """Fetch a consultation and its alliance, in one query.

    Members see all of theirs. Whoever was given the address or the code of one that is published
    and open to inhabitants enters it, even when the alliance itself is not public yet.
    """
    found = (
        model.objects.filter(uuid=uuid, alliance__slug=slug, alliance__deleted_at=None)
        .select_related("alliance", "alliance__instigator", "alliance__host")
        .annotate(is_of_mine=_joined(request))
        .first()
    )
    if found is None or not _may_see(request, found):
        raise Http404
    return found.alliance, found


def consultation_frame(
    request: HttpRequest, consultation: Consultation, here: str, *, current: str = "dialogue"
) -> dict:
    """Give the frame of its alliance; without rail when the alliance is not theirs to see."""
    frame = alliance_frame(request, consultation.alliance, current, here)
    if not _sees_alliance(consultation):
        frame |= {"rail": [], "crumbs": []}
    return frame | {"consultation": consultation}


def _joined(request: HttpRequest):
    if not request.user.is_authenticated:
        return Value(False, output_field=BooleanField())
    mine = Alliance.objects.joined_by(request.user)
    return Exists(mine.filter(pk=OuterRef("alliance")))


def _sees_alliance(consultation: Consultation) -> bool:
    is_public = consultation.alliance.status == AllianceStatus.PUBLISHED
    return is_public or consultation.is_of_mine


def _may_see(request: HttpRequest, consultation: Consultation) -> bool:
    if consultation.is_of_mine:
        return True
    if consultation.published_at is None:
        return False
    if consultation.alliance.status == AllianceStatus.PUBLISHED:
        return True
    if not consultation.has_inhabitants:
        return False
    is_open = consultation.access == Access.OPEN
    return is_open or has_link(request, consultation, timezone.now())
