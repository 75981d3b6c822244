"""Frozen diagnoses: taken, read, published, compared."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.diagnoses.actions.snapshots import (
    publish_snapshot,
    remove_snapshot,
    take_snapshot,
    withdraw_snapshot,
)
from terreau.diagnoses.comparing import compare_diagnoses
from terreau.diagnoses.forms.choices import ChoicesForm
from terreau.diagnoses.forms.snapshots import SnapshotForm
from terreau.diagnoses.freezing import thaw
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.papers.keeping import drawn_papers
from terreau.diagnoses.permissions_snapshots import (
    can_publish_snapshot,
    can_remove_snapshot,
    can_take_snapshot,
)
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.showing import shown_diagnosis
from terreau.diagnoses.views.access import diagnosis_frame, fetch_snapshot
from terreau.diagnoses.whereabouts import tell_whereabouts
from terreau.territories.following import follow_codes

ON_A_PAGE = 20


@login_not_required
@require_safe
def snapshots(request: HttpRequest, slug: str) -> HttpResponse:
    """List the frozen diagnoses that this person may read, the newest first."""
    alliance = fetch_alliance(request, slug)
    rows = DiagnosisSnapshot.objects.visible_to(request.user).filter(alliance=alliance).light()
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = diagnosis_frame(request, alliance, "snapshots") | {
        "page": page,
        "may_take": can_take_snapshot(request.posture, alliance),
    }
    return render(request, "diagnoses/snapshots.html", context)


def take(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the diagnosis of the day as the saved choices read it."""
    alliance = fetch_alliance(request, slug)
    require(can_take_snapshot(request.posture, alliance))
    form = SnapshotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        choices = ChoicesForm(request.POST, read_choices(alliance)).choices
        # The words are frozen as the registry holds them; each reader gets them in their language.
        with translation.override("fr"):
            diagnosis = gather(alliance, choices, on=timezone.localdate(now))
        taken = take_snapshot(alliance, diagnosis, **form.cleaned_data, by=request.posture, now=now)
        messages.success(request, _("Le diagnostic est arrêté : il ne changera plus."))
        return redirect(taken)
    context = diagnosis_frame(request, alliance, "snapshots", _("Arrêter le diagnostic"))
    tried = ChoicesForm(request.GET or request.POST, read_choices(alliance)).tried
    context |= {"form": form, "tried": tried}
    return render(request, "diagnoses/take.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def snapshot(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a frozen diagnosis, to everybody once it is published."""
    found = fetch_snapshot(request, slug, uuid)
    context = diagnosis_frame(request, found.alliance, "snapshots", found.title)
    visible = DiagnosisSnapshot.objects.visible_to(request.user).light()
    others = visible.filter(alliance=found.alliance).exclude(pk=found.pk)
    diagnosis = thaw(found.content)
    followed = follow_codes(unit[:2] for unit in diagnosis.perimeter.units)
    context |= shown_diagnosis(diagnosis) | {
        "snapshot": found,
        "papers": drawn_papers(found),
        "whereabouts": tell_whereabouts(diagnosis, followed),
        "others": others[:ON_A_PAGE],
        "may_publish": can_publish_snapshot(request.posture, found),
        "may_remove": can_remove_snapshot(request.posture, found),
    }
    return render(request, "diagnoses/snapshot.html", context)


@require_POST
def publish(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show a frozen diagnosis to everybody."""
    found = fetch_snapshot(request, slug, uuid)
    if publish_snapshot(found, by=request.posture, now=timezone.now()):
        messages.success(request, _("Ce diagnostic est publié ; son adresse peut se partager."))
    else:
        messages.info(request, _("Ce diagnostic était déjà publié."))
    return redirect(found)


@require_POST
def withdraw(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Keep a frozen diagnosis for the members again."""
    found = fetch_snapshot(request, slug, uuid)
    if withdraw_snapshot(found, by=request.posture, now=timezone.now()):
        messages.success(request, _("Ce diagnostic n’est plus public ; les membres le lisent."))
    else:
        messages.info(request, _("Ce diagnostic n’était pas public."))
    return redirect(found)


@require_POST
def remove(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Remove a frozen diagnosis that is not published."""
    found = fetch_snapshot(request, slug, uuid)
    remove_snapshot(found, by=request.posture, now=timezone.now())
    messages.success(request, _("Cet instantané est supprimé ; le journal garde sa trace."))
    return redirect("diagnoses:snapshots", slug)


@login_not_required
@require_safe
def compare(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Compare a frozen diagnosis with another of the same alliance."""
    found = fetch_snapshot(request, slug, uuid)
    visible = DiagnosisSnapshot.objects.visible_to(request.user).filter(alliance=found.alliance)
    other = visible.filter(uuid=_uuid(request.GET.get("avec"))).exclude(pk=found.pk).first()
    if other is None:
        messages.info(request, _("Choisissez un autre instantané à comparer avec celui-ci."))
        return redirect(found)
    first, last = sorted((found, other), key=lambda one: (one.taken_at, one.pk))
    before, after = thaw(first.content), thaw(last.content)
    units = (unit[:2] for one in (before, after) for unit in one.perimeter.units)
    context = diagnosis_frame(request, found.alliance, "snapshots", _("Comparer")) | {
        "first": first,
        "last": last,
        "is_same_day": first.taken_on == last.taken_on,
        "comparison": compare_diagnoses(before, after, follow_codes(units)),
    }
    return render(request, "diagnoses/compare.html", context)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
