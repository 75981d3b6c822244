"""What the weak signals declare to the domains below."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_link_purpose, register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.alliances.extensions import register_card, register_note, register_waits
from terreau.core.verbs import register_verbs
from terreau.diagnoses.actions.signals import PURPOSE
from terreau.diagnoses.journal_verbs_signals import VERBS
from terreau.diagnoses.waiting_signals import (
    HAS_SIGNALS,
    keys_of_signals,
    signals_card,
    signals_data,
    signals_to_do,
    waits_of_signals,
)


def declare_signals() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_link_purpose(PURPOSE, _("dire un signal sans compte"))
    register_note("has_signals", HAS_SIGNALS)
    register_card("signals", signals_card, order=15)
    register_waits("signals", waits_of_signals, kinds=("signals",))
    register_todo("signals", _("Signaux"), build=signals_to_do, keys=keys_of_signals, order=38)
    register_personal_data("signaux faibles", signals_data)
