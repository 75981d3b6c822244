"""Parties come, say why, give and receive, leave; their history stays (R12)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.actors.actions import create_organisation
from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.revealing import forget_asked
from terreau.partnerships.actions.writing import lock_partnership, save, write
from terreau.partnerships.enums import OBJECTIVES_BY_WORLD, Stage
from terreau.partnerships.models import Flow, Partnership, Party, PartyObjective, StageChange
from terreau.partnerships.permissions import (
    can_add_party,
    can_describe_party,
    can_leave_partnership,
)

MOST_FLOWS = 60


@dataclass(frozen=True)
class NewParty:
    """A party to bring in: an existing sheet, or a name and a world for a new one."""

    organisation: Organisation | None = None
    name: str = ""
    world: str = ""
    role: str = ""
    objectives: tuple[str, ...] = ()
    joined_on: datetime.date | None = None


def bring_parties(
    partnership: Partnership, parties: Sequence[NewParty], *, by: Posture, now: datetime.datetime
) -> list[Party]:
    """Bring the first parties in: two different organisations at least."""
    found = [_bring(partnership, one, by=by, now=now) for one in parties]
    if len({one.organisation_id for one in found}) < max(2, len(found)):
        raise Refused(
            _(
                "Un partenariat réunit au moins deux organisations différentes : nommez-en une "
                "autre, ou retirez celle qui est écrite deux fois."
            )
        )
    return found


@transaction.atomic
def add_party(
    partnership: Partnership, party: NewParty, *, by: Posture, now: datetime.datetime
) -> Party:
    """Let another organisation join; one that had left may come back."""
    locked = lock_partnership(partnership)
    require(can_add_party(by, locked))
    if party.organisation and locked.parties.current().filter(organisation=party.organisation):
        raise Refused(
            _("« %(name)s » est déjà partie à ce partenariat.") % {"name": party.organisation.name}
        )
    made = _bring(locked, party, by=by, now=now)
    write(locked, "party-joined", by=by, now=now, name=made.organisation.name)
    return made


def _bring(
    partnership: Partnership, party: NewParty, *, by: Posture, now: datetime.datetime
) -> Party:
    organisation = party.organisation or create_organisation(
        {"name": party.name, "world": party.world}, by=by, now=now
    )
    made = Party.objects.create(
        partnership=partnership,
        organisation=organisation,
        role=party.role,
        joined_on=party.joined_on,
    )
    _write_objectives(made, [(key, "") for key in party.objectives])
    return made


@transaction.atomic
def describe_party(
    party: Party, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> None:
    """Say the role of a party, since when, and its objectives: {"objectives": [(key, detail)]}."""
    require(can_describe_party(by, party))
    party.role, party.joined_on = values["role"], values["joined_on"]
    party.save(update_fields=["role", "joined_on"])
    _write_objectives(party, values["objectives"])
    write(party.partnership, "party-described", by=by, now=now, name=party.organisation.name)


def _write_objectives(party: Party, wanted: Sequence[tuple[str, str]]) -> None:
    allowed = set(OBJECTIVES_BY_WORLD[party.organisation.world])
    kept = [(key, detail) for key, detail in dict.fromkeys(wanted) if key in allowed]
    before = {(one.objective, one.detail): one.pk for one in party.objectives.all()}
    gone = [pk for pair, pk in before.items() if pair not in kept]
    party.objectives.filter(pk__in=gone).delete()
    PartyObjective.objects.bulk_create(
        PartyObjective(party=party, objective=key, detail=detail)
        for key, detail in kept
        if (key, detail) not in before
    )


@transaction.atomic
def add_flow(
    party: Party, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> Flow:
    """Note one thing that a party gives or receives."""
    require(can_describe_party(by, party))
    lock_partnership(party.partnership)
    if party.flows.count() >= MOST_FLOWS:
        raise Refused(
            _(
                "Cette partie a déjà soixante lignes d’apports et de bénéfices. Regroupez-en "
                "quelques-unes : la page doit se lire d’un coup d’œil."
            )
        )
    flow = Flow.objects.create(party=party, **values)
    verb = f"flow-{flow.direction}"
    write(party.partnership, verb, by=by, now=now, name=party.organisation.name, what=flow.title)
    return flow


@transaction.atomic
def edit_flow(
    flow: Flow, values: Mapping[str, Any], *, by: Posture, now: datetime.datetime
) -> None:
    """Say a line better."""
    require(can_describe_party(by, flow.party))
    for name, value in values.items():
        setattr(flow, name, value)
    flow.full_clean(exclude=["party"])
    flow.save()
    name = flow.party.organisation.name
    write(flow.party.partnership, "flow-edited", by=by, now=now, name=name, what=flow.title)


@transaction.atomic
def remove_flow(flow: Flow, *, by: Posture, now: datetime.datetime) -> None:
    """Take a line back; the journal keeps what it was."""
    require(can_describe_party(by, flow.party))
    party, title = flow.party, flow.title
    flow.delete()
    write(
        party.partnership, "flow-removed", by=by, now=now, name=party.organisation.name, what=title
    )


@transaction.atomic
def leave_partnership(
    party: Party, *, left_on: datetime.date, reason: str, by: Posture, now: datetime.datetime
) -> None:
    """Leave mid-way; what the party brought stays told. The last one to leave closes."""
    require(can_leave_partnership(by, party))
    partnership = lock_partnership(party.partnership)
    if party.joined_on and left_on < party.joined_on:
        raise Refused(_("Le départ précède l’arrivée. Corrigez l’une des dates."))
    gone = Party.objects.filter(pk=party.pk, left_on=None).update(
        left_on=left_on, leaving_reason=reason
    )
    if not gone:
        raise Refused(_("Cette organisation a déjà quitté le partenariat. Rechargez la page."))
    forget_asked(party, now=now)
    write(partnership, "party-left", by=by, now=now, name=party.organisation.name, reason=reason)
    if not partnership.parties.current().exists() and partnership.stage != Stage.CLOSED:
        said = _("Toutes les parties sont parties ; la dernière : %(reason)s") % {"reason": reason}
        close_alone(partnership, said[:300], since=left_on, by=by, now=now)


def close_alone(
    partnership: Partnership,
    reason: str,
    *,
    since: datetime.date,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """Close what has nobody left to go on, within the act that ended it."""
    partnership.stage, partnership.closing_reason = Stage.CLOSED, reason
    partnership.next_review_on = None
    save(partnership, by, ["stage", "closing_reason", "next_review_on"])
    StageChange.objects.create(
        partnership=partnership,
        stage=Stage.CLOSED,
        since=PartialDate(since.isoformat()),
        note=reason,
        by=by.person,
        posture=by.label,
        recorded_at=now,
    )
    write(partnership, "partnership-closed", by=by, now=now, reason=reason)
