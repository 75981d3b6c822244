"""What the alliances declare to the domains below: verbs, sections, rules, data, checks."""

from importlib import import_module

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_link_purpose, register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.actors.campaign_selections import Selection, register_selection
from terreau.actors.extensions import register_facilitator_rule
from terreau.actors.extensions import register_section as register_actor_section
from terreau.actors.matching.following import register_follower
from terreau.actors.open_data.links import register_ties
from terreau.actors.scrubbing import register_scrubber
from terreau.alliances import sections, ties, waiting
from terreau.alliances.actions.invitations import PURPOSE
from terreau.alliances.campaigns import facilitated_alliances, member_organisations
from terreau.alliances.erasing import erase_invitations
from terreau.alliances.exchange.alliances import AllianceDataset
from terreau.alliances.exchange.grid import InterestGridDataset
from terreau.alliances.exchange.members import MemberDataset
from terreau.alliances.faults import find_count_faults
from terreau.alliances.following import follow_merger
from terreau.alliances.permissions import facilitates_an_alliance
from terreau.core.checks import register_check
from terreau.core.exchange.datasets import register_dataset
from terreau.core.verbs import register_verbs
from terreau.territories.extensions import register_section

VERBS_MODULES = ("journal_verbs", "journal_verbs_story", "journal_verbs_path", "journal_verbs_grid")


def declare() -> None:
    """Register all of it, each time the application starts."""
    for module in VERBS_MODULES:
        register_verbs(import_module(f"terreau.alliances.{module}").VERBS)
    register_section(
        "alliances",
        _("Alliances d’ici"),
        "alliances/_territory.html",
        sections.alliances_here,
        rank=10,
    )
    register_selection(
        "alliance",
        Selection(_("membres"), facilitated_alliances, member_organisations),
    )
    register_facilitator_rule(facilitates_an_alliance)
    register_follower(follow_merger)
    register_scrubber(erase_invitations)
    register_actor_section("alliances", sections.alliances_of, order=10)
    register_personal_data("alliances", sections.alliances_data)
    for dataset in (AllianceDataset(), MemberDataset(), InterestGridDataset()):
        register_dataset(dataset)
    register_ties("alliances", ties.public_ties)
    register_link_purpose(PURPOSE, _("invitation dans une alliance"))
    register_check("facilitators", find_count_faults, label=_("Facilitateurs des alliances"))
    register_todo(
        "invitations",
        _("Invitations"),
        build=waiting.invitations_to_do,
        keys=waiting.keys_of_invitations,
        order=10,
    )
    register_todo(
        "objectives",
        _("Objectifs partagés"),
        build=waiting.objectives_to_do,
        keys=waiting.keys_of_objectives,
        order=15,
    )
