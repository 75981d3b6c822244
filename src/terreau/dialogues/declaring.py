"""What the dialogues declare to the domains below: a page in the rail, verbs, sections, data."""

from importlib import import_module

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
from terreau.core.verbs import register_verbs
from terreau.dialogues import todo
from terreau.dialogues.actions.links import PURPOSE as VOICE_LINK
from terreau.dialogues.erasing import erase_from_dialogues
from terreau.dialogues.following import follow_merger
from terreau.dialogues.sections import HAS_DIALOGUE, dialogue_card, dialogue_data
from terreau.dialogues.waiting import waits_of_dialogue

VERBS_MODULES = (
    "journal_verbs_consultations",
    "journal_verbs_workshops",
    "journal_verbs_files",
    "journal_verbs_agendas",
    "journal_verbs_ballots",
)


def declare() -> None:
    """Register all of it, each time the application starts."""
    for module in VERBS_MODULES:
        register_verbs(import_module(f"terreau.dialogues.{module}").VERBS)
    register_rail("dialogue", _("Dialogue"), "dialogues:hub", after="challenges")
    register_link_purpose(VOICE_LINK, _("voix dans une consultation"))
    register_follower(follow_merger)
    register_note("has_dialogue", HAS_DIALOGUE)
    register_card("dialogue", dialogue_card, order=20)
    register_waits("dialogue", waits_of_dialogue, kinds=("voices", "readings"))
    register_personal_data("dialogues", dialogue_data)
    register_scrubber(erase_from_dialogues)
    _declare_todo()


def _declare_todo() -> None:
    register_todo(
        "voices",
        _("Consultations"),
        build=todo.voices_to_do,
        keys=todo.keys_of_voices,
        order=30,
    )
    register_todo(
        "readings",
        _("Énoncés à relire"),
        build=todo.readings_to_do,
        keys=todo.keys_of_readings,
        order=35,
    )
    register_todo(
        "agendas",
        _("Ordres du jour"),
        build=todo.agendas_to_do,
        keys=todo.keys_of_agendas,
        order=36,
    )
    register_todo(
        "decisions",
        _("Décisions"),
        build=todo.decisions_to_do,
        keys=todo.keys_of_decisions,
        order=37,
    )
