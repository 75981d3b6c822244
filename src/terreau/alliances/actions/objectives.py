"""Put the shared objective to consent, version after version."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.enums import ConsentAnswer
from terreau.alliances.models import Alliance, Objective, ObjectiveAnswer
from terreau.alliances.permissions import (
    can_answer_objective,
    can_propose_objective,
    membership_of,
)
from terreau.core.verdicts import Refused, require


@transaction.atomic
def propose_objective(
    alliance: Alliance, values: Mapping[str, object], *, by: Posture, now: datetime.datetime
) -> Objective:
    """Propose the next version; the former ones stay, with their answers."""
    require(can_propose_objective(by, alliance))
    lock_alliance(alliance)
    last = Objective.objects.filter(alliance=alliance).order_by("-number").first()
    objective = Objective.objects.create(
        alliance=alliance,
        number=last.number + 1 if last else 1,
        author=by.person,
        author_posture=by.label,
        proposed_at=now,
        **values,
    )
    write(alliance, "objective-proposed", by=by, now=now, number=objective.number)
    return objective


def _check_answer(objective: Objective, answer: str, reason: str) -> None:
    if Objective.objects.filter(
        alliance=objective.alliance_id, number__gt=objective.number
    ).exists():
        raise Refused(
            _(
                "Une nouvelle version du texte a été proposée pendant votre lecture. "
                "Lisez-la, puis répondez : votre raison reste valable si vous la recopiez."
            )
        )
    if answer != ConsentAnswer.AGREEMENT and not reason.strip():
        raise Refused(
            _(
                "Dites en une phrase la raison de votre réserve ou de votre désaccord : "
                "c’est elle qui fait avancer le texte."
            )
        )


@transaction.atomic
def answer_objective(
    objective: Objective, *, answer: str, reason: str, by: Posture, now: datetime.datetime
) -> ObjectiveAnswer:
    """Answer for one's member, once; a new answer replaces the former until a new version."""
    alliance = lock_alliance(objective.alliance)
    require(can_answer_objective(by, alliance))
    _check_answer(objective, answer, reason)
    given, _created = ObjectiveAnswer.objects.update_or_create(
        objective=objective,
        membership=membership_of(by, alliance),
        defaults={
            "answer": answer,
            "reason": reason.strip(),
            "person": by.person,
            "mandate": by.mandate,
            "posture": by.label,
            "answered_at": now,
        },
    )
    write(
        alliance,
        "objective-answered",
        by=by,
        now=now,
        answer=str(ConsentAnswer(answer).label),
        number=objective.number,
    )
    return given
