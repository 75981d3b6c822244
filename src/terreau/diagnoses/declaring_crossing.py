"""What the crossing and its snapshots declare to the domains below."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_personal_data
from terreau.alliances.extensions import register_card, register_note, register_rail
from terreau.core.verbs import register_verbs
from terreau.diagnoses.journal_verbs_snapshots import VERBS
from terreau.diagnoses.sections import HAS_SNAPSHOT, diagnosis_card, snapshots_data


def declare_crossing() -> None:
    """Register the door of the rail, the card of the overview, the verbs and the data."""
    register_verbs(VERBS)
    register_rail("diagnoses", _("Diagnostic"), "diagnoses:home", after="overview")
    register_note("has_snapshot", HAS_SNAPSHOT)
    register_card("diagnoses", diagnosis_card, order=10)
    register_personal_data("diagnoses", snapshots_data)
