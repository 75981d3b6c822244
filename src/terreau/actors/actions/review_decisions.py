"""What the facilitators make of what came back by link or by telephone."""

import datetime
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.actions.reviews import stamp, write
from terreau.actors.actions.telling import tell
from terreau.actors.enums import Lifecycle
from terreau.actors.enums_campaigns import ReviewKind, ReviewState
from terreau.actors.fields import label_of
from terreau.actors.models import Organisation, SheetReview
from terreau.actors.permissions_campaigns import (
    can_decide_review,
    can_refresh_directory,
    can_undo_review,
)
from terreau.actors.posture import Posture
from terreau.actors.review_fields import kept, values_of, writable
from terreau.actors.sheet_links import standing_sheet
from terreau.actors.snapshots import rows_of, take_snapshot
from terreau.core.verdicts import Refused, require

_LIFECYCLES = {ReviewKind.CLOSED: Lifecycle.CLOSED, ReviewKind.MERGED: Lifecycle.MERGED}


@transaction.atomic
def confirm_by_phone(
    organisation: Organisation, *, by: Posture, with_whom: str, now: datetime.datetime
) -> None:
    """Note that somebody of the organisation said on the telephone that the sheet is right."""
    require(can_refresh_directory(by.person, today=localdate(now)))
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    author = _("par téléphone avec %(who)s, selon %(by)s") % {"who": with_whom, "by": by.label}
    stamp(stored, author, now)
    tell(stored, "sheet-confirmed-by-phone", by, now, {})


@transaction.atomic
def accept_review(review: SheetReview, *, by: Posture, now: datetime.datetime) -> SheetReview:
    """Make a proposal true: write the numbers, close the sheet, or take the wrong sheet aside."""
    review = _lock_review(review)
    require(can_decide_review(by.person, review, today=localdate(now)))
    organisation = standing_sheet(review.organisation)
    if review.kind == ReviewKind.CHANGE:
        _refuse_if_moved(organisation, review.before)
        write(organisation, writable(review.after), review.author, now, person=by.person)
    elif review.kind in (ReviewKind.CLOSED, ReviewKind.MERGED):
        lifecycle = _LIFECYCLES[review.kind]
        write(organisation, {"lifecycle": lifecycle}, review.author, now, person=by.person)
    elif review.kind == ReviewKind.WRONG:
        _forget_address(organisation, review, by, now)
    return _decide(review, ReviewState.ACCEPTED, "review-accepted", by, now)


@transaction.atomic
def refuse_review(review: SheetReview, *, by: Posture, now: datetime.datetime) -> SheetReview:
    """Leave the sheet as it is."""
    review = _lock_review(review)
    require(can_decide_review(by.person, review, today=localdate(now)))
    return _decide(review, ReviewState.REFUSED, "review-refused", by, now)


@transaction.atomic
def undo_review(review: SheetReview, *, by: Posture, now: datetime.datetime) -> SheetReview:
    """Put each field back as it was, unless one of them moved since."""
    review = _lock_review(review)
    require(can_undo_review(by.person, review, today=localdate(now)))
    organisation = standing_sheet(review.organisation)
    if review.kind in (ReviewKind.CLOSED, ReviewKind.MERGED):
        active = {"lifecycle": Lifecycle.ACTIVE}
        write(organisation, active, by.label, now, person=by.person)
    else:
        _refuse_if_moved(organisation, review.after)
        write(organisation, writable(review.before), by.label, now, person=by.person)
    return _decide(review, ReviewState.UNDONE, "review-undone", by, now)


@transaction.atomic
def mark_reviews_seen(
    reviews: Collection[SheetReview], *, by: Posture, now: datetime.datetime
) -> int:
    """Note that a facilitator looked; proposals stay to be decided."""
    require(can_refresh_directory(by.person, today=localdate(now)))
    unseen = SheetReview.objects.filter(pk__in=[review.pk for review in reviews], seen_at=None)
    return unseen.exclude(state=ReviewState.PROPOSED).update(seen_by=by.person, seen_at=now)


def _lock_review(review: SheetReview) -> SheetReview:
    locked = SheetReview.objects.select_for_update(of=("self",))
    return locked.select_related("organisation__merged_into", "sheet_link").get(pk=review.pk)


def _forget_address(
    organisation: Organisation, review: SheetReview, by: Posture, now: datetime.datetime
) -> None:
    """Take off the sheet the address of somebody who says it is not theirs."""
    address = review.sheet_link.email.casefold() if review.sheet_link else ""
    rows = rows_of(organisation, "contacts")
    others = tuple(row for row in rows if row.value.casefold() != address)
    change = write(organisation, {"contacts": others}, review.author, now, person=by.person)
    if change:
        review.before = kept({name: pair[0] for name, pair in change.values.items()})
        review.after = kept({name: pair[1] for name, pair in change.values.items()})


def _refuse_if_moved(organisation: Organisation, expected: Mapping[str, Mapping]) -> None:
    current = take_snapshot(organisation, list(expected))
    moved = [name for name, value in values_of(expected).items() if current[name] != value]
    if moved:
        raise Refused(
            _(
                "Impossible : depuis ce changement, quelqu’un a modifié « %(fields)s ». "
                "Ouvrez la fiche et corrigez-la à la main."
            )
            % {"fields": ", ".join(label_of(name) for name in moved)}
        )


def _decide(
    review: SheetReview, state: ReviewState, verb: str, by: Posture, now: datetime.datetime
) -> SheetReview:
    review.state, review.decided_by, review.decided_at = state, by.person, now
    review.seen_by, review.seen_at = review.seen_by or by.person, review.seen_at or now
    review.save()
    fields = ", ".join(label_of(name) for name in review.after)
    tell(review.organisation, verb, by, now, {"kind": review.get_kind_display(), "fields": fields})
    return review
