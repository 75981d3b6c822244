"""Write what is said in an alliance: challenges, objective, journal and pending invitations."""

import datetime
from collections.abc import Mapping

from django.utils.timezone import localdate

from terreau.actors.models import ActionDomain, DevelopmentGoal
from terreau.actors.posture import Posture
from terreau.alliances.models import (
    Alliance,
    Challenge,
    ChallengeStance,
    Invitation,
    JournalEntry,
    JournalVoice,
    Membership,
    Objective,
    ObjectiveAnswer,
)
from terreau.portal.demo.reading import (
    ILLUSTRATION,
    AllianceFact,
    AnswerFact,
    ChallengeFact,
    EntryFact,
    ObjectiveFact,
    StanceFact,
)
from terreau.portal.demo.writing import Written, partial_date

Members = Mapping[str, Membership]


def write_challenges(
    alliance: Alliance, fact: AllianceFact, *, members: Members, written: Written
) -> None:
    """Write each challenge with the stances taken on it."""
    for told in fact.challenge:
        challenge = _write_challenge(alliance, fact, told, written)
        for stance in told.stance:
            _write_stance(challenge, stance, members, written)


def write_objectives(
    alliance: Alliance,
    fact: AllianceFact,
    *,
    members: Members,
    written: Written,
    now: datetime.datetime,
) -> None:
    """Write each version of the objective and the answers it received."""
    for number, told in enumerate(fact.objective, start=1):
        posture = written.posture_in(fact, told.by)
        objective = _write_objective(alliance, number, told, posture, now)
        for answer in told.answer:
            _write_answer(objective, answer, members, written)


def write_journal(
    alliance: Alliance, fact: AllianceFact, *, written: Written, now: datetime.datetime
) -> None:
    """Write the story, page by page, with its voices."""
    for told in fact.journal:
        entry = _write_entry(alliance, told, written.posture_in(fact, told.by), written, now)
        for voice in told.voice:
            posture = written.posture(voice.by, voice.organisation)
            JournalVoice.objects.create(
                entry=entry, text=voice.text, author=posture.person, posture=posture.label
            )


def write_invitations(alliance: Alliance, fact: AllianceFact, *, written: Written) -> None:
    """Write the invitations that wait for an answer."""
    for told in fact.invitation:
        by = written.posture_in(fact, told.by)
        Invitation.objects.create(
            alliance=alliance,
            organisation=written.organisations[told.organisation],
            email=told.email,
            person_name=told.person,
            message=told.message,
            invited_by=by.person,
            invited_for=by.organisation,
        )


def _write_challenge(
    alliance: Alliance, fact: AllianceFact, told: ChallengeFact, written: Written
) -> Challenge:
    challenge = Challenge.objects.create(
        alliance=alliance,
        title=told.title,
        description=f"{told.description}\n\nSource : {written.source(told.source)}",
        aim=told.aim,
        proposed_by=written.posture_in(fact, told.by).label,
    )
    challenge.domains.set(ActionDomain.objects.filter(code__in=told.domains))
    challenge.goals.set(DevelopmentGoal.objects.filter(number__in=told.goals))
    challenge.territories.set([written.places[name] for name in told.territories])
    return challenge


def _write_stance(
    challenge: Challenge, told: StanceFact, members: Members, written: Written
) -> None:
    # A real organisation did not speak here: the stamp says from which source we know.
    is_invented = told.source == ILLUSTRATION
    stamp = (
        written.speaker_of(told.organisation).label if is_invented else written.source(told.source)
    )
    ChallengeStance.objects.create(
        challenge=challenge,
        membership=members[told.organisation],
        interest=told.interest,
        position=told.position,
        note=told.note,
        posture=stamp[:250],
    )


def _write_objective(
    alliance: Alliance, number: int, told: ObjectiveFact, by: Posture, now: datetime.datetime
) -> Objective:
    due_on = localdate(now) + datetime.timedelta(told.due_in_days) if told.due_in_days else None
    return Objective.objects.create(
        alliance=alliance,
        number=number,
        text=told.text,
        change_note=told.change_note,
        indicator=told.indicator,
        baseline=told.baseline,
        target=told.target,
        due_on=due_on,
        source=told.source,
        responsible=told.responsible,
        author=by.person,
        author_posture=by.label,
    )


def _write_answer(
    objective: Objective, told: AnswerFact, members: Members, written: Written
) -> None:
    by = written.posture(told.by, told.organisation)
    ObjectiveAnswer.objects.create(
        objective=objective,
        membership=members[told.organisation or told.by],
        answer=told.answer,
        reason=told.reason,
        person=by.person,
        mandate=by.mandate,
        posture=by.label,
    )


def _write_entry(
    alliance: Alliance, told: EntryFact, by: Posture, written: Written, now: datetime.datetime
) -> JournalEntry:
    return JournalEntry.objects.create(
        alliance=alliance,
        kind=told.kind,
        title=told.title,
        text=told.text,
        happened_on=partial_date(told.happened_on, now),
        is_public=told.is_public,
        source=written.source(told.source, told.source_note),
        author=by.person,
        posture=by.label,
    )
