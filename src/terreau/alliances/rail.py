"""The frame of every page of an alliance: its rail, its head and where one stands."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.alliances.extensions import RailDoor, rail_doors
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside
from terreau.alliances.standing import Standing, standing_in


@dataclass(frozen=True)
class RailItem:
    """One page of the alliance; a private one is not shown to a passer-by."""

    key: str
    label: str
    url: str
    is_current: bool
    count: int | None = None


def alliance_frame(request: HttpRequest, alliance: Alliance, current: str, here: str = "") -> dict:
    """Give what `_alliance_base.html` shows around a page of an alliance."""
    standing = standing_in(request.posture, alliance)
    inside = bool(can_read_inside(request.posture, alliance))
    return {
        "alliance": alliance,
        "standing": standing,
        "is_inside": inside,
        "rail": _rail(alliance, standing, current, inside=inside),
        "crumbs": _crumbs(alliance, here),
    }


def _rail(alliance: Alliance, standing: Standing, current: str, *, inside: bool) -> list[RailItem]:
    labels = {
        "overview": _("Aperçu"),
        "challenges": _("Enjeux"),
        "objective": _("Objectif partagé"),
        "matrix": _("Matrice"),
        "grid": _("Intérêts"),
        "path": _("Chemin"),
        "journal": _("Journal"),
        "members": _("Membres"),
        "records": _("Décisions"),
        "governance": _("Gouvernance"),
        "handover": _("Passer le relais"),
        "publication": _("Réglages"),
    }
    keys = ["overview", "challenges", "matrix", "path", "journal"]
    if inside:
        keys[2:2] = ["objective"]
        keys.insert(keys.index("path"), "grid")
        keys += ["members", "records"]
    if inside and alliance.governance_raised_on:  # R2: never before the question was put
        keys.append("governance")
    if standing.is_facilitator:
        keys += ["handover", "publication"]
    names = {key: f"alliances:{key}" for key in keys}
    shown = [door for door in rail_doors() if inside or not door.is_inside]
    for door in shown:
        labels[door.key], names[door.key] = str(door.label), door.url_name
    keys = _placed(keys, shown)
    return [
        RailItem(key, labels[key], reverse(names[key], args=[alliance.slug]), key == current)
        for key in keys
    ]


def _placed(keys: list[str], doors: list[RailDoor]) -> list[str]:
    """Put each door after the one it names, in whatever order the domains declared them.

    A door that follows one not shown stands at the end.
    """
    placed, waiting = list(keys), list(doors)
    while waiting:
        ready = [door for door in waiting if door.after in placed] or waiting[:1]
        for door in ready:
            place = placed.index(door.after) + 1 if door.after in placed else len(placed)
            placed.insert(place, door.key)
            waiting.remove(door)
    return placed


def _crumbs(alliance: Alliance, here: str) -> list[tuple[str, str]]:
    crumbs = [(_("Alliances"), reverse("alliances:list"))]
    if here:
        return [*crumbs, (alliance.name, alliance.get_absolute_url()), (here, "")]
    return [*crumbs, (alliance.name, "")]
