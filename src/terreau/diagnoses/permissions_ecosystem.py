"""Who says what the territory may lean on."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_contribute_as_organisation
from terreau.core.verdicts import Verdict, refused


def can_describe_ecosystem(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Note a body, or that none is here: any member organisation."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : sa liste ne change plus."))
    return can_contribute_as_organisation(posture, alliance)
