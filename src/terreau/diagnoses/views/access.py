"""The frame of every page of a diagnosis, and its snapshots that one may see, or 404."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.alliances.rail import alliance_frame
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.tabs import diagnosis_tabs


def diagnosis_frame(request: HttpRequest, alliance: Alliance, current: str, here: str = "") -> dict:
    """Give the rail of the alliance and the tabs of its diagnosis."""
    frame = alliance_frame(request, alliance, "diagnoses", here or _("Diagnostic"))
    tabs = diagnosis_tabs(alliance, current, is_inside=frame["is_inside"])
    return frame | {"tabs": tabs}


def fetch_snapshot(request: HttpRequest, slug: str, uuid: UUID) -> DiagnosisSnapshot:
    """Fetch a frozen diagnosis with its alliance, in one query."""
    visible = DiagnosisSnapshot.objects.visible_to(request.user).select_related("alliance")
    return get_object_or_404(visible, alliance__slug=slug, uuid=uuid)
