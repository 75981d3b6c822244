"""Write the waves of the web, who is accompanied and the hours logged, through acts of people."""

import datetime
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from django.utils.timezone import localdate

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.fabric.actions.waves import take_wave
from terreau.fabric.scopes import Scope
from terreau.partnerships.models import Partnership
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.writing import Written
from terreau.support.actions.files import agree_to_support, open_file
from terreau.support.actions.hours import log_hours
from terreau.support.actions.parts import add_meeting, add_task, settle_task, write_note
from terreau.support.enums import TaskState
from terreau.support.models import SupportFile

Facts = Mapping[str, Any]


@cache
def read_care() -> Mapping[str, list[Facts]]:
    """Read the facts: waves, files and hours."""
    return tomllib.loads((DATA / "care.toml").read_text(encoding="utf-8"))


def write_care(written: Written, *, now: datetime.datetime) -> None:
    """Take each wave, keep each file, log each hour, on days counted from today."""
    alliances = {one.slug: one for one in Alliance.objects.all()}
    for told in read_care()["wave"]:
        take_wave(
            Scope(alliance=alliances[told["alliance"]]),
            label=told["label"],
            on=_day(told["days_from_now"], now),
            by=written.posture(*told["by"]),
            now=now,
        )
    for told in read_care()["file"]:
        _accompany(told, alliances[told["alliance"]], written, now)
    for told in read_care()["hours"]:
        _log(told, alliances[told["alliance"]], written, now)


def _accompany(told: Facts, alliance: Alliance, written: Written, now: datetime.datetime) -> None:
    """Open a file, have it agreed to, say what it waits for and what was done in it."""
    posture = written.posture(*told["by"])
    whom = told.get("organisation", "")
    title = told.get("partnership", "")
    waits = {name: told.get(name, "") for name in ("waits_for", "waits_from")}
    if waits["waits_for"]:
        waits["waits_since"] = _day(told["waits_from_now"], now)
    file = open_file(
        {"phase": told["phase"], "request": told["request"], "alliance": alliance, **waits},
        organisation=written.organisations[whom] if whom else None,
        partnership=Partnership.objects.get(title=title) if title else None,
        by=posture,
        now=_moment(told["days_from_now"], now),
    )
    acts = [*_acts(file, told, posture, now)]
    if whom:
        speaker = written.speaker_of(whom)
        agree = partial(agree_to_support, file, agrees=True, by=speaker)
        acts.append((told["agreed_from_now"], agree))
    for days, act in sorted(acts, key=lambda one: one[0]):
        act(now=_moment(days, now))


def _acts(
    file: SupportFile, told: Facts, by: Posture, now: datetime.datetime
) -> Iterator[tuple[int, Callable[..., object]]]:
    """Tell what was done in a file, each with its day; all the tasks are noted at its opening."""
    opened = _moment(told["days_from_now"], now)
    for what, days, is_done in told["tasks"]:
        due = _day(days, now)
        task = add_task(file, what=what, assignee=by.person, due_on=due, by=by, now=opened)
        if is_done:
            yield days, partial(settle_task, task, state=TaskState.DONE, by=by)
    for days, text, is_shared in told["notes"]:
        yield days, partial(write_note, file, text=text, is_shared=is_shared, by=by)
    for days, whom, summary, next_step in told["meetings"]:
        values = {"with_whom": whom, "summary": summary, "next_step": next_step}
        yield days, partial(add_meeting, file, {"happens_at": _moment(days, now), **values}, by=by)


def _log(told: Facts, alliance: Alliance, written: Written, now: datetime.datetime) -> None:
    posture = written.posture(*told["by"])
    kept = {name: told[name] for name in ("trade", "phase", "engineering")}
    for days, minutes, note in told["entries"]:
        values = {**kept, "alliance": alliance, "minutes": minutes, "note": note}
        log_hours(
            {**values, "on": _day(days, now)},
            organisation=posture.organisation,
            by=posture.person,
            now=now,
        )


def _moment(days: int, now: datetime.datetime) -> datetime.datetime:
    return now + datetime.timedelta(days=days)


def _day(days: int, now: datetime.datetime) -> datetime.date:
    return localdate(now) + datetime.timedelta(days=days)
