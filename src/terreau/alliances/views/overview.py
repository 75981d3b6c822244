"""The list of alliances and the page of one."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from terreau.accounts.counting import counts_shortly
from terreau.accounts.shortly import Moment
from terreau.alliances.bridge.consent import consent_on, current_objective
from terreau.alliances.directory import cards_of, find_alliances
from terreau.alliances.extensions import cards_of_overview, notes_above, waits_above
from terreau.alliances.forms.directory import DirectoryForm
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_edit_alliance, can_invite, can_open_alliance
from terreau.alliances.pictures.portrait import portrait_of
from terreau.alliances.rail import alliance_frame
from terreau.alliances.reading import read_alliance
from terreau.alliances.todo import waits_in
from terreau.alliances.views.access import fetch_alliance
from terreau.territories.kept_maps import referential_day

ON_A_PAGE = 20
_above = Moment(most=1_000)


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
    alliance = fetch_alliance(request, slug, loaded_at=referential_day(), **notes_above())
    frame = alliance_frame(request, alliance, "overview")
    objective = current_objective(alliance)
    mine = frame["standing"].membership
    read = read_alliance(alliance, objective=objective, mine=mine)
    consent = consent_on(objective, read.members) if objective else None
    context = frame | portrait_of(alliance, read, is_inside=frame["is_inside"])
    today = timezone.localdate()
    waits = waits_in(
        alliance,
        request.posture,
        consent=consent,
        may_state=bool(read.challenges) and not read.has_stated,
        today=today,
    )
    above_waits, above_cards = _read_above(request, alliance, frame)
    context |= {
        "consent": consent,
        "challenges": read.challenges,
        "waits": waits + above_waits,
        "cards_above": above_cards,
        "may_edit": can_edit_alliance(request.posture, alliance),
        "may_invite": can_invite(request.posture, alliance),
    }
    return render(request, "alliances/overview.html", context)


def _read_above(request: HttpRequest, alliance: Alliance, frame: dict[str, Any]) -> tuple:
    """Read what the domains above wait for and show: a dozen of queries, kept a moment.

    Whoever changes posture, joins or leaves asks anew, as whoever acts does.
    """

    def read() -> tuple:
        counts = counts_shortly(request) if request.posture else {}
        waits = waits_above(request.posture, alliance, timezone.localdate(), counts)
        return waits, cards_of_overview(request, alliance)

    mandate = request.posture and request.posture.mandate
    stands = (frame["standing"], frame["is_inside"], mandate and mandate.pk)
    return _above.ask(request, read, alliance.pk, get_language(), *stands)
