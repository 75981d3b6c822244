"""Who tells a weak signal, who reads, follows and reads it over."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import (
    can_read_inside,
    facilitation_verdict,
    member_verdict,
    membership_of,
)
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.diagnoses.enums_signals import SignalState
from terreau.diagnoses.models import Signal


def can_tell_signal(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Tell a signal: anybody, without a name if they wish, where the alliance is public."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle ne reçoit plus de signal."))
    if alliance.status == AllianceStatus.PUBLISHED:
        return GRANTED
    return can_read_inside(posture, alliance)


def can_read_signals(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read the signals: the members, for a need told in confidence is no public figure."""
    return can_read_inside(posture, alliance)


def can_follow_signal(posture: Posture | None, signal: Signal) -> Verdict:
    """Note what was done or learned since: any member organisation, once it is kept."""
    if signal.state == SignalState.PENDING:
        return refused(_("Ce signal attend d’être relu par un facilitateur."))
    if signal.state == SignalState.REFUSED:
        return refused(_("Ce signal n’a pas été retenu : il ne se suit pas."))
    membership = membership_of(posture, signal.alliance)
    if membership and membership.organisation_id is None:
        return refused(_("Ce sont les organisations membres qui suivent les signaux."))
    return member_verdict(posture, signal.alliance)


def can_moderate_signal(posture: Posture | None, signal: Signal) -> Verdict:
    """Keep it or not: a facilitator, once."""
    verdict = facilitation_verdict(posture, signal.alliance)
    if verdict and signal.state != SignalState.PENDING:
        return refused(_("Ce signal est déjà relu."))
    return verdict


def can_qualify_signal(posture: Posture | None, signal: Signal) -> Verdict:
    """Say its domain, its challenge, whether public action sees it: a facilitator."""
    return facilitation_verdict(posture, signal.alliance)


def can_issue_signal_link(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Hand out a link by which one tells a signal without an account: a facilitator."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : elle ne reçoit plus de signal."))
    return facilitation_verdict(posture, alliance)
