"""Sums of hours: one's own, an organisation's, an alliance's; others' lines are never shown."""

import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.models import Alliance
from terreau.alliances.views.access import fetch_alliance
from terreau.core.verdicts import require
from terreau.support.forms.files import alliances_of
from terreau.support.hours_picture import trades_picture
from terreau.support.hours_reading import report, spoken_minutes
from terreau.support.models import HourEntry
from terreau.support.permissions import (
    can_read_hours_of_alliance,
    can_read_hours_of_organisation,
)

ALL_YEARS = "tout"


def own(request: HttpRequest) -> HttpResponse:
    """One's own hours."""
    rows = HourEntry.objects.filter(person=request.user)
    return _page(request, rows, _("Mes heures"), "own")


def of_organisation(request: HttpRequest) -> HttpResponse:
    """The sums of the organisation in whose name one speaks."""
    require(can_read_hours_of_organisation(request.posture))
    organisation = request.posture.organisation
    rows = HourEntry.objects.filter(organisation=organisation)
    return _page(request, rows, organisation.name, "organisation")


def of_alliance(request: HttpRequest, slug: str) -> HttpResponse:
    """The sums of an alliance, for its members."""
    alliance = fetch_alliance(request, slug)
    require(can_read_hours_of_alliance(request.posture, alliance))
    return _page(request, HourEntry.objects.filter(alliance=alliance), alliance.name, alliance)


def _page(
    request: HttpRequest, rows: QuerySet[HourEntry], name: str, whose: str | Alliance
) -> HttpResponse:
    today = timezone.localdate()
    year = _year(request.GET.get("annee"), today)
    told = report(rows.filter(on__year=year) if year else rows)
    period = str(year) if year else _("depuis le début")
    context = {
        "name": name,
        "whose": whose if isinstance(whose, str) else "alliance",
        "report": told,
        "total": spoken_minutes(told.minutes),
        "picture": trades_picture(told, name, period) if told.minutes else None,
        "period": period,
        "year": year,
        "years": [today.year - past for past in range(5)],
        "tabs": _tabs(request, whose),
    }
    return render(request, "support/hours_report.html", context)


def _tabs(request: HttpRequest, whose: str | Alliance) -> list[tuple[str, str, bool]]:
    """Whose hours one may look at."""
    tabs = [(_("Moi"), reverse("support:hours-report"), whose == "own")]
    if request.posture.mandate:
        address = reverse("support:hours-organisation")
        tabs.append((request.posture.organisation.name, address, whose == "organisation"))
    return tabs + [
        (one.name, reverse("support:hours-alliance", args=[one.slug]), one == whose)
        for one in alliances_of(request.user)
    ]


def _year(text: str | None, today: datetime.date) -> int | None:
    """Read a year; this one when it is not told, none for all of them."""
    if text == ALL_YEARS:
        return None
    written = text if text and len(text) == 4 and text.isdecimal() else ""
    known = written and 1990 <= int(written) <= today.year
    return int(written) if known else today.year
