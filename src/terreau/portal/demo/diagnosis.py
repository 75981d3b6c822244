"""Write the diagnosis of the demonstration: what exists already, and a frozen page."""

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.timezone import localdate

from terreau.actors.models import ActionDomain
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, Challenge
from terreau.core.partial_dates import PartialDate
from terreau.diagnoses.actions.choices import save_choices
from terreau.diagnoses.actions.ecosystem import note_absence, note_item
from terreau.diagnoses.actions.snapshots import publish_snapshot, take_snapshot
from terreau.diagnoses.enums_ecosystem import Presence
from terreau.diagnoses.gathering import gather
from terreau.diagnoses.reading import read_choices
from terreau.diagnoses.values import Choices
from terreau.partnerships.actions.census import census_partnership
from terreau.partnerships.actions.parties import NewParty
from terreau.portal.demo.reading import DATA
from terreau.portal.demo.writing import Written

Facts = Mapping[str, Any]


@cache
def read_diagnosis() -> Facts:
    """Read the facts of the diagnosis."""
    return tomllib.loads((DATA / "diagnosis.toml").read_text(encoding="utf-8"))


def write_diagnosis(written: Written, *, now: datetime.datetime) -> None:
    """Write a census and the ecosystem, then freeze and publish the diagnosis."""
    facts = read_diagnosis()
    alliance = Alliance.objects.get(slug=facts["alliance"])
    by = written.posture(*facts["by"])
    for told in facts["census"]:
        _write_census(alliance, told, written, by, now)
    for told in facts["ecosystem"]:
        _write_ecosystem(alliance, told, written, by, now)
    _save_choices(alliance, facts["choice"], by, now)
    diagnosis = gather(alliance, read_choices(alliance), on=localdate(now))
    told = facts["snapshot"]
    frozen = take_snapshot(
        alliance, diagnosis, title=told["title"], note=told["note"], by=by, now=now
    )
    publish_snapshot(frozen, by=by, now=now)


def _save_choices(
    alliance: Alliance, told: Sequence[Facts], by: Posture, now: datetime.datetime
) -> None:
    known = dict(Challenge.objects.filter(alliance=alliance).values_list("title", "uuid"))
    uuids = [str(known[one["challenge"]]) for one in told]
    choices = Choices(
        weights={uuid: {one["slug"]: one["weight"]} for uuid, one in zip(uuids, told, strict=True)},
        senses={uuid: {one["slug"]: one["sense"]} for uuid, one in zip(uuids, told, strict=True)},
    )
    save_choices(alliance, choices, by=by, now=now)


def _write_ecosystem(
    alliance: Alliance, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    """Note a body that is here, or that none is."""
    if "organisation" not in told:
        note_absence(alliance, told["kind"], by=by, now=now)
        return
    sheet = written.organisations[told["organisation"]]
    values = {"presence": Presence.PRESENT, "name": sheet.name, "organisation": sheet}
    note_item(alliance, told["kind"], values, by=by, now=now)


def _write_census(
    alliance: Alliance, told: Facts, written: Written, by: Posture, now: datetime.datetime
) -> None:
    dates = {name: PartialDate(told[name]) for name in ("starts_on", "ends_on") if name in told}
    census_partnership(
        {
            "action": told["action"],
            "categories": told["categories"],
            "scopes": told["scopes"],
            "domains": ActionDomain.objects.filter(code__in=told["domains"]),
            "certainty": told["certainty"],
            "source": told["source"],
            **dates,
        },
        [NewParty(organisation=written.organisations[key]) for key in told["parties"]],
        alliance=alliance,
        by=by,
        now=now,
    )
