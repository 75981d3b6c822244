"""Write what is said in an alliance: challenges, objective, journal and pending invitations."""

import datetime
from collections.abc import Mapping

from django.utils.timezone import localdate

from terreau.actors.models import ActionDomain, DevelopmentGoal
from terreau.alliances.actions.challenges import propose_challenge, state_stance
from terreau.alliances.actions.invitations import Guest, invite
from terreau.alliances.actions.journal import add_voice, write_entry
from terreau.alliances.actions.objectives import answer_objective, propose_objective
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    Membership,
)
from terreau.portal.demo.reading import (
    ILLUSTRATION,
    AllianceFact,
    ChallengeFact,
    EntryFact,
    ObjectiveFact,
    StanceFact,
)
from terreau.portal.demo.writing import Pace, Written, backdate, partial_date

Members = Mapping[str, Membership]


def write_challenges(
    alliance: Alliance, fact: AllianceFact, *, members: Members, written: Written, pace: Pace
) -> None:
    """Propose each challenge, then write the stances taken on it."""
    for told in fact.challenge:
        by = written.posture_in(fact, told.by)
        values = _challenge_values(told, written)
        challenge = propose_challenge(alliance, values, by=by, now=pace.tick())
        backdate(challenge, "proposed_at", pace.at)
        for stance in told.stance:
            if stance.source == ILLUSTRATION:
                _state(challenge, stance, members, written, pace)
            else:
                _note_stance(challenge, stance, members, written)


def write_objectives(
    alliance: Alliance, fact: AllianceFact, *, written: Written, pace: Pace
) -> None:
    """Propose each version of the objective and let the invented members answer it."""
    for told in fact.objective:
        by = written.posture_in(fact, told.by)
        objective = propose_objective(
            alliance, _objective_values(told, pace.at), by=by, now=pace.tick()
        )
        backdate(objective, "proposed_at", pace.at)
        for given in told.answer:
            answer = answer_objective(
                objective,
                answer=given.answer,
                reason=given.reason,
                by=written.posture(given.by, given.organisation),
                now=pace.tick(),
            )
            backdate(answer, "answered_at", pace.at)


def write_journal(alliance: Alliance, fact: AllianceFact, *, written: Written, pace: Pace) -> None:
    """Write the story, page by page, with its voices."""
    for told in fact.journal:
        by = written.posture_in(fact, told.by)
        moment = pace.tick()
        entry = write_entry(alliance, _entry_values(told, written, moment), by=by, now=moment)
        backdate(entry, "written_at", moment)
        for voice in told.voice:
            said_by = written.posture(voice.by, voice.organisation)
            said = add_voice(entry, text=voice.text, by=said_by, now=pace.tick())
            backdate(said, "written_at", pace.at)


def send_invitations(
    alliance: Alliance, fact: AllianceFact, *, written: Written, pace: Pace
) -> None:
    """Invite, and let the letters stay unwritten: nobody lives at these addresses."""
    for told in fact.invitation:
        guest = Guest(
            email=told.email,
            person_name=told.person,
            organisation=written.organisations[told.organisation],
            message=told.message,
        )
        invite(alliance, guest, by=written.posture_in(fact, told.by), now=pace.tick())


def _challenge_values(told: ChallengeFact, written: Written) -> dict:
    return {
        "title": told.title,
        "description": f"{told.description}\n\nSource : {written.source(told.source)}",
        "aim": told.aim,
        "is_external": True,
        "domains": ActionDomain.objects.filter(code__in=told.domains),
        "goals": DevelopmentGoal.objects.filter(number__in=told.goals),
        "territories": [written.places[name] for name in told.territories],
    }


def _state(
    challenge: Challenge, told: StanceFact, members: Members, written: Written, pace: Pace
) -> None:
    state_stance(
        challenge,
        interest=told.interest,
        position=told.position,
        note=told.note,
        by=written.speaker_of(told.organisation),
        now=pace.tick(),
    )
    challenge.stances.filter(membership=members[told.organisation]).update(
        influence=told.influence,
        contribution_nature=told.contribution_nature,
        contribution=told.contribution,
    )


def _note_stance(
    challenge: Challenge, told: StanceFact, members: Members, written: Written
) -> None:
    """Write what a source says a real organisation does; it did not speak here itself."""
    ChallengeStance.objects.create(
        challenge=challenge,
        membership=members[told.organisation],
        position=told.position,
        note=told.note,
        posture=written.source(told.source)[:250],
    )


def _objective_values(told: ObjectiveFact, now: datetime.datetime) -> dict:
    due_on = localdate(now) + datetime.timedelta(told.due_in_days) if told.due_in_days else None
    return {
        "text": told.text,
        "change_note": told.change_note,
        "indicator": told.indicator,
        "baseline": told.baseline,
        "target": told.target,
        "due_on": due_on,
        "source": told.source,
        "responsible": told.responsible,
    }


def _entry_values(told: EntryFact, written: Written, now: datetime.datetime) -> dict:
    return {
        "kind": told.kind,
        "title": told.title,
        "text": told.text,
        "happened_on": partial_date(told.happened_on, now),
        "is_public": told.is_public,
        "source": written.source(told.source, told.source_note),
    }
