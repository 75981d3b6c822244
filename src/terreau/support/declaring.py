"""What the support declare to the domains below."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.actors.extensions import register_note, register_section
from terreau.actors.scrubbing import register_scrubber
from terreau.core.exchange.datasets import register_dataset
from terreau.core.verbs import register_verbs
from terreau.partnerships.extensions import register_section as register_partnership_section
from terreau.support import sections, waiting
from terreau.support.exchange.hours import HoursDataset
from terreau.support.journal_verbs import VERBS


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_note("has_files", sections.HAS_FILES)
    register_section("support", sections.support_of_organisation, order=60)
    register_partnership_section("support", sections.support_of_partnership, order=60)
    register_scrubber(sections.erase_words)
    register_personal_data("accompagnement", sections.support_data)
    register_dataset(HoursDataset())
    register_todo(
        "support-offers",
        _("Accompagnements proposés"),
        build=waiting.offers_to_do,
        keys=waiting.keys_of_offers,
        order=70,
    )
    register_todo(
        "support-tasks",
        _("Tâches d’accompagnement"),
        build=waiting.tasks_to_do,
        keys=waiting.keys_of_tasks,
        order=71,
    )
    register_todo(
        "support-waits",
        _("Dossiers à relancer"),
        build=waiting.long_waits_to_do,
        keys=waiting.keys_of_long_waits,
        order=72,
    )
