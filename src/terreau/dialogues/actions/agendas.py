"""Propose an order of the challenges, answer it, bring it into force."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, write
from terreau.alliances.enums import ConsentAnswer
from terreau.alliances.models import Alliance, Challenge
from terreau.alliances.permissions import membership_of
from terreau.core.verdicts import Refused, require
from terreau.dialogues.bridge.agendas import Place, put_in_order
from terreau.dialogues.enums import AgendaState
from terreau.dialogues.models import (
    Agenda,
    AgendaAnswer,
    AgendaDependency,
    AgendaItem,
    BallotCount,
    MinorityOpinion,
)
from terreau.dialogues.permissions_agendas import (
    can_adopt_agenda,
    can_answer_agenda,
    can_propose_agenda,
    can_write_minority_opinion,
)


@dataclass(frozen=True)
class Link:
    """« D’abord `before`, ensuite `after` », and why."""

    before: int
    after: int
    reason: str = ""


@transaction.atomic
def propose_agenda(
    alliance: Alliance,
    places: Sequence[Place],
    links: Sequence[Link] = (),
    *,
    change_note: str = "",
    ballot_count: BallotCount | None = None,
    by: Posture,
    now: datetime.datetime,
) -> Agenda:
    """Put the next version to the members; the former ones stay with their answers.

    The order asked is kept unless a dependency forbids it: each challenge so moved says why.
    """
    require(can_propose_agenda(by, alliance))
    lock_alliance(alliance)
    titles = dict(Challenge.objects.filter(alliance=alliance).values_list("pk", "title"))
    if not places or any(place.challenge not in titles for place in places):
        raise Refused(_("Mettez dans l’ordre au moins un enjeu de cette alliance."))
    pairs = [(link.before, link.after) for link in links]
    ordered = put_in_order(places, pairs, titles)
    agenda = _open_version(alliance, by, now, ballot_count=ballot_count, change_note=change_note)
    AgendaItem.objects.bulk_create(AgendaItem(agenda=agenda, **item) for item in ordered)
    AgendaDependency.objects.bulk_create(
        AgendaDependency(
            agenda=agenda, before_id=link.before, after_id=link.after, reason=link.reason
        )
        for link in links
    )
    write(alliance, "agenda-proposed", by=by, now=now, number=agenda.number)
    return agenda


def _open_version(
    alliance: Alliance, by: Posture, now: datetime.datetime, **values: object
) -> Agenda:
    """Make the next version; the one in discussion gives way, the one in force stays."""
    versions = Agenda.objects.filter(alliance=alliance)
    versions.filter(state=AgendaState.PROPOSED).update(state=AgendaState.REPLACED)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    return Agenda.objects.create(
        alliance=alliance,
        number=last + 1,
        author=by.person,
        posture=by.label,
        proposed_at=now,
        **values,
    )


@transaction.atomic
def answer_agenda(
    agenda: Agenda, *, answer: str, reason: str, by: Posture, now: datetime.datetime
) -> AgendaAnswer:
    """Answer for one's member; a new answer replaces the former."""
    alliance = lock_alliance(agenda.alliance)
    agenda.refresh_from_db(fields=["state"])
    require(can_answer_agenda(by, agenda))
    reason = reason.strip()
    if answer != ConsentAnswer.AGREEMENT and not reason:
        raise Refused(_("Dites en une phrase la raison de votre réserve ou de votre désaccord."))
    given, _created = AgendaAnswer.objects.update_or_create(
        agenda=agenda,
        membership=membership_of(by, alliance),
        defaults={
            "answer": answer,
            "reason": reason,
            "person": by.person,
            "mandate": by.mandate,
            "posture": by.label,
            "answered_at": now,
        },
    )
    label = str(ConsentAnswer(answer).label)
    write(alliance, "agenda-answered", by=by, now=now, answer=label, number=agenda.number)
    return given


@transaction.atomic
def adopt_agenda(agenda: Agenda, *, by: Posture, now: datetime.datetime) -> Agenda:
    """Bring a version into force; the one before is kept, marked as replaced."""
    alliance = lock_alliance(agenda.alliance)
    agenda.refresh_from_db(fields=["state"])
    require(can_adopt_agenda(by, agenda))
    Agenda.objects.filter(alliance=alliance, state=AgendaState.CURRENT).update(
        state=AgendaState.REPLACED
    )
    Agenda.objects.filter(pk=agenda.pk).update(state=AgendaState.CURRENT)
    agenda.state = AgendaState.CURRENT
    write(alliance, "agenda-adopted", by=by, now=now, number=agenda.number)
    return agenda


@transaction.atomic
def write_minority_opinion(
    agenda: Agenda, values: Mapping[str, object], *, by: Posture, now: datetime.datetime
) -> MinorityOpinion:
    """Leave what did not prevail beside the agenda, stamped and never removed."""
    require(can_write_minority_opinion(by, agenda))
    opinion = MinorityOpinion.objects.create(
        agenda=agenda, author=by.person, posture=by.label, written_at=now, **values
    )
    write(agenda.alliance, "minority-written", by=by, now=now, number=agenda.number)
    return opinion
