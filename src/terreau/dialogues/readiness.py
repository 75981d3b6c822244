"""What each instrument still needs before it is published; an instrument adds its own line."""

from collections.abc import Callable
from typing import Any

from terreau.core.verdicts import GRANTED, Verdict
from terreau.dialogues.actions.ballots import ballot_ready
from terreau.dialogues.actions.conversations import conversation_ready
from terreau.dialogues.actions.outlooks import outlook_ready
from terreau.dialogues.kinds import kind_of
from terreau.dialogues.models import Consultation

READY: dict[str, Callable[[Any], Verdict]] = {
    "conversation": conversation_ready,
    "ballot": ballot_ready,
    "outlook": outlook_ready,
}


def register_ready(key: str, ready: Callable[[Any], Verdict]) -> None:
    """Let an instrument of a domain above say what it still needs; the same key replaces."""
    READY[key] = ready


def ready_verdict(consultation: Consultation) -> Verdict:
    """Ask the instrument of a consultation whether it may be published."""
    key = kind_of(consultation).key
    return READY[key](getattr(consultation, key)) if key in READY else GRANTED
