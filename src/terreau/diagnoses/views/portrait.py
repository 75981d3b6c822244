"""The portrait of an alliance's perimeter, beside its twins and the country."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.diagnoses.views.access import diagnosis_frame
from terreau.territories.twins.kept import kept_portrait
from terreau.territories.twins.subjects import subject_of


@login_not_required
@require_safe
def portrait(request: HttpRequest, slug: str) -> HttpResponse:
    """Show public figures of the perimeter to whoever sees the alliance."""
    alliance = fetch_alliance(request, slug)
    frame = diagnosis_frame(request, alliance, "portrait", _("Portrait"))
    units = list(alliance.perimeter.with_parents())
    if units:
        subject = subject_of(units, alliance.perimeter_label, request.GET.get("avec", ""))
        frame |= kept_portrait(subject, request.GET)
    return render(request, "diagnoses/portrait.html", frame | {"has_perimeter": bool(units)})
