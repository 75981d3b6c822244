"""The live diagnosis of an alliance: each challenge measured, felt, acted upon."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from terreau.alliances.models import Alliance
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.diagnoses.actions.choices import reset_choices, save_choices
from terreau.diagnoses.forms.choices import ChoicesForm
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.permissions_snapshots import (
    can_choose_reading,
    can_read_diagnosis,
    can_take_snapshot,
)
from terreau.diagnoses.presenting import card_of
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.showing import shown_fields, shown_live
from terreau.diagnoses.subjects import Unit, read_units
from terreau.diagnoses.values import Diagnosis
from terreau.diagnoses.views.access import diagnosis_frame
from terreau.diagnoses.weighing import others_for, weight_field
from terreau.diagnoses.whereabouts import tell_whereabouts
from terreau.territories.following import follow_codes

SHOWN = 5


@login_not_required
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the live diagnosis to the members, and to others what was published."""
    alliance = fetch_alliance(request, slug)
    frame = diagnosis_frame(request, alliance, "home")
    if not can_read_diagnosis(request.posture, alliance):
        published = DiagnosisSnapshot.objects.filter(alliance=alliance).published().light()
        return render(request, "diagnoses/outside.html", frame | {"snapshots": published[:SHOWN]})
    form = ChoicesForm(request.GET, read_choices(alliance))
    units = read_units(alliance)
    diagnosis = gather(alliance, form.choices, on=timezone.localdate(), units=units)
    context = (
        frame
        | shown_live(diagnosis)
        | {
            "form": form,
            "fields": shown_fields(form),
            "whereabouts": _whereabouts(units, diagnosis),
            "may_choose": can_choose_reading(request.posture, alliance),
            "may_take": can_take_snapshot(request.posture, alliance),
            "query": request.GET.urlencode(),
        }
    )
    return render(request, "diagnoses/home.html", context)


def _whereabouts(units: Iterable[Unit], diagnosis: Diagnosis) -> list[str]:
    """Say which units of the perimeter are no more: no query while all of them are."""
    gone = [(one.kind, one.code) for one in units if one.is_obsolete]
    return tell_whereabouts(diagnosis, follow_codes(gone), is_frozen=False) if gone else []


@require_safe
def challenge(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show one challenge whole: every indicator, its weight, each collection of views."""
    alliance = fetch_alliance(request, slug)
    require(can_read_diagnosis(request.posture, alliance))
    form = ChoicesForm(request.GET, read_choices(alliance), str(uuid))
    diagnosis = gather(alliance, form.choices, on=timezone.localdate())
    rows = enumerate(diagnosis.challenges, start=1)
    card = next((card_of(diagnosis, r, n) for n, r in rows if r.uuid == str(uuid)), None)
    if card is None:
        raise Http404
    context = diagnosis_frame(request, alliance, "home", card.reading.title) | {
        "diagnosis": diagnosis,
        "card": card,
        "fields": [weight_field(one) for one in card.reading.figures],
        "others": others_for(card.reading),
        "form": form,
        "may_choose": can_choose_reading(request.posture, alliance),
    }
    return render(request, "diagnoses/challenge.html", context)


@require_POST
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the choices of the page for everybody, or come back to the usual ones."""
    alliance = fetch_alliance(request, slug)
    uuid = _challenge_of(request, alliance)
    if "reset" in request.POST:
        reset_choices(alliance, by=request.posture, now=timezone.now())
        messages.success(request, _("Le diagnostic se lit de nouveau comme d’habitude."))
    else:
        form = ChoicesForm(request.POST, read_choices(alliance), uuid)
        save_choices(alliance, form.choices, by=request.posture, now=timezone.now())
        messages.success(request, _("Ces choix sont enregistrés pour tous les membres."))
    if uuid:
        return redirect("diagnoses:challenge", slug, uuid)
    return redirect("diagnoses:home", slug)


def _challenge_of(request: HttpRequest, alliance: Alliance) -> str | None:
    known = {str(one) for one in alliance.challenges.values_list("uuid", flat=True)}
    asked = request.POST.get("enjeu", "")
    return asked if asked in known else None
