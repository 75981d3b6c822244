"""What the fabric declares to the domains below."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.actors.extensions import register_section
from terreau.alliances.extensions import register_card, register_note, register_rail
from terreau.core.verbs import register_verbs
from terreau.fabric.journal_verbs import VERBS
from terreau.fabric.sections import HAS_WAVE, fabric_card, fabric_data, links_of, tree_of
from terreau.fabric.waiting import keys_of_networks, networks_to_do
from terreau.partnerships.extensions import register_section as register_partnership_section


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_rail("fabric", _("Toile"), "fabric:of_alliance", after="partnerships")
    register_note("has_wave", HAS_WAVE)
    register_card("fabric", fabric_card, order=60)
    register_section("links", links_of, order=40)
    register_partnership_section("tree", tree_of, order=20)
    register_personal_data("fabric", fabric_data)
    register_todo(
        "networks", _("Réseaux à vérifier"), build=networks_to_do, keys=keys_of_networks, order=65
    )
