"""Who may take a wave, bring a network in, introduce two organisations."""

from django.utils.translation import gettext as _

from terreau.actors.extensions import is_facilitator as facilitates_somewhere
from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside, facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.fabric.scopes import Scope


def can_read_waves(posture: Posture | None, scope: Scope) -> Verdict:
    """Read the waves: those of an alliance its members, those of a territory everybody."""
    if scope.alliance:
        return can_read_inside(posture, scope.alliance)
    return GRANTED


def can_take_wave(posture: Posture | None, scope: Scope) -> Verdict:
    """Take a wave: a facilitator of the alliance; for a territory, of any alliance."""
    if scope.alliance:
        return facilitation_verdict(posture, scope.alliance)
    if not posture:
        return refused(_("Connectez-vous pour prendre une vague."))
    if facilitates_somewhere(posture.person):
        return GRANTED
    return refused(
        _("Les facilitateurs d’une alliance prennent les vagues. Demandez-le à l’un d’eux.")
    )


def can_bring_network(posture: Posture | None, scope: Scope) -> Verdict:
    """Bring an existing network in: a facilitator, in an alliance that lives."""
    if scope.alliance is None:
        return refused(_("Un réseau s’importe dans une alliance : ses membres seuls le lisent."))
    if scope.alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle n’importe plus de réseau."))
    return facilitation_verdict(posture, scope.alliance)


def can_read_load(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read on whom the work rests: the members, since the answer is theirs."""
    return can_read_inside(posture, alliance)


def can_read_suggestions(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read who should meet: the members."""
    return can_read_inside(posture, alliance)


def can_introduce(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Introduce two organisations, or set a suggestion aside: a facilitator."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle ne met plus en relation."))
    return facilitation_verdict(posture, alliance)
