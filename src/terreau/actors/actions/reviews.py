"""What the holder of a personal link does to a sheet; `review_decisions.py` tells what follows."""

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.links import use_link
from terreau.accounts.models import Person
from terreau.actors.actions.telling import scope_of
from terreau.actors.actions.writing import Stamp, write_sheet
from terreau.actors.enums import ChangeOrigin
from terreau.actors.enums_campaigns import ReviewKind, ReviewState, TargetAnswer
from terreau.actors.fields import label_of
from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import (
    CampaignTarget,
    Organisation,
    SheetChange,
    SheetLink,
    SheetReview,
)
from terreau.actors.posture import LABEL_LENGTH
from terreau.actors.review_fields import PROPOSED, fingerprint, kept
from terreau.actors.sheet_links import author_of, standing_sheet
from terreau.actors.snapshots import take_snapshot
from terreau.core.editing import EditConflict
from terreau.core.journal import record

_ANSWERS = {
    ReviewKind.CONFIRM: TargetAnswer.CONFIRMED,
    ReviewKind.CHANGE: TargetAnswer.CHANGED,
    ReviewKind.OBJECTION: TargetAnswer.OBJECTED,
}
REPORTS = (ReviewKind.CLOSED, ReviewKind.MERGED, ReviewKind.WRONG)


@transaction.atomic
def confirm_by_link(sheet_link: SheetLink, *, now: datetime.datetime) -> SheetReview:
    """Note that the holder of the link says the whole sheet is right today."""
    organisation = _lock(sheet_link, now)
    stamp(organisation, author_of(sheet_link), now)
    return _keep(sheet_link, organisation, ReviewKind.CONFIRM, "sheet-confirmed-by-link", now)


@transaction.atomic
def change_by_link(
    sheet_link: SheetLink, values: Mapping[str, Any], *, seen: str, now: datetime.datetime
) -> list[SheetReview]:
    """Write what the holder corrected, at once; numbers wait for a facilitator.

    `values` is what the writers of sheets take; `seen` the fingerprint of what the form showed:
    `EditConflict` if one of these fields moved meanwhile.
    """
    organisation = _lock(sheet_link, now)
    if fingerprint(organisation, values) != seen:
        raise EditConflict(organisation)
    proposed = {
        name: values[name]
        for name in sorted(PROPOSED & values.keys())
        if values[name] != getattr(organisation, name)
    }
    direct = {name: value for name, value in values.items() if name not in PROPOSED}
    change = write(organisation, direct, author_of(sheet_link), now) if direct else None
    return [
        *_keep_change(sheet_link, organisation, change, now),
        *_keep_proposal(sheet_link, organisation, proposed, now),
    ]


def _keep_change(
    sheet_link: SheetLink, organisation: Organisation, change: SheetChange | None, now
) -> Iterable[SheetReview]:
    if change is None:
        return
    before = {name: pair[0] for name, pair in change.values.items()}
    after = {name: pair[1] for name, pair in change.values.items()}
    yield _keep(
        sheet_link,
        organisation,
        ReviewKind.CHANGE,
        "sheet-changed-by-link",
        now,
        before=kept(before),
        after=kept(after),
    )


def _keep_proposal(
    sheet_link: SheetLink, organisation: Organisation, proposed: Mapping[str, str], now
) -> Iterable[SheetReview]:
    if not proposed:
        return
    # Refused at once rather than in front of the facilitator.
    trial = copy(organisation)
    for name, value in proposed.items():
        setattr(trial, name, value)
    trial.full_clean()
    yield _keep(
        sheet_link,
        organisation,
        ReviewKind.CHANGE,
        "sheet-number-proposed",
        now,
        state=ReviewState.PROPOSED,
        before=kept(take_snapshot(organisation, proposed)),
        after=kept(proposed),
    )


@transaction.atomic
def report_by_link(
    sheet_link: SheetLink, kind: ReviewKind, *, comment: str, now: datetime.datetime
) -> SheetReview:
    """Note that the organisation closed, merged, or is not the one of the sheet: a proposal."""
    organisation = _lock(sheet_link, now)
    return _keep(
        sheet_link,
        organisation,
        kind,
        "sheet-reported-by-link",
        now,
        state=ReviewState.PROPOSED,
        comment=comment,
    )


@transaction.atomic
def unlist_by_link(sheet_link: SheetLink, *, now: datetime.datetime) -> SheetReview:
    """Take a sheet out of everything public, because its organisation asks so."""
    organisation = _lock(sheet_link, now)
    before = take_snapshot(organisation, ["is_public"])
    write(organisation, {"is_public": False}, author_of(sheet_link), now)
    return _keep(
        sheet_link,
        organisation,
        ReviewKind.OBJECTION,
        "sheet-unlisted",
        now,
        before=kept(before),
        after=kept({"is_public": False}),
    )


def stamp(organisation: Organisation, author: str, now: datetime.datetime) -> None:
    """Write who says that the sheet is right, and since when."""
    organisation.confirmed_on = localdate(now)
    organisation.confirmed_by = Truncator(author).chars(LABEL_LENGTH)
    organisation.save_without_historical_record(update_fields=["confirmed_on", "confirmed_by"])
    refresh_indexes([organisation.pk])


def write(
    organisation: Organisation,
    values: Mapping[str, Any],
    author: str,
    now: datetime.datetime,
    *,
    person: Person | None = None,
) -> SheetChange | None:
    """Write a locked sheet; whoever is editing it at the same time is told."""
    organisation.version += 1
    return write_sheet(
        organisation, values, stamp=Stamp(author, person, ChangeOrigin.REVIEW), now=now
    )


def _lock(sheet_link: SheetLink, now: datetime.datetime) -> Organisation:
    """Use the link, then take the row: both belong to the transaction of the act."""
    use_link(sheet_link.link, now=now)
    standing = standing_sheet(sheet_link.organisation)
    return Organisation.objects.select_for_update(of=("self",)).get(pk=standing.pk)


def _keep(
    sheet_link: SheetLink,
    organisation: Organisation,
    kind: ReviewKind,
    verb: str,
    now: datetime.datetime,
    **more,
) -> SheetReview:
    target = sheet_link.target
    review = SheetReview.objects.create(
        organisation=organisation,
        sheet_link=sheet_link,
        campaign=target.campaign if target else None,
        asked_by_id=target.campaign.created_by_id if target else sheet_link.link.issued_by_id,
        kind=kind,
        author=author_of(sheet_link),
        at=now,
        **more,
    )
    fields = ", ".join(label_of(name) for name in review.after)
    record(
        scope_of(organisation),
        verb,
        by=None,
        posture=_("la structure, par son lien"),
        params={"name": organisation.name, "fields": fields},
        now=now,
    )
    if target:
        answer = _ANSWERS.get(kind, TargetAnswer.REPORTED)
        CampaignTarget.objects.filter(pk=target.pk).update(answer=answer, answered_at=now)
    return review
