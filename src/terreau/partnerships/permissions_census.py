"""Who may add to the census of a territory: its facilitators; a member, for what it lives."""

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.extensions import is_facilitator
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_contribute_as_organisation, facilitation_verdict
from terreau.alliances.standing import standing_in
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.partnerships.enums import Provenance
from terreau.partnerships.models import Partnership
from terreau.partnerships.permissions import standing_in as standing_in_partnership


def can_census(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Note an existing partnership: a facilitator, or a member organisation for its own."""
    if posture and standing_in(posture, alliance).is_facilitator:
        return GRANTED
    return can_contribute_as_organisation(posture, alliance)


def can_census_for_others(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Note a partnership to which one is not party: a facilitator."""
    verdict = facilitation_verdict(posture, alliance)
    if verdict or not can_contribute_as_organisation(posture, alliance):
        return verdict
    return refused(
        _(
            "« %(posture)s » n’est pas parmi les parties : un membre recense ses propres "
            "partenariats, ceux des autres reviennent aux facilitateurs de l’alliance."
        )
        % {"posture": posture.label if posture else ""}
    )


def can_import_census(person) -> Verdict:
    """Bring a file of existing partnerships in: whoever facilitates, or keeps the instance."""
    if not getattr(person, "is_authenticated", False):
        return refused(_("Connectez-vous pour importer un recensement."))
    if person.is_staff or is_facilitator(person, today=timezone.localdate()):
        return GRANTED
    return refused(
        _(
            "Importer un recensement revient aux facilitateurs d’une alliance : confiez-leur le "
            "fichier, ou recensez vos propres partenariats un à un."
        )
    )


def can_withdraw_census(posture: Posture | None, partnership: Partnership) -> Verdict:
    """Take a censused partnership away, noted by mistake: who keeps it, while nobody lives it."""
    if partnership.provenance != Provenance.CENSUSED:
        return refused(
            _("Ce partenariat est suivi dans Terreau : il se clôt, son histoire ne s’efface pas.")
        )
    if posture and standing_in_partnership(posture, partnership).is_keeper:
        return GRANTED
    return refused(
        _(
            "Seuls les facilitateurs qui ont recensé ce partenariat le retirent. Dites-leur ce "
            "qui n’est pas juste."
        )
    )
