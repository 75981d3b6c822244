"""What the partnerships declare to the domains below: rail, card, waits, sections, data."""

from django.utils.translation import gettext_lazy as _

from terreau.accounts.extensions import register_personal_data
from terreau.accounts.inbox import register_todo
from terreau.actors.extensions import register_note as register_actor_note
from terreau.actors.extensions import register_section
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
from terreau.events.extensions import register_ties
from terreau.experiments.extensions import register_section as register_experiment_section
from terreau.partnerships.erasing import erase_from_partnerships
from terreau.partnerships.exchange.census.dataset import CensusDataset
from terreau.partnerships.exchange.flows import FlowDataset
from terreau.partnerships.exchange.parties import PartyDataset
from terreau.partnerships.exchange.partnerships import PartnershipDataset
from terreau.partnerships.exchange.stages import StageDataset
from terreau.partnerships.following import follow_merger
from terreau.partnerships.journal_verbs import VERBS
from terreau.partnerships.sections import (
    HAS_PARTIES,
    HAS_PARTNERSHIPS,
    born_of_experiment,
    partnership_card,
    partnership_data,
    partnerships_of,
)
from terreau.partnerships.ties import known_by_partnership
from terreau.partnerships.waiting import (
    answers_to_do,
    keys_of_answers,
    keys_of_steps,
    steps_to_do,
    waits_of_partnerships,
    waits_of_reviews,
)


def declare() -> None:
    """Register all of it, each time the application starts."""
    register_verbs(VERBS)
    register_rail(
        "partnerships", _("Partenariats"), "partnerships:of_alliance", after="experiments"
    )
    register_follower(follow_merger)
    register_scrubber(erase_from_partnerships)
    register_note("has_partnerships", HAS_PARTNERSHIPS)
    register_card("partnerships", partnership_card, order=40)
    register_waits("reviews", waits_of_reviews, kinds=("review-answers",))
    register_waits("partnerships", waits_of_partnerships)
    register_actor_note("has_parties", HAS_PARTIES)
    register_section("partnerships", partnerships_of, order=30)
    register_experiment_section("partnerships", born_of_experiment, order=30)
    register_personal_data("partnerships", partnership_data)
    register_ties("partnerships", known_by_partnership)
    told = (PartnershipDataset(), PartyDataset(), FlowDataset(), StageDataset(), CensusDataset())
    for dataset in told:
        register_dataset(dataset)
    register_todo(
        "review-answers", _("Revues de partenariat"), build=answers_to_do, keys=keys_of_answers,
        order=60,
    )  # fmt: skip
    register_todo("next-steps", _("Prochains pas"), build=steps_to_do, keys=keys_of_steps, order=61)
