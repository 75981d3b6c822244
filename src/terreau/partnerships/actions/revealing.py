"""Reveal a review: all the answers to all the parties, at one and the same instant."""

import datetime

from django.db.models import F
from django.utils.timezone import localdate

from terreau.partnerships.models import Party, Review, ReviewAnswer


def lock_review(review: Review) -> Review:
    """Take the row until the end: of two last answers, the second sees the first."""
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("partnership")
        .get(pk=review.pk)
    )


def reveal_if_complete(review: Review, *, now: datetime.datetime) -> bool:
    """Reveal a locked review once nobody is waited for; tell whether it is."""
    if review.revealed_at is None and not review.answers.filter(given_at=None).exists():
        review.revealed_at = now
        Review.objects.filter(pk=review.pk, revealed_at=None).update(
            revealed_at=now, version=F("version") + 1
        )
    return review.revealed_at is not None


def reveal_overdue(reviews, *, now: datetime.datetime) -> int:
    """Write that reviews whose date has passed are revealed, answered or not."""
    late = reviews.filter(revealed_at=None, closes_on__lt=localdate(now))
    return late.update(revealed_at=now, version=F("version") + 1)


def forget_asked(party: Party, *, now: datetime.datetime) -> None:
    """Wait no more for a party that leaves; what it had already given stays in the review."""
    waiting = ReviewAnswer.objects.filter(
        party=party,
        given_at=None,
        review__revealed_at=None,
        review__closes_on__gte=localdate(now),
    ).select_related("review")
    for answer in waiting.order_by("pk"):
        review = lock_review(answer.review)
        answer.delete()
        if review.answers.exists():
            reveal_if_complete(review, now=now)
        else:
            review.delete()
