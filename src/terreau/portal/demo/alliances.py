"""Write the alliances: who is in, where, since when, and what the sources say of it."""

import datetime
from collections.abc import Iterable

from django.utils.timezone import localdate

from terreau.alliances.enums import MemberRole
from terreau.alliances.models import Alliance, Membership, MembershipRole, PhaseSpan
from terreau.portal.demo.reading import ILLUSTRATION, TODAY, AllianceFact, MemberFact
from terreau.portal.demo.stories import (
    write_challenges,
    write_invitations,
    write_journal,
    write_objectives,
)
from terreau.portal.demo.writing import Written, partial_date

_NOTE_OF_FICTION = "Ce qui est marqué « illustration » ou « fictif » est inventé."


def write_alliance(fact: AllianceFact, *, written: Written, now: datetime.datetime) -> Alliance:
    """Write the alliance, its members, its challenges, its objective and its journal."""
    alliance = _write_head(fact, written, now)
    _write_phases(alliance, fact, written, now)
    members = _write_members(alliance, fact, written, now)
    write_challenges(alliance, fact, members=members, written=written)
    write_objectives(alliance, fact, members=members, written=written, now=now)
    write_journal(alliance, fact, written=written, now=now)
    write_invitations(alliance, fact, written=written)
    _publish(alliance, fact)
    return alliance


def _write_head(fact: AllianceFact, written: Written, now: datetime.datetime) -> Alliance:
    alliance = Alliance.objects.create(
        slug=fact.slug,
        name=fact.name,
        question=fact.question,
        perimeter_label=fact.perimeter_label,
        started_on=partial_date(fact.started_on, now),
        instigator=written.organisations.get(fact.instigator),
        instigation_story=fact.instigation_story,
        host=written.organisations.get(fact.host),
        rules_of_play=fact.rules_of_play,
        governance_form=fact.governance_form,
        is_fictitious=fact.is_fictitious,
        sources=_sources(fact, written),
    )
    alliance.perimeter.set([written.places[name] for name in fact.perimeter])
    return alliance


def _sources(fact: AllianceFact, written: Written) -> str:
    """List every source once, in the order of the story."""
    told: Iterable = (*fact.phase, *fact.member, *fact.challenge, *fact.journal)
    keys = dict.fromkeys(one.source for one in told if one.source != ILLUSTRATION)
    lines = [f"* {written.facts.sources[key].label}" for key in keys]
    return "\n".join([fact.note, "", _NOTE_OF_FICTION, "", *lines]).strip()


def _write_phases(
    alliance: Alliance, fact: AllianceFact, written: Written, now: datetime.datetime
) -> None:
    for phase in fact.phase:
        PhaseSpan.objects.create(
            alliance=alliance,
            phase=phase.phase,
            starts_on=partial_date(phase.starts_on, now),
            ends_on=partial_date(phase.ends_on, now),
            label=phase.label,
            source=written.source(phase.source, phase.source_note),
        )


def _write_members(
    alliance: Alliance, fact: AllianceFact, written: Written, now: datetime.datetime
) -> dict[str, Membership]:
    """Return the memberships by the key of the organisation or of the inhabitant."""
    members = {
        told.organisation: _write_member(alliance, told, written, now) for told in fact.member
    }
    for told in fact.inhabitant:
        members[told.person] = Membership.objects.create(
            alliance=alliance,
            person=written.persons[told.person],
            joined_on=told.joined_on,
            interest=told.interest,
        )
    return members


def _write_member(
    alliance: Alliance, told: MemberFact, written: Written, now: datetime.datetime
) -> Membership:
    joined_on = localdate(now) if told.joined_on == TODAY else told.joined_on
    member = Membership.objects.create(
        alliance=alliance,
        organisation=written.organisations[told.organisation],
        joined_on=joined_on,
        interest=told.interest,
        gives=told.gives,
        receives=told.receives,
    )
    speaker = written.mandates.get((told.speaker, told.organisation))
    for role in told.roles:
        MembershipRole.objects.create(
            membership=member, role=role, mandate=speaker, starts_on=joined_on
        )
    if told.facilitator:
        MembershipRole.objects.create(
            membership=member,
            role=MemberRole.FACILITATOR,
            mandate=written.mandates[told.facilitator, told.organisation],
            starts_on=joined_on,
        )
    return member


def _publish(alliance: Alliance, fact: AllianceFact) -> None:
    facilitators = MembershipRole.objects.filter(
        membership__alliance=alliance, role=MemberRole.FACILITATOR
    )
    worlds = facilitators.values("mandate__organisation__world").distinct().count()
    Alliance.objects.filter(pk=alliance.pk).update(
        facilitator_count=facilitators.count(), facilitator_world_count=worlds, status=fact.status
    )
