"""Write the alliances: who is in, where, since when, and what the sources say of it."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import give_role, join_alliance
from terreau.alliances.actions.opening import Opening, open_alliance
from terreau.alliances.actions.publication import publish_alliance
from terreau.alliances.enums import AllianceStatus, MemberRole
from terreau.alliances.models import Alliance, Membership, MembershipRole, PhaseSpan
from terreau.portal.demo.reading import (
    ILLUSTRATION,
    TODAY,
    AllianceFact,
    InhabitantFact,
    MemberFact,
)
from terreau.portal.demo.stories import (
    send_invitations,
    write_challenges,
    write_journal,
    write_objectives,
)
from terreau.portal.demo.writing import Pace, Written, partial_date

_NOTE_OF_FICTION = "Ce qui est marqué « illustration » ou « fictif » est inventé."


def write_alliance(fact: AllianceFact, *, written: Written, now: datetime.datetime) -> Alliance:
    """Write the alliance, its members, its challenges, its objective and its journal."""
    alliance = _open(fact, written, now)
    _write_phases(alliance, fact, written, now)
    members = _write_members(alliance, fact, written, now)
    pace = _pace(fact, now)
    write_challenges(alliance, fact, members=members, written=written, pace=pace)
    write_objectives(alliance, fact, written=written, pace=pace)
    write_journal(alliance, fact, written=written, pace=pace)
    send_invitations(alliance, fact, written=written, pace=pace)
    if fact.status == AllianceStatus.PUBLISHED:
        publish_alliance(alliance, by=_opener(fact, written), now=pace.tick())
    return alliance


def _open(fact: AllianceFact, written: Written, now: datetime.datetime) -> Alliance:
    """Open as the first facilitator does, then note what the sources say of the beginnings."""
    first = next(told for told in fact.member if told.facilitator)
    by = _opener(fact, written)
    opening = Opening(
        name=fact.name,
        question=fact.question,
        territories=tuple(written.places[name] for name in fact.perimeter),
        perimeter_label=fact.perimeter_label,
        started_on=partial_date(fact.started_on, now),
        instigation_story=fact.instigation_story,
    )
    moment = _morning(first.joined_on, now)
    alliance = open_alliance(opening, by=by, now=moment)
    alliance.opened_at = moment
    alliance.slug = fact.slug
    alliance.instigator = written.organisations.get(fact.instigator)
    alliance.host = written.organisations.get(fact.host)
    alliance.rules_of_play = fact.rules_of_play
    alliance.governance_form = fact.governance_form
    alliance.governance_raised_on = fact.governance_raised_on
    alliance.is_fictitious = fact.is_fictitious
    alliance.sources = _sources(fact, written)
    alliance.save()
    return alliance


def _morning(day: datetime.date | str, now: datetime.datetime) -> datetime.datetime:
    """Nine o’clock of a day of the facts; « today » is the moment of loading."""
    if isinstance(day, str):
        return now
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


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
    members = {}
    for told in fact.member:
        write = _bring_in if told.source == ILLUSTRATION else _note_member
        members[told.organisation] = write(alliance, fact, told, written, now)
    for told in fact.inhabitant:
        by = written.posture(told.person)
        member = join_alliance(alliance, by=by, now=_morning(told.joined_on, now))
        members[told.person] = _describe(member, told)
    return members


def _note_member(
    alliance: Alliance, fact: AllianceFact, told: MemberFact, written: Written, now
) -> Membership:
    """Write a real organisation as a row only: nobody acted for it here."""
    member = Membership.objects.create(
        alliance=alliance,
        organisation=written.organisations[told.organisation],
        joined_on=told.joined_on,
    )
    for role in told.roles:
        MembershipRole.objects.create(membership=member, role=role, starts_on=told.joined_on)
    return _describe(member, told)


def _bring_in(
    alliance: Alliance, fact: AllianceFact, told: MemberFact, written: Written, now
) -> Membership:
    """Let an invented organisation join and take its roles, as the product does."""
    moment = _morning(told.joined_on, now)
    opener = _opener(fact, written)
    speaker = told.facilitator or told.speaker
    by = written.posture(speaker, told.organisation) if speaker else opener
    organisation = written.organisations[told.organisation]
    member = join_alliance(alliance, by=by, now=moment, organisation=organisation)
    facilitator = [MemberRole.FACILITATOR] if told.facilitator else []
    for role in (*facilitator, *told.roles):
        mandate = by.mandate if speaker else None
        give_role(member, role, mandate=mandate, by=opener, now=moment)
    return _describe(member, told)


def _describe(member: Membership, told: MemberFact | InhabitantFact) -> Membership:
    for name in ("interest", "gives", "receives"):
        setattr(member, name, getattr(told, name, ""))
    member.save()
    return member


def _opener(fact: AllianceFact, written: Written) -> Posture:
    first = next(told for told in fact.member if told.facilitator)
    return written.posture(first.facilitator, first.organisation)


def _pace(fact: AllianceFact, now: datetime.datetime) -> Pace:
    """Spread the acts over the last weeks, or over the very moment on a first day."""
    if fact.started_on == TODAY:
        return Pace(now, datetime.timedelta())
    return Pace(now - datetime.timedelta(days=60), datetime.timedelta(days=1))
