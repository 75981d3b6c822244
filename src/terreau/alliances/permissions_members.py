"""Who writes what a member says of itself: why it is there, what it gives and receives."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Membership
from terreau.alliances.permissions import is_facilitator
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_describe_member(posture: Posture | None, membership: Membership) -> Verdict:
    """Change what a member says of itself: who speaks for it, or who facilitates the alliance."""
    if membership.left_on:
        return refused(_("Ce membre est parti : ce qu’il disait reste comme il l’a dit."))
    speaks = posture and posture.mandate
    if speaks and posture.mandate.organisation_id == membership.organisation_id:
        return GRANTED
    if is_facilitator(posture, membership.alliance):
        return GRANTED
    return refused(
        _(
            "Ce qu’un membre dit de lui revient à ceux qui parlent pour lui et aux facilitateurs "
            "de l’alliance."
        )
    )
