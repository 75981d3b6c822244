"""What the experiments declare to the domains below: a page in the rail, verbs, waits, files."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.actors.extensions import register_note as register_actor_note
from terreau.actors.extensions import register_section as register_actor_section
from terreau.alliances.extensions import (
    register_card,
    register_note,
    register_rail,
    register_waits,
)
from terreau.core.exchange.datasets import register_dataset
from terreau.core.verbs import register_verbs
from terreau.events.extensions import register_ties
from terreau.experiments import sections, waiting
from terreau.experiments.exchange.contributions import ContributionDataset
from terreau.experiments.exchange.experiments import ExperimentDataset
from terreau.experiments.exchange.pieces import PieceDataset
from terreau.experiments.journal_verbs import VERBS
from terreau.experiments.ties import known_by_contributions
from terreau.territories.extensions import register_section


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_rail("experiments", _("Expérimentations"), "experiments:of_alliance", after="events")
    register_ties("experiments", known_by_contributions)
    register_note("has_experiments", sections.HAS_EXPERIMENTS)
    register_card("experiments", sections.experiments_card, order=30)
    register_waits("pieces", waiting.waits_of_pieces, kinds=("pieces",))
    register_waits("trials", waiting.waits_of_trials, kinds=("trials",))
    register_actor_note("has_contributions", sections.HAS_CONTRIBUTIONS)
    register_actor_section("experiments", sections.experiments_of, order=20)
    register_section(
        "experiments",
        _("Expérimentations d’ici"),
        "experiments/_territory.html",
        sections.experiments_here,
        rank=20,
    )
    register_personal_data("experiments", sections.experiments_data)
    for dataset in (ExperimentDataset(), PieceDataset(), ContributionDataset()):
        register_dataset(dataset)
    _declare_todo()


def _declare_todo() -> None:
    register_todo(
        "pieces",
        _("Pièces de puzzle"),
        build=waiting.pieces_to_do,
        keys=waiting.keys_of_pieces,
        order=50,
    )
    register_todo(
        "trials",
        _("Suites des expérimentations"),
        build=waiting.trials_to_do,
        keys=waiting.keys_of_trials,
        order=51,
    )
