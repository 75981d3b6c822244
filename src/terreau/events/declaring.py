"""What the meetings declare to the domains below: a page in the rail, verbs, sections, data."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_link_purpose, register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.actors.matching.following import register_follower
from terreau.actors.scrubbing import register_scrubber
from terreau.alliances.extensions import (
    register_card,
    register_note,
    register_rail,
    register_waits,
)
from terreau.core.exchange.datasets import register_dataset
from terreau.core.verbs import register_verbs
from terreau.events.actions.letters import PURPOSE
from terreau.events.erasing import erase_registrations
from terreau.events.exchange.registrations import RegistrationDataset
from terreau.events.following import follow_merger
from terreau.events.journal_verbs import VERBS
from terreau.events.sections import HAS_EVENTS, events_card, events_data
from terreau.events.waiting import events_to_do, keys_of_events, waits_of_events


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_rail("events", _("Rencontres"), "events:list", after="dialogue")
    register_link_purpose(PURPOSE, _("inscription à une rencontre"))
    register_follower(follow_merger)
    register_scrubber(erase_registrations)
    register_note("has_events", HAS_EVENTS)
    register_card("events", events_card, order=30)
    register_waits("events", waits_of_events, kinds=("events",))
    register_todo("events", _("Rencontres"), build=events_to_do, keys=keys_of_events, order=40)
    register_personal_data("rencontres", events_data)
    register_dataset(RegistrationDataset())
