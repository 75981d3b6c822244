"""Who may issue the personal links of the inhabitants' space."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.permissions import facilitation_verdict
from terreau.core.verdicts import Verdict, refused
from terreau.dialogues.models import Consultation


def can_see_links(posture: Posture | None, consultation: Consultation) -> Verdict:
    """See which links were issued and served; never what they answered: a facilitator."""
    return facilitation_verdict(posture, consultation.alliance)


def can_issue_links(posture: Posture | None, consultation: Consultation) -> Verdict:
    """Issue, take back or replace links: a facilitator, once published and until the close."""
    verdict = facilitation_verdict(posture, consultation.alliance)
    if not verdict:
        return verdict
    if not consultation.has_inhabitants:
        return refused(
            _(
                "Les liens personnels ouvrent l’espace des habitants, que cette consultation "
                "n’ouvre pas. Une organisation répond par son mandat."
            )
        )
    if consultation.published_at is None:
        return refused(_("Publiez d’abord la consultation : un lien mène à ce qui est publié."))
    if consultation.closed_at:
        return refused(_("Cette consultation est close : ses liens n’ouvriraient plus rien."))
    return verdict
