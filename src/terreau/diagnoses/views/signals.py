"""The weak signals of an alliance: list, page, follow-up, reading over."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from terreau.alliances.models import Alliance
from terreau.alliances.permissions import is_facilitator
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.actions.signals import follow_signal, moderate_signal, qualify_signal
from terreau.diagnoses.enums_signals import Capture, SignalState
from terreau.diagnoses.forms.signals import (
    FollowForm,
    QualifyForm,
    RefusalForm,
    SignalFilterForm,
)
from terreau.diagnoses.models import Signal
from terreau.diagnoses.permissions_signals import (
    can_follow_signal,
    can_issue_signal_link,
    can_moderate_signal,
    can_qualify_signal,
    can_read_signals,
    can_tell_signal,
)
from terreau.diagnoses.signal_words import count_words
from terreau.diagnoses.views.access import diagnosis_frame

ON_A_PAGE = 20


def signals(request: HttpRequest, slug: str) -> HttpResponse:
    """List what was told, the newest first."""
    alliance = fetch_alliance(request, slug)
    require(can_read_signals(request.posture, alliance))
    facilitates = is_facilitator(request.posture, alliance)
    seen = Signal.objects.visible_to(request.user, is_facilitator=facilitates)
    rows = seen.filter(alliance=alliance)
    form = SignalFilterForm(request.GET)
    wanted = _wanted(form)
    found = rows.filter(**wanted).select_related("alliance", "detected_by", "domain", "place")
    context = diagnosis_frame(request, alliance, "signals", _("Signaux faibles")) | {
        "form": form,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "is_filtering": bool(wanted),
        "words": count_words(_counts(rows)),
        "may_tell": can_tell_signal(request.posture, alliance),
        "may_issue": can_issue_signal_link(request.posture, alliance),
    }
    return render(request, "diagnoses/signals.html", context)


def _wanted(form: SignalFilterForm) -> dict:
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def _counts(rows) -> dict[str, int]:
    return rows.followed().aggregate(
        total=Count("pk"),
        uncaptured=Count("pk", filter=Q(capture=Capture.NO)),
        unknown=Count("pk", filter=Q(capture=Capture.UNKNOWN)),
    )


@never_cache
def signal(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show one signal and what was done since; a POST notes what was done."""
    found = _fetch(request, slug, uuid)
    form = FollowForm(
        request.POST if request.method == "POST" else None,
        initial={"happened_on": timezone.localdate(), "state": found.state},
    )
    if request.method == "POST":
        require(can_follow_signal(request.posture, found))
        if form.is_valid():
            follow_signal(found, **form.cleaned_data, by=request.posture, now=timezone.now())
            messages.success(request, _("La suite est notée."))
            return redirect(found)
    return _page(request, found, form)


def _page(
    request: HttpRequest,
    found: Signal,
    form: FollowForm | None = None,
    refusal: RefusalForm | None = None,
) -> HttpResponse:
    today = {"happened_on": timezone.localdate(), "state": found.state}
    context = _frame(request, found.alliance, str(found)) | {
        "signal": found,
        "follow_ups": list(found.follow_ups.all()),
        "form": form or FollowForm(initial=today),
        "refusal": refusal or RefusalForm(),
        "may_follow": can_follow_signal(request.posture, found),
        "may_moderate": can_moderate_signal(request.posture, found),
        "may_qualify": can_qualify_signal(request.posture, found),
        "is_pending": found.state == SignalState.PENDING,
    }
    return render(request, "diagnoses/signal.html", context)


def qualify(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Say of what a signal speaks; the second of two people is told and loses nothing."""
    found = _fetch(request, slug, uuid)
    require(can_qualify_signal(request.posture, found))
    form = QualifyForm(request.POST or None, instance=found)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: qualify_signal(found, form.values(), **stamp),
    )
    if status == SAVED:
        messages.success(request, _("Le signal est qualifié."))
        return redirect(found)
    context = _frame(request, found.alliance, _("Qualifier")) | {"form": form, "signal": found}
    return render(request, "diagnoses/signal_form.html", context, status=status)


@require_POST
def keep(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Keep a signal that waits to be read over."""
    found = _fetch(request, slug, uuid)
    require(can_moderate_signal(request.posture, found))
    moderate_signal(found, is_kept=True, by=request.posture, now=timezone.now())
    messages.success(request, _("Le signal est retenu : les membres le voient."))
    return redirect(found)


@require_POST
def refuse(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Do not keep a signal, for a reason."""
    found = _fetch(request, slug, uuid)
    require(can_moderate_signal(request.posture, found))
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refusal=form)
    try:
        moderate_signal(
            found,
            is_kept=False,
            reason=form.cleaned_data["reason"],
            by=request.posture,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error("reason", str(error))
        return _page(request, found, refusal=form)
    messages.success(request, _("Le signal n’est pas retenu. Il n’est montré à personne d’autre."))
    return redirect("diagnoses:signals", slug)


def _fetch(request: HttpRequest, slug: str, uuid: UUID) -> Signal:
    alliance = fetch_alliance(request, slug)
    facilitates = is_facilitator(request.posture, alliance)
    seen = Signal.objects.visible_to(request.user, is_facilitator=facilitates)
    rows = seen.select_related("detected_by", "domain", "challenge", "place")
    found = get_object_or_404(rows, uuid=uuid, alliance=alliance)
    found.alliance = alliance
    return found


def _frame(request: HttpRequest, alliance: Alliance, here: str) -> dict:
    return alliance_frame(request, alliance, "diagnoses", here)
