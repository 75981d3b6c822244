"""Who may read and fill the interest grid: declared by members, estimated by facilitators."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Membership
from terreau.alliances.permissions import (
    can_contribute_as_organisation,
    can_read_inside,
    facilitation_verdict,
    membership_of,
)
from terreau.alliances.standing import standing_in
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_read_grid(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read every line of the interest grid: facilitators; members too once it is shared."""
    if standing_in(posture, alliance).facilitates_as:
        return GRANTED
    inside = can_read_inside(posture, alliance)
    if not inside or alliance.is_grid_shared:
        return inside
    return refused(
        _(
            "Les facilitateurs gardent la grille des intérêts pour eux. "
            "Vous y lisez et y écrivez la ligne de votre organisation."
        )
    )


def can_declare_interests(
    posture: Posture | None, alliance: Alliance, membership: Membership
) -> Verdict:
    """Declare interests in the grid: each member organisation for itself."""
    verdict = can_contribute_as_organisation(posture, alliance)
    if not verdict:
        return verdict
    if membership_of(posture, alliance) != membership:
        return refused(
            _("Seule cette organisation déclare ses intérêts. Remplissez plutôt votre ligne.")
        )
    return GRANTED


def can_estimate_interests(
    posture: Posture | None, alliance: Alliance, membership: Membership
) -> Verdict:
    """Estimate the interests of another member: a facilitator, kept apart from what it says."""
    verdict = facilitation_verdict(posture, alliance)
    if not verdict:
        return verdict
    if membership_of(posture, alliance) == membership:
        return refused(_("Vous parlez au nom de cette organisation : déclarez, n’estimez pas."))
    return GRANTED


def can_share_grid(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Choose whether the members read the whole grid: a facilitator."""
    return facilitation_verdict(posture, alliance)
