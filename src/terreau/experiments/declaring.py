"""What the experiments declare to the domains below: a page in the rail, verbs, ties."""

from django.utils.translation import gettext_lazy as _

from terreau.alliances.extensions import register_rail
from terreau.core.verbs import register_verbs
from terreau.events.extensions import register_ties
from terreau.experiments.journal_verbs import VERBS
from terreau.experiments.ties import known_by_contributions


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_rail("experiments", _("Expérimentations"), "experiments:of_alliance", after="events")
    register_ties("experiments", known_by_contributions)
