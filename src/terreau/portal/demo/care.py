"""Write the waves of the web and the hours that were logged, through the acts of people."""

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from terreau.alliances.models import Alliance
from terreau.fabric.actions.waves import take_wave
from terreau.fabric.scopes import Scope
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.writing import Written
from terreau.support.actions.hours import log_hours

Facts = Mapping[str, Any]


@cache
def read_care() -> Mapping[str, list[Facts]]:
    """Read the facts: waves, and hours."""
    return tomllib.loads((DATA / "care.toml").read_text(encoding="utf-8"))


def write_care(written: Written, *, now: datetime.datetime) -> None:
    """Take each wave, then log each hour, on days counted from today."""
    alliances = {one.slug: one for one in Alliance.objects.all()}
    for told in read_care()["wave"]:
        take_wave(
            Scope(alliance=alliances[told["alliance"]]),
            label=told["label"],
            on=_day(told["days_from_now"], now),
            by=written.posture(*told["by"]),
            now=now,
        )
    for told in read_care()["hours"]:
        _log(told, alliances[told["alliance"]], written, now)


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


def _day(days: int, now: datetime.datetime) -> datetime.date:
    return localdate(now) + datetime.timedelta(days=days)
