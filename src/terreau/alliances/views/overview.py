"""The list of alliances and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from terreau.alliances.bridge.consent import consent_of
from terreau.alliances.directory import cards_of, find_alliances
from terreau.alliances.forms.directory import DirectoryForm
from terreau.alliances.models import Challenge, JournalEntry
from terreau.alliances.permissions import can_edit_alliance, can_invite, can_open_alliance
from terreau.alliances.pictures.cards import matrix_card, path_card
from terreau.alliances.pictures.perimeter import perimeter_view
from terreau.alliances.rail import alliance_frame
from terreau.alliances.todo import waits_in
from terreau.alliances.views.access import fetch_alliance

ON_A_PAGE = 20
PAGES_SHOWN = 4


@login_not_required
def directory(request: HttpRequest) -> HttpResponse:
    """List the alliances this person may see."""
    form = DirectoryForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    found = find_alliances(request.user, filters).prefetch_related("perimeter")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": cards_of(page.object_list),
        "is_filtering": any(filters.values()),
        "may_open": can_open_alliance(request.posture),
    }
    return render(request, "alliances/list.html", context)


@login_not_required
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an alliance: its question, its worlds, its path and its blind spots."""
    alliance = fetch_alliance(request, slug)
    prefetch_related_objects([alliance], "perimeter")
    units = list(alliance.perimeter.all())
    summary, drawn = perimeter_view(units, alliance.perimeter_label or alliance.name)
    frame = alliance_frame(request, alliance, "overview")
    entries = JournalEntry.objects.filter(alliance=alliance)
    if not frame["is_inside"]:
        entries = entries.filter(is_public=True)
    consent = consent_of(alliance)
    challenges = Challenge.objects.filter(alliance=alliance)
    context = frame | {
        "card": cards_of([alliance])[0],
        "summary": summary,
        "map": drawn,
        "consent": consent,
        "path": path_card(alliance),
        "matrix": matrix_card(alliance),
        "challenges": challenges,
        "entries": entries[:PAGES_SHOWN],
        "waits": waits_in(
            alliance,
            request.posture,
            consent=consent,
            challenges=challenges,
            today=timezone.localdate(),
        ),
        "may_edit": can_edit_alliance(request.posture, alliance),
        "may_invite": can_invite(request.posture, alliance),
    }
    return render(request, "alliances/overview.html", context)
