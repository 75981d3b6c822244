"""Write the dialogue of the demonstration, through the acts that people would do."""

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.bulk_rows import insert_many
from terreau.core.partial_dates import PartialDate
from terreau.dialogues.actions.agendas import Link, adopt_agenda, answer_agenda, propose_agenda
from terreau.dialogues.actions.ballots import Choice, count_ballot, create_ballot
from terreau.dialogues.actions.consultations import (
    close_consultation,
    publish_consultation,
    reveal_results,
)
from terreau.dialogues.actions.conversations import create_conversation
from terreau.dialogues.actions.followups import follow_proposition
from terreau.dialogues.actions.landscapes import refresh_landscape
from terreau.dialogues.actions.outlooks import create_outlook
from terreau.dialogues.actions.workshops import (
    add_proposition,
    gather_propositions,
    open_workshop,
)
from terreau.dialogues.bridge.agendas import Place
from terreau.dialogues.enums import Space, StatementOrigin, StatementState
from terreau.dialogues.forms.ballots import GRADES
from terreau.dialogues.models import (
    Agenda,
    Ballot,
    BallotPaper,
    Consultation,
    Conversation,
    Outlook,
    OutlookScore,
    Proposition,
    Statement,
)
from terreau.portal.demo.perceptions import write_survey
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.simulated_voices import (
    WORLDS,
    Crowd,
    draw_around,
    draw_grades,
    open_simulated,
    simulate_votes,
)
from terreau.portal.demo.writing import Written

Facts = Mapping[str, Any]


@cache
def read_dialogue() -> Facts:
    """Read the facts of the dialogue."""
    return tomllib.loads((DATA / "dialogue.toml").read_text(encoding="utf-8"))


def write_dialogue(written: Written, *, now: datetime.datetime) -> None:
    """Write a conversation, crossed views, a survey, a counted ballot, its agenda, a workshop."""
    facts = read_dialogue()
    alliance = Alliance.objects.get(slug=facts["alliance"])
    by = written.posture("bastien", "atelier-deux-rives")
    _write_workshop(alliance, facts["workshop"], written, by, now)
    _write_outlook(alliance, facts["outlook"], by, now)
    write_survey(alliance, by=by, now=now)
    _write_ballot(alliance, facts["ballot"], written, by, now)
    _write_conversation(alliance, facts["conversation"], by, now)


def _simulated(consultation: Consultation) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(is_simulated=True)
    consultation.is_simulated = True


def _write_conversation(
    alliance: Alliance, told: Facts, by: Posture, now: datetime.datetime
) -> None:
    made = create_conversation(
        alliance,
        {
            "question": told["question"],
            "introduction": told["introduction"].strip(),
            "opens_at": now,
        },
        by=by,
        now=now,
    )
    _simulated(made)
    insert_many(
        [
            Statement(
                conversation=made,
                number=number,
                text=one["text"],
                origin=StatementOrigin.SEED,
                state=StatementState.ACCEPTED,
                posture=by.label,
                written_at=now,
                moderated_at=now,
            )
            for number, one in enumerate(told["statements"], start=1)
        ]
    )
    publish_consultation(made, by=by, now=now)
    leans = [one["leans"] for one in told["statements"]]
    for space, size in (
        (Space.INHABITANTS, told["inhabitants"]),
        (Space.ORGANISATIONS, told["organisations"]),
    ):
        simulate_votes(made, Crowd(space, size, told["tendencies"]), leans, now=now)
        refresh_landscape(Conversation.objects.get(pk=made.pk), space, now=now)
    reveal_results(made, by=by, now=now)


def _write_outlook(alliance: Alliance, told: Facts, by: Posture, now: datetime.datetime) -> None:
    challenges = list(Challenge.objects.filter(alliance=alliance).order_by("pk"))
    values = {"question": told["question"], "opens_at": now}
    made = create_outlook(alliance, values, challenges, told["fragilities"], by=by, now=now)
    _simulated(made)
    publish_consultation(made, by=by, now=now)
    size = told["voices_each"]
    voices = open_simulated(made, Space.ORGANISATIONS, size * len(WORLDS), now=now)
    for world, means in told["worlds"].items():
        _score(made, [one for one in voices if one.world == world], means, now)
    people = open_simulated(made, Space.INHABITANTS, 4 * size, now=now)
    _score(made, people, told["inhabitants"], now)
    reveal_results(made, by=by, now=now)


