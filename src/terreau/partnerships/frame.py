"""The frame of every page of a partnership: its tabs, its way back, where one stands."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import can_read_papers, standing_in


def partnership_frame(
    request: HttpRequest, partnership: Partnership, current: str, here: str = ""
) -> dict:
    """Give what `_partnership_base.html` shows; the pages of the parties alone only to them."""
    standing = standing_in(request.posture, partnership)
    tabs = [("detail", _("La fiche")), ("flows", _("Apports")), ("story", _("Étapes"))]
    if standing.party or standing.speaks_as:
        tabs += [("papers", _("Convention et documents")), ("reviews", _("Revues"))]
    elif can_read_papers(request.posture, partnership):
        tabs += [("papers", _("Convention et documents"))]
    own = partnership.get_absolute_url()
    crumbs = [(_("Partenariats"), reverse("partnerships:list"))]
    crumbs += [(partnership.title, own), (here, "")] if here else [(partnership.title, "")]
    return {
        "partnership": partnership,
        "standing": standing,
        "tabs": [
            (label, reverse(f"partnerships:{key}", args=[partnership.uuid]), key == current)
            for key, label in tabs
        ],
        "crumbs": crumbs,
    }
