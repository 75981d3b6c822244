"""Log one's hours, look at a month, correct, take back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.support.actions.hours import change_hours, log_hours, remove_hours
from terreau.support.enums import Trade
from terreau.support.forms.hours import HoursForm
from terreau.support.hours_reading import (
    entries_of_month,
    month_of,
    months_around,
    spoken_minutes,
)
from terreau.support.models import HourEntry, SupportFile

# What a removed entry hands back to the form, so that one click puts it again.
_HANDED_BACK = ("on", "minutes", "trade", "phase", "engineering", "alliance", "file", "note")


def log(request: HttpRequest) -> HttpResponse:
    """Log hours, beneath the month that is looked at."""
    today = timezone.localdate()
    posted = request.POST if request.method == "POST" else None
    form = HoursForm(posted, person=request.user, initial=_initial(request, today))
    if posted is not None and form.is_valid():
        entry = log_hours(
            form.entry_values(),
            organisation=request.posture.organisation,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(
            request, _("Noté : %(length)s.") % {"length": spoken_minutes(entry.minutes)}
        )
        return redirect(f"{reverse('support:hours')}?note={entry.uuid}")
    first = month_of(request.GET.get("mois"), today)
    entries = list(entries_of_month(request.user, first))
    before, after = months_around(first)
    context = {
        "form": form,
        "month": first,
        "before": before,
        "after": after,
        "lines": [(entry, spoken_minutes(entry.minutes)) for entry in entries],
        "total": spoken_minutes(sum(entry.minutes for entry in entries)),
        "noted": next((e for e in entries if str(e.uuid) == request.GET.get("note")), None),
        "is_handed_back": "minutes" in request.GET,
    }
    return render(request, "support/hours.html", context)


def _initial(request: HttpRequest, today) -> dict[str, Any]:
    """Start from today, and from the trade and the alliance of the last time."""
    if "minutes" in request.GET:
        back = {name: request.GET.get(name, "") for name in _HANDED_BACK}
        known = back["minutes"] in {"15", "30", "60", "120"}
        return back | {"length": back["minutes"] if known else "0"}
    initial: dict[str, Any] = {"on": today, "length": "60"}
    file = _asked_file(request)
    if file:
        initial |= {"file": file.pk, "trade": Trade.SUPPORT, "phase": file.phase}
        return initial | {"alliance": file.alliance_id}
    entries = HourEntry.objects.filter(person=request.user).order_by("-written_at", "-pk")
    last = entries.values("trade", "alliance").first()
    return initial | (last or {})


def _asked_file(request: HttpRequest) -> SupportFile | None:
    """The file from whose page one comes."""
    asked = request.GET.get("dossier", "")
    files = SupportFile.objects.visible_to(request.user)
    return next((one for one in files if str(one.uuid) == asked), None) if asked else None


def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct one's own hours."""
    entry = _fetch(request, uuid)
    form = HoursForm(request.POST or None, person=request.user, instance=entry)
    if request.method == "POST" and form.is_valid():
        change_hours(entry, form.entry_values(), by=request.user)
        messages.success(request, _("C’est corrigé."))
        return redirect(f"{reverse('support:hours')}?mois={entry.on:%Y-%m}")
    return render(request, "support/hours_edit.html", {"form": form, "entry": entry})


@require_POST
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one's own hours back; the form keeps them, ready to be logged again."""
    entry = _fetch(request, uuid)
    back = {
        "mois": f"{entry.on:%Y-%m}",
        **{name: getattr(entry, name) for name in ("minutes", "trade", "phase")},
        "on": entry.on.isoformat(),
        "engineering": entry.engineering,
        "alliance": entry.alliance_id or "",
        "file": entry.file_id or "",
        "note": entry.note,
    }
    remove_hours(entry, by=request.user)
    return redirect(f"{reverse('support:hours')}?{urlencode(back)}")


def _fetch(request: HttpRequest, uuid: UUID) -> HourEntry:
    """Fetch an entry of one's own; another's is not there."""
    return get_object_or_404(HourEntry, uuid=uuid, person=request.user)
