"""What the fabric declares to the domains below."""

from django.utils.translation import gettext_lazy as _

from terreau.alliances.extensions import register_rail
from terreau.core.verbs import register_verbs
from terreau.fabric.journal_verbs import VERBS


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_rail("fabric", _("Toile"), "fabric:of_alliance", after="dialogue")
