"""Fetching is checking: the alliance or the territory whose fabric is asked for, or 404."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.alliances.permissions import can_read_inside
from terreau.alliances.rail import alliance_frame
from terreau.alliances.views.access import fetch_alliance
from terreau.fabric.scopes import Scope
from terreau.fabric.tabs import fabric_tabs
from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

DRAWN_KINDS = (
    TerritoryKind.COMMUNE,
    TerritoryKind.EPCI,
    TerritoryKind.DEPARTEMENT,
    TerritoryKind.COLLECTIVITY,
    TerritoryKind.REGION,
)


def fetch_scope(request: HttpRequest, *, slug: str = "", kind: str = "", code: str = "") -> Scope:
    """Find whose fabric this is."""
    if slug:
        return Scope(alliance=fetch_alliance(request, slug))
    if kind not in DRAWN_KINDS:
        raise Http404
    return Scope(territory=get_object_or_404(Territory, kind=kind, code=code))


def stands_inside(request: HttpRequest, scope: Scope) -> bool:
    """Tell whether this person reads what the members of the alliance read."""
    return bool(scope.alliance and can_read_inside(request.posture, scope.alliance))


def fabric_frame(request: HttpRequest, scope: Scope, current: str, here: str) -> dict:
    """Give the frame of a page of the fabric: the rail of the alliance, or the way back."""
    context = {
        "scope": scope,
        "tabs": fabric_tabs(scope, current, is_inside=stands_inside(request, scope)),
        "is_inside": False,
        "facilitates": False,
    }
    if scope.alliance:
        frame = alliance_frame(request, scope.alliance, "fabric", here)
        return context | frame | {"facilitates": frame["standing"].is_facilitator}
    crumbs = [(_("Réseau"), reverse("fabric:home"))]
    crumbs += [(scope.name, scope.url()), (here, "")] if current != "of" else [(scope.name, "")]
    return context | {"rail": [], "crumbs": crumbs}
