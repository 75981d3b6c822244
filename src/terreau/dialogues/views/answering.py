"""What every page shares where a voice answers a consultation."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from terreau.core.saving import SAVED
from terreau.core.verdicts import Refused
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.conversations import ReopenForm
from terreau.dialogues.models import Consultation, Participant
from terreau.dialogues.views.access import consultation_frame
from terreau.dialogues.voices import find_voice, may_answer, space_of, stamp, take_voice

INVALID, FORBIDDEN = 400, 403


def keep_answer(
    request: HttpRequest,
    found: Consultation,
    form: Any,
    keep: Callable[..., Any],
    *,
    space: Space | None = None,
) -> tuple[int, Any]:
    """Keep a valid form as the answer of whoever sent it, and give what was kept of it.

    `keep(voice, now=…, …)` writes; `SAVED` is the only status after which the page leaves.
    """
    if not form.is_valid():
        return INVALID, None
    now = timezone.now()
    try:
        with transaction.atomic():  # no voice without its answer
            voice = take_voice(request, found, now=now, space=space)
            return SAVED, keep(voice, now=now, **stamp(request, voice))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return FORBIDDEN, None


def answering_frame(
    request: HttpRequest, found: Consultation, here: str
) -> tuple[Participant | None, dict[str, Any]]:
    """Give the voice of whoever reads, and what its page says of the consultation."""
    now, space = timezone.now(), space_of(request, found)
    voice = find_voice(request, found, space) if space else None
    frame = consultation_frame(request, found, here)
    facilitates = frame["standing"].is_facilitator
    return voice, frame | {
        "space": space,
        "may_answer": may_answer(voice, found, now),
        "facilitates": facilitates,
        "is_over": found.is_over(now),
        "is_running": found.is_running(now),
        "reopen_form": ReopenForm() if facilitates else None,
    }
