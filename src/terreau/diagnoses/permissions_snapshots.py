"""Who reads the live diagnosis, chooses how it is read, freezes it and publishes it."""

from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.alliances.permissions import can_read_inside, facilitation_verdict
from terreau.core.verdicts import GRANTED, Verdict, refused
from terreau.diagnoses.models import DiagnosisSnapshot


def can_read_diagnosis(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Read the live diagnosis: a member; others read what was published."""
    return can_read_inside(posture, alliance)


def can_choose_reading(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Save thresholds and indicators for everybody: a facilitator, in an alliance that lives."""
    if alliance.status == AllianceStatus.CLOSED:
        return refused(_("Cette alliance est close : son diagnostic ne change plus."))
    return facilitation_verdict(posture, alliance)


def can_take_snapshot(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Freeze the diagnosis of the day: a facilitator."""
    return can_choose_reading(posture, alliance)


def can_import_snapshot(posture: Posture | None, alliance: Alliance) -> Verdict:
    """Bring a frozen diagnosis back from its file: a facilitator."""
    return can_choose_reading(posture, alliance)


def can_publish_snapshot(posture: Posture | None, snapshot: DiagnosisSnapshot) -> Verdict:
    """Show a frozen diagnosis to everybody, or take it back: a facilitator."""
    return facilitation_verdict(posture, snapshot.alliance)


def can_remove_snapshot(posture: Posture | None, snapshot: DiagnosisSnapshot) -> Verdict:
    """Remove a frozen diagnosis: a facilitator, while it is not published."""
    verdict = facilitation_verdict(posture, snapshot.alliance)
    if verdict and snapshot.published_at:
        return refused(
            _(
                "Cet instantané est publié : d’autres l’ont peut-être cité. Retirez d’abord sa "
                "publication."
            )
        )
    return verdict


def can_read_snapshot(posture: Posture | None, snapshot: DiagnosisSnapshot) -> Verdict:
    """Read a frozen diagnosis: everybody once it is published, else the members."""
    is_open = snapshot.alliance.status == AllianceStatus.PUBLISHED
    if snapshot.published_at and is_open:
        return GRANTED
    return can_read_inside(posture, snapshot.alliance)
