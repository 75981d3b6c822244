"""Follow the propositions over the years, and put dots on them in the room."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import write
from terreau.dialogues.enums import PropositionStatus
from terreau.dialogues.models import (
    Participant,
    Proposition,
    PropositionFollowUp,
    PropositionMark,
    Workshop,
)
from terreau.dialogues.permissions import can_answer
from terreau.dialogues.permissions_workshops import can_follow_proposition


@transaction.atomic
def follow_proposition(
    proposition: Proposition, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> PropositionFollowUp:
    """Say what became of a proposition; former lines stay, the newest date gives its state."""
    workshop = proposition.workshop
    require(can_follow_proposition(by, workshop))
    line = PropositionFollowUp.objects.create(
        proposition=proposition, by=by.person, posture=by.label, noted_at=now, **values
    )
    newest = proposition.follow_ups.order_by("-since", "-pk").first()
    Proposition.objects.filter(pk=proposition.pk).update(status=newest.status)
    write(
        workshop,
        "proposition-followed",
        by=by,
        now=now,
        title=proposition.title,
        status=str(PropositionStatus(line.status).label),
    )
    return line


@transaction.atomic
def put_marks(
    workshop: Workshop,
    voice: Participant,
    marks: Mapping[int, int],
    *,
    now: datetime.datetime,
) -> int:
    """Put this voice's dots, in place of those it had put; returns how many."""
    require(can_answer(voice, workshop, now=now))
    known = set(workshop.propositions.values_list("pk", flat=True))
    given = {key: count for key, count in marks.items() if count > 0 and key in known}
    total = sum(given.values())
    if total > workshop.marks_per_voice:
        raise Refused(
            _(
                "Vous avez %(allowed)s points à poser et vous en avez posé %(given)s. "
                "Retirez-en, puis enregistrez de nouveau."
            )
            % {"allowed": workshop.marks_per_voice, "given": total}
        )
    voice.marks.exclude(proposition__in=given).delete()
    PropositionMark.objects.bulk_create(
        [
            PropositionMark(participant=voice, proposition_id=key, count=count, marked_at=now)
            for key, count in given.items()
        ],
        update_conflicts=True,
        unique_fields=["participant", "proposition"],
        update_fields=["count", "marked_at"],
    )
    return total