def _score(outlook: Outlook, voices: list, means: list[int], now: datetime.datetime) -> None:
    items = list(outlook.items.order_by("rank").values_list("pk", flat=True))
    for place, (item, mean) in enumerate(zip(items, means, strict=True)):
        drawn = draw_around(mean, len(voices), low=0, high=10, key=100 * len(voices) + place)
        insert_many(
            [
                OutlookScore(participant=voice, item_id=item, score=score, scored_at=now)
                for voice, score in zip(voices, drawn, strict=True)
            ]
        )


def _write_ballot(
    alliance: Alliance, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    challenges = list(Challenge.objects.filter(alliance=alliance).order_by("pk"))
    values = {
        "question": told["question"],
        "introduction": told["introduction"],
        "grades": [str(grade) for grade in GRADES],
        "opens_at": now,
    }
    choices = [Choice(one.title, one.pk) for one in challenges]
    made = create_ballot(alliance, values, choices, by=by, now=now)
    _simulated(made)
    publish_consultation(made, by=by, now=now)
    _cast_papers(made, told, now)
    close_consultation(made, by=by, now=now)
    count = count_ballot(made, by=by, now=now)
    reveal_results(made, by=by, now=now)
    order = count.content["challenge_order"]
    places = [Place(key, rank, rank) for rank, key in enumerate(order, start=1)]
    links = [Link(challenges[0].pk, challenges[-1].pk, told["because"])] if order else []
    agenda = propose_agenda(
        alliance, places, links, change_note=told["change_note"], ballot_count=count, by=by, now=now
    )
    _sign(agenda, written, by, now)


def _cast_papers(made: Ballot, told: Facts, now: datetime.datetime) -> None:
    """Let each space hand in drawn papers."""
    keys = list(made.options.order_by("rank").values_list("key", flat=True))
    for space, size in (
        (Space.ORGANISATIONS, told["organisations"]),
        (Space.INHABITANTS, told["inhabitants"]),
    ):
        voices = open_simulated(made, space, size, now=now)
        columns = [
            draw_grades(weights, size, key=size + place)
            for place, weights in enumerate(told["grades"])
        ]
        insert_many(
            [
                BallotPaper(
                    participant=voice,
                    ballot=made,
                    content=dict(zip(keys, grades, strict=True)),
                    cast_at=now,
                )
                for voice, *grades in zip(voices, *columns, strict=True)
            ]
        )


def _sign(agenda: Agenda, written: Written, by: Posture, now: datetime.datetime) -> None:
    ama = written.posture("ama", "passerelle-jeunesse")
    lucien = written.posture("lucien", "boulangerie-confluent")
    for posture, answer, reason in (
        (by, "agreement", ""),
        (ama, "agreement", ""),
        (lucien, "reservation", "D’accord, si l’on revoit l’ordre au printemps."),
    ):
        answer_agenda(agenda, answer=answer, reason=reason, by=posture, now=now)
    adopt_agenda(agenda, by=by, now=now)


def _write_workshop(
    alliance: Alliance, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    made = open_workshop(
        alliance,
        {
            "question": told["title"],
            "held_on": PartialDate(told["held_on"]),
            "place": told["place"],
            "introduction": told["introduction"].strip(),
            "source": written.source(told["source"]),
        },
        themes=told["themes"],
        colours=[group["colour"] for group in told["group"]],
        by=by,
        now=now,
    )
    theme = made.themes.last()
    groups = {one.colour: one for one in made.groups.all()}
    for group in told["group"]:
        table = groups[group["colour"]]
        table.workshop = made
        for one in group["propositions"]:
            add_proposition(
                table, theme=theme, title=one["title"], points=one["points"], by=by, now=now
            )
    known = {one.title: one for one in Proposition.objects.filter(workshop=made)}
    for family in told["family"]:
        members = [known[title] for title in family["propositions"]]
        gather_propositions(made, family["title"], members, by=by, now=now)
    for line in told["follow"]:
        values = {name: line[name] for name in ("status", "carried_by", "note")}
        proposition = Proposition.objects.select_related("workshop__alliance").get(
            pk=known[line["proposition"]].pk
        )
        values["since"] = PartialDate(line["since"])
        follow_proposition(proposition, values, by=by, now=now)
    close_consultation(made, by=by, now=now)
