"""Write the partnerships of the demonstration and a review that both sides have answered."""

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from terreau.actors.models import ActionDomain
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.actions.parties import NewParty
from terreau.partnerships.actions.reviews import agree_step, open_review, propose_step, save_answer
from terreau.partnerships.actions.sheets import create_partnership
from terreau.partnerships.enums import FlowDirection
from terreau.partnerships.models import Flow, Partnership, Party, Review, ReviewAnswer
from terreau.portal.demo.experiments import date_of
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.writing import Written

Facts = Mapping[str, Any]
FLOW = ("nature", "title", "quantity", "unit", "value_eur", "value_method")
ANSWER = ("product", "balance", "recognition", "approaches", "objectives", "recommits")
DIRECTIONS = (("gives", FlowDirection.GIVES), ("receives", FlowDirection.RECEIVES))


@cache
def read_partnerships() -> list[Facts]:
    """Read the facts of the partnerships."""
    return tomllib.loads((DATA / "partnerships.toml").read_text(encoding="utf-8"))["partnership"]


def write_partnerships(
    written: Written,
    events: Mapping[str, Event],
    experiments: Mapping[str, Experiment],
    *,
    now: datetime.datetime,
) -> None:
    """Write each partnership, what its parties give and receive, and its review."""
    began = now - datetime.timedelta(days=90)  # before what their reviews tell
    for told in read_partnerships():
        made = _write(told, written, events, experiments, began)
        for one in told["party"]:
            _write_flows(made, one, written)
        if any("answer" in one for one in told["party"]):
            _write_review(made, told, written, now)


def _write(
    told: Facts,
    written: Written,
    events: Mapping[str, Event],
    experiments: Mapping[str, Experiment],
    now: datetime.datetime,
) -> Partnership:
    parties = [
        NewParty(
            organisation=written.organisations[one["organisation"]],
            objectives=tuple(one.get("objectives", ())),
        )
        for one in told["party"]
    ]
    return create_partnership(
        {
            "title": told["title"],
            "action": told["action"],
            "level": told["level"],
            "stage": told["stage"],
            "since": PartialDate(told["since"]),
            "starts_on": date_of(told["starts_on"]),
            "categories": told["categories"],
            "scopes": told["scopes"],
            "domains": ActionDomain.objects.filter(code__in=told["domains"]),
            "alliances": Alliance.objects.filter(slug__in=told["alliances"]),
            "experiments": [experiments[key] for key in told["experiments"]],
            "event": events[told["event"]] if "event" in told else None,
            "is_shared": True,
            "is_public": told["is_public"],
            "source": written.source(told["source"], told.get("source_note", "")),
        },
        parties,
        by=written.posture(*told["by"]),
        now=now,
    )


def _write_flows(made: Partnership, told: Facts, written: Written) -> None:
    party = Party.objects.get(
        partnership=made, organisation=written.organisations[told["organisation"]]
    )
    Flow.objects.bulk_create(
        Flow(party=party, direction=direction, **dict(zip(FLOW, line, strict=False)))
        for name, direction in DIRECTIONS
        for line in told.get(name, ())
    )


def _write_review(made: Partnership, told: Facts, written: Written, now: datetime.datetime) -> None:
    """Both sides answer alone, the second answer reveals both, a next step is agreed."""
    asked_at = now - datetime.timedelta(days=40)
    speakers = {one["organisation"]: _speaker(one, told, written) for one in told["party"]}
    first = next(iter(speakers.values()))
    review = open_review(
        made,
        closes_on=localdate(asked_at) + datetime.timedelta(days=30),
        by=first,
        now=asked_at,
    )
    for one in told["party"]:
        _answer(review, one, speakers[one["organisation"]], asked_at)
    review.refresh_from_db()  # the last answer revealed it
    for step in told.get("next_step", ()):
        party = Party.objects.get(
            partnership=made, organisation=written.organisations[step["party"]]
        )
        proposed = propose_step(
            review, what=step["what"], party=party, due_on=step["due_on"], by=first, now=asked_at
        )
        for speaker in speakers.values():
            agree_step(proposed, by=speaker, now=asked_at)


def _speaker(one: Facts, told: Facts, written: Written) -> Posture:
    who, organisation = told["by"]
    if one["organisation"] == organisation:
        return written.posture(who, organisation)
    return written.speaker_of(one["organisation"])


def _answer(review: Review, told: Facts, by: Posture, now: datetime.datetime) -> None:
    answer = ReviewAnswer.objects.get(review=review, party__organisation=by.organisation)
    said = told["answer"]
    values = {name: said[name] for name in ANSWER}
    values |= {name: said.get(name, "") for name in ("strengths", "to_improve")}
    save_answer(answer, values, gives=True, expected_version=answer.version, by=by, now=now)
