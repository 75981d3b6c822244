"""A diagnosis taken out as files."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.diagnoses.exchange.envelope import Envelope, envelope_of, envelope_of_today
from terreau.diagnoses.exchange.writing import EXPORTS, media_type, write_diagnosis
from terreau.diagnoses.forms.choices import ChoicesForm
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.permissions_snapshots import can_read_diagnosis
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.views.access import fetch_snapshot


@require_safe
def export_live(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Give what the page shows, under the same choices, to the members."""
    alliance = fetch_alliance(request, slug)
    require(can_read_diagnosis(request.posture, alliance))
    form = ChoicesForm(request.GET, read_choices(alliance))
    now = timezone.now()
    with translation.override("fr"):  # as a frozen one: the words of the registry
        diagnosis = gather(alliance, form.choices, on=timezone.localdate(now))
    today = envelope_of_today(diagnosis, by=request.posture.label, now=now)
    return _file(name, alliance.slug, today)


@login_not_required
@require_safe
def export(request: HttpRequest, slug: str, uuid: UUID, name: str) -> HttpResponse:
    """Give a frozen diagnosis, to everybody once it is published."""
    return _file(name, slug, envelope_of(fetch_snapshot(request, slug, uuid)))


def _file(name: str, slug: str, envelope: Envelope) -> HttpResponse:
    if name not in EXPORTS:
        raise Http404
    response = HttpResponse(write_diagnosis(name, envelope), content_type=media_type(name))
    stem, ending = name.rsplit(".", 1)
    known_by = f"{stem}-{slug}-{envelope.taken_on:%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{known_by}"'
    return response
