"""What is done of a suggestion: both introduced, known to each other already, or set aside."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require
from terreau.events.models import Event
from terreau.fabric.enums import SuggestionState
from terreau.fabric.models import Introduction
from terreau.fabric.permissions import can_introduce


@transaction.atomic
def answer_suggestion(
    alliance: Alliance,
    pair: tuple[Organisation, Organisation],
    state: SuggestionState,
    *,
    reasons: Sequence[str],
    note: str = "",
    event: Event | None = None,
    by: Posture,
    now: datetime.datetime,
) -> Introduction:
    """Write the answer, once a pair; nobody else of the pair is told anything by it."""
    require(can_introduce(by, alliance))
    first, second = _unanswered(alliance, pair)
    introduction = Introduction.objects.create(
        alliance=alliance,
        first=first,
        second=second,
        state=state,
        reasons=list(reasons),
        note=note.strip(),
        event=event,
        by=by.person,
        posture=by.label,
        at=now,
    )
    record(
        alliance.scope,
        f"meeting-{state.value}",
        by=by.person,
        posture=by.label,
        params={"first": first.name, "second": second.name},
        now=now,
    )
    return introduction


def _unanswered(
    alliance: Alliance, pair: tuple[Organisation, Organisation]
) -> tuple[Organisation, Organisation]:
    """Give the pair in its order, or refuse one that is none or that has its answer."""
    first, second = sorted(pair, key=lambda one: one.pk)
    if first == second:
        raise Refused(_("Choisissez deux organisations différentes."))
    # Two answers at once wait for each other on the alliance.
    Alliance.objects.select_for_update().get(pk=alliance.pk)
    both = Q(first=first, second=second) | Q(first=second, second=first)
    if Introduction.objects.filter(both, alliance=alliance).exists():
        raise Refused(_("Cette suggestion a déjà reçu une suite. Rechargez la page."))
    return first, second


@transaction.atomic
def reopen_suggestion(introduction: Introduction, *, by: Posture, now: datetime.datetime) -> None:
    """Take an answer back: the pair may be suggested again."""
    require(can_introduce(by, introduction.alliance))
    names = {"first": introduction.first.name, "second": introduction.second.name}
    Introduction.objects.filter(pk=introduction.pk).delete()
    record(
        introduction.alliance.scope,
        "meeting-reopened",
        by=by.person,
        posture=by.label,
        params=names,
        now=now,
    )
