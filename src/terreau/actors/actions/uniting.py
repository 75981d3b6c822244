"""Unite two sheets: columns, lists, then whatever any domain tied to the absorbed one."""

import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from terreau.actors.actions.writing import save_row
from terreau.actors.enums import Lifecycle, NumberScheme, PairState
from terreau.actors.matching.choices import COLUMNS, LINKS, NUMBERS, ROWS, MergeChoices
from terreau.actors.matching.lines import repeated_lines
from terreau.actors.matching.links import Link, find_twins
from terreau.actors.matching.steps import Steps, fold_row
from terreau.actors.models import (
    DuplicatePair,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
)
from terreau.actors.models import OrganisationNumber as Number
from terreau.actors.posture import Posture
from terreau.actors.snapshots import plain

DEEPEST_PARENT = 30


def unite_sheets(
    kept: Organisation,
    absorbed: Organisation,
    choices: MergeChoices,
    *,
    by: Posture,
    now: datetime.datetime,
) -> dict[str, Any]:
    """Write the merger and return its trace, from which `part_sheets` undoes it."""
    steps = Steps()
    trace = {
        "absorbed": {
            name: plain(getattr(absorbed, name)) for name in (*NUMBERS, "lifecycle", "version")
        },
        "columns": {},
        "links": {},
        "private": [kept.provenance, kept.withheld],
    }
    _set_aside(absorbed, kept)
    before = {name: plain(getattr(kept, name)) for name in COLUMNS}
    others = _unite_columns(kept, absorbed, choices, by, now)
    trace["columns"] = {
        name: [before[name], plain(getattr(kept, name))]
        for name in COLUMNS
        if before[name] != plain(getattr(kept, name))
    }
    for name in LINKS:
        trace["links"][name] = _unite_links(kept, absorbed, name, choices)
    own = {_own_link(name): name for name in ROWS}
    repeated = repeated_lines(kept.pk, absorbed.pk)
    for link, name in own.items():
        stays = choices.left_out.get(name, frozenset()) | repeated.get(name, frozenset())
        _unite_rows(link, kept, absorbed, stays, steps)
    _keep_names_and_numbers(kept, others, steps)
    fold_row(Organisation, absorbed.pk, kept.pk, steps, set(own))
    _hide(absorbed, kept)
    _carry_distinct(kept, absorbed, steps, by, now)
    trace["steps"] = steps.done
    return trace


def _set_aside(absorbed: Organisation, kept: Organisation) -> None:
    """Free the numbers of the absorbed sheet: they follow to the kept one."""
    Organisation.objects.filter(pk=absorbed.pk).update(siren="", siret="", rna="")


def _unite_columns(
    kept: Organisation,
    absorbed: Organisation,
    choices: MergeChoices,
    by: Posture,
    now: datetime.datetime,
) -> dict[str, str]:
    """Take the chosen columns; return the name and the numbers that were not chosen."""
    other = {name: getattr(absorbed, name) for name in ("name", "siret", "rna")}
    said = {"on": localdate(now).isoformat(), "by": by.label}
    for name in choices.taken:
        if name in other:
            other[name] = getattr(kept, name)
        kept.provenance = {**kept.provenance, name: absorbed.provenance.get(name, said)}
        setattr(kept, name, getattr(absorbed, name))
    kept.withheld = sorted({*kept.withheld, *absorbed.withheld})
    if _stands_above(kept, absorbed):
        kept.parent = None
    save_row(kept, by.person)
    return {name: value for name, value in other.items() if value != getattr(kept, name)}


def _stands_above(kept: Organisation, absorbed: Organisation) -> bool:
    """Tell whether climbing from the chosen parent meets either of both sheets."""
    above, climbed = kept.parent_id, 0
    while above is not None and climbed < DEEPEST_PARENT:
        if above in (kept.pk, absorbed.pk):
            return True
        above = Organisation.objects.filter(pk=above).values_list("parent", flat=True).first()
        climbed += 1
    return False


def _unite_links(
    kept: Organisation, absorbed: Organisation, name: str, choices: MergeChoices
) -> list[list[int]]:
    before = set(getattr(kept, name).values_list("pk", flat=True))
    theirs = set(getattr(absorbed, name).values_list("pk", flat=True))
    after = (before | theirs) - choices.left_out.get(name, frozenset())
    getattr(kept, name).set(after)
    return [sorted(before), sorted(after)]


def _own_link(name: str) -> Link:
    model = Organisation._meta.get_field(name).related_model
    return Link(model, "member" if model is NetworkMembership else "organisation")


def _unite_rows(
    link: Link, kept: Organisation, absorbed: Organisation, left_out: frozenset[int], steps: Steps
) -> None:
    """Bring the ticked lines over; an unticked line waits, whole, on the absorbed sheet."""
    parked = [pk for pk in link.rows(kept.pk).values_list("pk", flat=True) if pk in left_out]
    twins = find_twins(link, kept.pk, absorbed.pk)
    steps.move(link, [pk for pk in parked if pk not in twins], kept.pk, absorbed.pk)
    for pk in parked:
        if pk in twins:
            steps.remove(link.model, pk)
    stays = {*left_out, *parked, *find_twins(link, absorbed.pk, kept.pk)}
    if link.model is NetworkMembership:
        ties = NetworkMembership.objects.filter(member=absorbed, network=kept)
        stays |= set(ties.values_list("pk", flat=True))
    theirs = link.rows(absorbed.pk).values_list("pk", flat=True)
    steps.move(link, [pk for pk in theirs if pk not in stays], absorbed.pk, kept.pk)


def _keep_names_and_numbers(kept: Organisation, others: dict[str, str], steps: Steps) -> None:
    name = others.get("name")
    if name and not kept.aliases.filter(name=name).exists():
        steps.add(OrganisationAlias(organisation=kept, name=name))
    for scheme in (NumberScheme.SIRET, NumberScheme.RNA):
        value = others.get(scheme.value)
        if value and not Number.objects.filter(scheme=scheme, value=value).exists():
            steps.add(Number(organisation=kept, scheme=scheme, value=value))


def _hide(absorbed: Organisation, kept: Organisation) -> None:
    Organisation.objects.filter(pk=absorbed.pk).update(
        merged_into=kept.pk, lifecycle=Lifecycle.MERGED
    )


def _carry_distinct(
    kept: Organisation,
    absorbed: Organisation,
    steps: Steps,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """What was told apart from the absorbed sheet is apart from the kept one."""
    pairs = DuplicatePair.objects.filter(Q(first=absorbed) | Q(second=absorbed))
    told = pairs.filter(state=PairState.DISTINCT).values_list("first_id", "second_id")
    for first, second in told.order_by("pk"):
        low, high = sorted((kept.pk, first if second == absorbed.pk else second))
        if low == high or DuplicatePair.objects.filter(first=low, second=high).exists():
            continue
        steps.add(
            DuplicatePair(
                first_id=low,
                second_id=high,
                score=0.0,
                state=PairState.DISTINCT,
                found_at=now,
                decided_by=by.person,
                decided_at=now,
            )
        )
