"""The record of roles and decisions: append-only, read by the members."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.alliances.permissions_journal import can_read_records
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.core.exchange.writing import MEDIA_TYPES, write_table
from terreau.core.journal import records_of, verify_chain
from terreau.core.verdicts import require

ON_A_PAGE = 50


def records(request: HttpRequest, slug: str) -> HttpResponse:
    """List roles and decisions, the latest first, and say whether the chain is whole."""
    alliance = fetch_alliance(request, slug)
    require(can_read_records(request.posture, alliance))
    page = Paginator(records_of(alliance.scope), ON_A_PAGE).get_page(request.GET.get("page"))
    context = alliance_frame(request, alliance, "records", _("Décisions")) | {
        "page": page,
        "breaks": verify_chain(alliance.scope),
        "verified_at": timezone.localtime(),
    }
    return render(request, "alliances/records.html", context)


def records_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the whole record over as a table."""
    alliance = fetch_alliance(request, slug)
    require(can_read_records(request.posture, alliance))
    headings = [_("Rang"), _("Date"), _("Qui, et en quel nom"), _("Quoi"), _("Empreinte")]
    rows = (
        [
            str(line.number),
            timezone.localtime(line.at).isoformat(timespec="seconds"),
            line.posture or line.author,
            line.deed,
            line.hash,
        ]
        for line in records_of(alliance.scope).iterator()
    )
    response = HttpResponse(write_table("csv", headings, rows), content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="decisions-{alliance.slug}.csv"'
    return response
