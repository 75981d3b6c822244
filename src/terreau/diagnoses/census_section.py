"""What the page of a partnership shows of its census: who tells of it, and how to withdraw it."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.actors.extensions import Section
from terreau.alliances.models import Alliance
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions_census import can_withdraw_census

MOST_SHOWN = 12


def declarations_of(request: HttpRequest, partnership: Partnership) -> Section | None:
    """List the voices side by side; what they say differently is not settled here."""
    if not getattr(partnership, "is_declared", True):
        return None
    found = partnership.declarations.select_related("organisation").order_by("declared_at", "pk")
    rows = list(found[: MOST_SHOWN + 1])
    alliance = None
    if can_withdraw_census(request.posture, partnership):
        mine = Alliance.objects.visible_to(request.user).filter(censused_partnerships=partnership)
        alliance = mine.order_by("pk").first()
    context = {
        "rows": rows[:MOST_SHOWN],
        "has_more": len(rows) > MOST_SHOWN,
        "partnership": partnership,
        "alliance": alliance,
    }
    return Section(_("Qui le dit"), "diagnoses/_declarations.html", context)
