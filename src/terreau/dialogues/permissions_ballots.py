"""Who prepares a ballot and who counts it."""

import datetime

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.models import Ballot


def can_edit_ballot(posture: Posture | None, ballot: Ballot) -> Verdict:
    """Change the method, the options or the scale: a facilitator, before it is published."""
    verdict = facilitation_verdict(posture, ballot.alliance)
    if verdict and ballot.published_at:
        return refused(
            _(
                "Ce scrutin est publié : ses options et sa méthode ne changent plus, pour que "
                "chacun ait voté sur la même chose. Préparez-en un autre si besoin."
            )
        )
    return verdict


def can_count_ballot(posture: Posture | None, ballot: Ballot, *, now: datetime.datetime) -> Verdict:
    """Count: a facilitator, once it is closed and somebody has voted."""
    verdict = facilitation_verdict(posture, ballot.alliance)
    if not verdict:
        return verdict
    if ballot.published_at is None or not ballot.is_over(now):
        return refused(_("Un scrutin se dépouille une fois clos : personne ne sait avant."))
    if not ballot.papers.exists():
        return refused(_("Aucun bulletin n’a été déposé : il n’y a rien à dépouiller."))
    return GRANTED
