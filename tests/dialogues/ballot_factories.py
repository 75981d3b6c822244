"""Ballots on three challenges, prepared, voted and counted."""

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from terreau.dialogues.actions.ballots import Choice, cast_paper, count_ballot, create_ballot
from terreau.dialogues.actions.consultations import (
    close_consultation,
    publish_consultation,
    reveal_results,
)
from terreau.dialogues.actions.voices import open_voice
from terreau.dialogues.forms.ballots import GRADES
from terreau.dialogues.models import Ballot, BallotCount
from tests.alliances.factories import Cast, make_challenge

NOW = timezone.now
TITLES = ("Emploi", "Mobilité", "Logement")


def draft(cast: Cast, method: str = "majority_judgment", **more) -> Ballot:
    """Prepare a ballot on three challenges."""
    values = {
        "question": "Par quoi commencer ?",
        "introduction": "",
        "method": method,
        "grades": [str(grade) for grade in GRADES],
        **more,
    }
    choices = [Choice(title, make_challenge(cast.alliance, title).pk) for title in TITLES]
    if method == "equal_shares":
        values["budget_eur"] = Decimal(100)
        costs = (60, 40, 30)
        choices = [
            Choice(title, cost_eur=Decimal(cost)) for title, cost in zip(TITLES, costs, strict=True)
        ]
    return create_ballot(cast.alliance, values, choices, by=cast.bastien, now=NOW())


def prepare(cast: Cast, method: str = "majority_judgment", **more) -> Ballot:
    """Prepare and publish a ballot on three challenges."""
    ballot = draft(cast, method, **more)
    publish_consultation(ballot, by=cast.bastien, now=NOW())
    return ballot


def vote(ballot: Ballot, papers: list[dict], space: str = "inhabitants") -> None:
    """Hand in papers of as many devices."""
    for number, content in enumerate(papers):
        voice = open_voice(
            ballot,
            space=space,
            channel="device",
            now=NOW(),
            key={"device_hash": f"{ballot.pk}-{number}"},
        )
        cast_paper(ballot, voice, content, now=NOW())


def close_and_count(cast: Cast, ballot: Ballot, *, revealed: bool = True) -> BallotCount:
    close_consultation(ballot, by=cast.bastien, now=NOW())
    count = count_ballot(ballot, by=cast.bastien, now=NOW())
    if revealed:
        reveal_results(ballot, by=cast.bastien, now=NOW())
    return count


def group_of(count: BallotCount, key: str = "inhabitants") -> dict:
    return next(one for one in count.content["groups"] if one["key"] == key)


def address(name: str, ballot: Ballot, *more) -> str:
    return reverse(f"dialogues:{name}", args=[ballot.alliance.slug, ballot.uuid, *more])


PAPERS = {
    "majority_judgment": [{"o1": 0, "o2": 1, "o3": 4}] * 3 + [{"o1": 5, "o2": 1}] * 2,
    "approval": [{"o2": 1}] * 3 + [{"o1": 1, "o2": 1}] * 2,
    "score": [{"o1": 9, "o2": 10}] * 5 + [{"o3": 1}],
    "schulze": [{"o2": 1, "o1": 2, "o3": 3}] * 3 + [{"o1": 1, "o2": 2}] * 2,
    "ranked_pairs": [{"o2": 1, "o1": 2, "o3": 3}] * 3 + [{"o1": 1, "o2": 2}] * 2,
    "dots": [{"o2": 5}] * 3 + [{"o1": 3, "o3": 2}] * 2,
    "equal_shares": [{"o1": 1}] * 3 + [{"o2": 1}] * 2,
}
FIRST = {"majority_judgment": "o1", "equal_shares": "o1"}
