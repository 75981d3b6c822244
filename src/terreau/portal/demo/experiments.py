"""Write the experiments of the demonstration and who brought their pieces."""

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.timezone import make_aware

from terreau.actors.models import ActionDomain
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.experiments.actions.decisions import decide
from terreau.experiments.actions.experiments import ask_question
from terreau.experiments.actions.immersions import propose_immersion
from terreau.experiments.actions.pieces import add_piece
from terreau.experiments.actions.proof import (
    add_criterion,
    add_measurement,
    judge_criterion,
    write_protocol,
)
from terreau.experiments.actions.story import add_step, write_entry
from terreau.experiments.enums import (
    Comparison,
    ContributionState,
    DecisionOutcome,
    ImmersionState,
)
from terreau.experiments.models import Contribution, Experiment, Piece, Sidestep
from terreau.portal.demo.reading import DATA, ILLUSTRATION
from terreau.portal.demo.writing import Written, backdate

Facts = Mapping[str, Any]
TEXTS = ("title", "question", "hypothesis", "description", "duplicates_note", "could_one_alone")


@cache
def read_experiments() -> list[Facts]:
    """Read the facts of the experiments."""
    return tomllib.loads((DATA / "experiments.toml").read_text(encoding="utf-8"))["experiment"]


def write_experiments(written: Written, *, now: datetime.datetime) -> dict[str, Experiment]:
    """Write each experiment with its story; give them by the keys of the facts."""
    return {told["key"]: _write(told, written, now) for told in read_experiments()}


def date_of(text: str) -> PartialDate | None:
    """Read a date of the facts."""
    return PartialDate(text) if text else None


def _write(told: Facts, written: Written, now: datetime.datetime) -> Experiment:
    by = written.posture(*told["by"])
    made = ask_question(
        Alliance.objects.get(slug=told["alliance"]),
        {
            **{name: told.get(name, "") for name in TEXTS},
            "nature": told["nature"],
            "born_of_dialogue": told.get("born_of_dialogue", False),
            "starts_on": date_of(told["starts_on"]),
            "ends_on": date_of(told.get("ends_on", "")),
            "is_public": True,
            "source": _source(told, written),
            "domains": ActionDomain.objects.filter(code__in=told["domains"]),
        },
        by=by,
        now=now,
    )
    for piece in told.get("piece", ()):
        _write_piece(made, piece, written, by, now)
    _write_story(made, told, written, by, now)
    _write_immersions(made, told, written, by, now)
    _write_evidence(made, told, written, by, now)
    backdate(made, "created_at", make_aware(datetime.datetime.combine(_start(made), NOON)))
    return Experiment.objects.get(pk=made.pk)


NOON = datetime.time(12)


def _start(made: Experiment) -> datetime.date:
    return made.starts_on.start


def _source(told: Facts, written: Written) -> str:
    key = told.get("source", ILLUSTRATION)
    return written.source(key, told.get("source_note", ""))


def _write_piece(
    made: Experiment, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    piece = add_piece(
        made,
        {
            "nature": told["nature"],
            "title": told["title"],
            "quantity": told.get("quantity"),
            "unit": told.get("unit", ""),
            "starts_on": None,
            "ends_on": None,
            "is_essential": told.get("essential", True),
            "note": _source(told, written) if "source" in told else "",
        },
        by=by,
        now=now,
    )
    for one in told.get("brought", ()):
        _write_contribution(piece, one, written, by, now)


def _write_contribution(
    piece: Piece, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    """What published facts tell was brought has nobody here who pledges it: written as it is."""
    on = date_of(told.get("on", ""))
    at = make_aware(datetime.datetime.combine(on.end, NOON)) if on else now
    is_here, thanks = told["state"] == ContributionState.DELIVERED, told.get("thanks", "")
    Contribution.objects.create(
        piece=piece,
        organisation=written.organisations[told["organisation"]],
        state=ContributionState.THANKED if thanks else told["state"],
        quantity=told.get("quantity"),
        delivered_quantity=told.get("quantity") if is_here else None,
        value_eur=told.get("value_eur"),
        value_method=told.get("value_method", ""),
        pledged_at=None if on and on.end > on.start else at,
        delivered_on=on,
        thanks=thanks,
        thanked_at=at if thanks else None,
        posture=by.label,
    )


def _write_story(
    made: Experiment, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    for one in told.get("step", ()):
        add_step(
            made,
            {**one, "organisation": written.organisations[one["organisation"]], "who": ""},
            by=by,
            now=now,
        )
    for one in told.get("sidestep", ()):
        Sidestep.objects.create(
            experiment=made,
            organisation=written.organisations[one["organisation"]],
            promise=one["promise"],
            done_on=date_of(one["done_on"]),
            posture=by.label,
            promised_at=now,
        )
    for one in told.get("entry", ()):
        write_entry(
            made,
            {
                "kind": one["kind"],
                "text": one["text"],
                "happened_on": date_of(one["happened_on"]),
                "source": _source(one, written),
            },
            by=by,
            now=now,
        )


def _write_immersions(
    made: Experiment, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    for one in told.get("immersion", ()):
        propose_immersion(
            made,
            {
                "visitor": written.organisations[one["visitor"]],
                "host": written.organisations[one["host"]],
                "state": ImmersionState.DONE,
                "happens_on": date_of(one["happens_on"]),
                "people": one["people"],
                "debrief": one["debrief"],
            },
            by=by,
            now=now,
        )


def _write_evidence(
    made: Experiment, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    for one in told.get("criterion", ()):
        criterion = add_criterion(made, one["criterion"], by=by)
        if "evidence" in one:
            judge_criterion(
                criterion, evidence=one["evidence"], is_met=one["is_met"], by=by, now=now
            )
    if "protocol" in told:
        _write_protocol(made, told, written, by, now)
    if "decision" in told:
        decision = told["decision"]
        decide(
            made,
            DecisionOutcome(decision["outcome"]),
            reasons=decision["reasons"],
            decided_on=PartialDate(decision["decided_on"]),
            lesson=decision.get("lesson", ""),
            by=by,
            now=now,
        )


def _write_protocol(
    made: Experiment, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    values = told["protocol"]
    protocol = write_protocol(
        made,
        {
            "comparison": Comparison.NONE,
            **values,
            "baseline_on": date_of(values.get("baseline_on", "")),
            "source": _source(values, written),
        },
        expected_version=1,
        by=by,
        now=now,
    )
    for one in told.get("measurement", ()):
        add_measurement(
            protocol,
            {
                "on": date_of(one["on"]),
                "value": one["value"],
                "base": one["base"],
                "source": _source(one, written),
            },
            by=by,
            now=now,
        )
