"""Who may take the papers of a ballot out."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.dialogues.ballot_counting import FEWEST_ORGANISATIONS, FEWEST_PEOPLE
from terreau.dialogues.enums import Space
from terreau.dialogues.models import Ballot


def can_take_papers(posture: Posture | None, ballot: Ballot, space: Space) -> Verdict:
    """Take the papers of one space out, without names: once counted, and enough of them."""
    if not ballot.counts.exists():
        return refused(_("Les bulletins se téléchargent une fois le scrutin dépouillé."))
    if ballot.revealed_at is None:
        verdict = facilitation_verdict(posture, ballot.alliance)
        if not verdict:
            return refused(_("Le résultat n’est pas encore dévoilé : revenez à ce moment-là."))
    fewest = FEWEST_PEOPLE if space == Space.INHABITANTS else FEWEST_ORGANISATIONS
    papers = ballot.papers.filter(participant__space=space, participant__folded_into=None)
    if papers.count() < fewest:
        return refused(_("Trop peu de bulletins : les donner dirait qui a voté quoi."))
    return GRANTED
