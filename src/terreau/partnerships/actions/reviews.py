"""Open a review, answer it alone, conclude it together."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.editing import claim_version
from terreau.core.formats import format_long_date
from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.revealing import lock_review, reveal_if_complete, reveal_overdue
from terreau.partnerships.actions.writing import lock_partnership, save, write
from terreau.partnerships.models import NextStep, Partnership, Party, Review, ReviewAnswer
from terreau.partnerships.permissions import current_parties
from terreau.partnerships.permissions_reviews import (
    can_agree_step,
    can_answer_review,
    can_conclude_review,
    can_open_review,
    can_set_calendar,
)

ANSWERED = (
    *("product", "balance", "recognition", "approaches", "objectives", "recommits"),
    *("strengths", "to_improve"),
)


@transaction.atomic
def open_review(
    partnership: Partnership, *, closes_on: datetime.date, by: Posture, now: datetime.datetime
) -> Review:
    """Ask every party for its view, alone; the date reveals what was given by then."""
    locked = lock_partnership(partnership)
    require(can_open_review(by, locked))
    if closes_on < localdate(now):
        raise Refused(_("La date de dévoilement est passée : choisissez-en une à venir."))
    review = ask_all(locked, closes_on=closes_on, posture=by.label, person=by.person, now=now)
    write(locked, "review-opened", by=by, now=now, day=format_long_date(closes_on))
    return review


def ask_all(
    partnership: Partnership,
    *,
    closes_on: datetime.date,
    posture: str,
    person,
    now: datetime.datetime,
) -> Review:
    """Open a review for the parties of today; the one whose date passed is over first."""
    reveal_overdue(Review.objects.filter(partnership=partnership), now=now)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                partnership=partnership,
                opened_on=localdate(now),
                closes_on=closes_on,
                opened_by=person,
                posture=posture,
            )
    except IntegrityError as error:
        raise Refused(
            _("Une revue est déjà ouverte pour ce partenariat. Répondez d’abord à celle-là.")
        ) from error
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(review=review, party=party, posture="", saved_at=now)
        for party in current_parties(partnership)
    )
    return review


@transaction.atomic
def set_calendar(
    partnership: Partnership,
    *,
    months: int | None,
    next_on: datetime.date | None,
    by: Posture,
    now: datetime.datetime,
) -> None:
    """Say when the next review opens by itself, and how often."""
    locked = lock_partnership(partnership)
    require(can_set_calendar(by, locked))
    locked.review_months, locked.next_review_on = months, next_on
    save(locked, by, ["review_months", "next_review_on"])
    day = format_long_date(next_on) if next_on else "—"
    write(locked, "review-planned", by=by, now=now, day=day)


@transaction.atomic
def save_answer(
    answer: ReviewAnswer,
    values: Mapping[str, Any],
    *,
    gives: bool,
    expected_version: int,
    by: Posture,
    now: datetime.datetime,
) -> bool:
    """Keep a draft, or give the answer for good; tell whether that revealed the review.

    Of two persons of one party the second is told (`EditConflict`). The journal says that a party
    answered, never what.
    """
    review = lock_review(answer.review)
    stored = ReviewAnswer.objects.select_related("party__organisation").get(pk=answer.pk)
    own = stored if by.organisation and stored.party.organisation_id == by.organisation.pk else None
    require(can_answer_review(by, review, own, today=localdate(now)))
    claim_version(stored, expected_version)
    for name in ANSWERED:
        setattr(stored, name, values[name])
    stored.by, stored.posture, stored.saved_at = by.person, by.label, now
    stored.given_at = now if gives else None
    stored.save(update_fields=[*ANSWERED, "by", "posture", "saved_at", "given_at"])
    if not gives:
        return False
    party = stored.party.organisation.name
    write(review.partnership, "review-answered", by=by, now=now, name=party)
    is_revealed = reveal_if_complete(review, now=now)
    if is_revealed:
        write(review.partnership, "review-revealed", by=by, now=now)
    return is_revealed


@transaction.atomic
def conclude_review(
    review: Review, text: str, *, expected_version: int, by: Posture, now: datetime.datetime
) -> None:
    """Write together what the review taught."""
    require(can_conclude_review(by, review, today=localdate(now)))
    claim_version(review, expected_version)
    Review.objects.filter(pk=review.pk).update(conclusions=text)
    write(review.partnership, "review-concluded", by=by, now=now)


@transaction.atomic
def propose_step(
    review: Review,
    *,
    what: str,
    party: Party | None,
    due_on: datetime.date | None,
    by: Posture,
    now: datetime.datetime,
) -> NextStep:
    """Propose a next step; who proposes agrees."""
    require(can_conclude_review(by, review, today=localdate(now)))
    mine = next(
        one
        for one in current_parties(review.partnership)
        if one.organisation_id == by.organisation.pk
    )
    step = NextStep.objects.create(
        review=review,
        what=what,
        party=party,
        due_on=due_on,
        accords={str(mine.uuid): by.label},
        posture=by.label,
        created_at=now,
    )
    write(review.partnership, "step-proposed", by=by, now=now, what=what)
    return step


@transaction.atomic
def agree_step(step: NextStep, *, by: Posture, now: datetime.datetime) -> None:
    """Give the accord of one's party; saying it twice changes nothing."""
    step = (
        NextStep.objects.select_for_update(of=("self",))
        .select_related("review__partnership")
        .get(pk=step.pk)
    )
    require(can_agree_step(by, step, today=localdate(now)))
    partnership = step.review.partnership
    mine = [p for p in current_parties(partnership) if p.organisation_id == by.organisation.pk]
    if str(mine[0].uuid) in step.accords:
        return
    NextStep.objects.filter(pk=step.pk).update(
        accords={**step.accords, str(mine[0].uuid): by.label}
    )
    write(partnership, "step-agreed", by=by, now=now, what=step.what)


@transaction.atomic
def finish_step(step: NextStep, *, by: Posture, now: datetime.datetime) -> None:
    """Say that a next step is done."""
    require(can_conclude_review(by, step.review, today=localdate(now)))
    if NextStep.objects.filter(pk=step.pk, done_on=None).update(done_on=localdate(now)):
        write(step.review.partnership, "step-done", by=by, now=now, what=step.what)
