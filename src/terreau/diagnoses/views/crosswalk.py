"""Which domain, which goals, which indicators and which challenges speak of the same thing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.diagnoses.crosswalk import read_crosswalk
from terreau.diagnoses.permissions_snapshots import can_read_diagnosis
from terreau.diagnoses.views.access import diagnosis_frame


@require_safe
def crosswalk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the crosswalk, domain by domain."""
    alliance = fetch_alliance(request, slug)
    require(can_read_diagnosis(request.posture, alliance))
    context = diagnosis_frame(request, alliance, "crosswalk") | {
        "domains": read_crosswalk(alliance),
    }
    return render(request, "diagnoses/crosswalk.html", context)
