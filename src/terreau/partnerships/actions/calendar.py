"""Open by themselves the reviews whose day has come."""

import calendar
import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.core.formats import format_long_date
from terreau.core.journal import record
from terreau.core.verdicts import Refused
from terreau.partnerships.actions.revealing import reveal_overdue
from terreau.partnerships.actions.reviews import ask_all
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import Partnership, Review
from terreau.partnerships.permissions_reviews import openable

DAYS_TO_ANSWER = 30


def open_due_reviews(*, now: datetime.datetime) -> int:
    """Open what is due; done twice, it does nothing more. Return how many were opened."""
    reveal_overdue(Review.objects.order_by(), now=now)
    today = localdate(now)
    due = Partnership.objects.filter(next_review_on__lte=today).exclude(stage=Stage.CLOSED)
    return sum(_open_one(pk, now) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _open_one(pk: int, now: datetime.datetime) -> bool:
    today = localdate(now)
    partnership = (
        Partnership.objects.select_for_update().filter(pk=pk, next_review_on__lte=today).first()
    )
    if partnership is None or not openable(partnership):
        return False
    posture = _("le calendrier du partenariat")
    closes_on = today + datetime.timedelta(days=DAYS_TO_ANSWER)
    try:
        ask_all(partnership, closes_on=closes_on, posture=posture, person=None, now=now)
    except Refused:  # one is already open: the next one waits for its turn
        return False
    planned = partnership.next_review_on
    partnership.next_review_on = next_day(planned, partnership.review_months, after=today)
    Partnership.objects.filter(pk=pk).update(next_review_on=partnership.next_review_on)
    record(
        partnership.scope,
        "review-opened",
        by=None,
        posture=posture,
        params={"day": format_long_date(closes_on)},
        now=now,
    )
    return True


def next_day(
    planned: datetime.date, months: int | None, *, after: datetime.date
) -> datetime.date | None:
    """Give the first day of the rhythm that is still to come; None without a rhythm."""
    if not months:
        return None
    day, turn = planned, 0
    while day <= after:
        turn += 1
        day = add_months(planned, months * turn)
    return day


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Go so many months on; the 31st becomes the last day of a shorter month.

    >>> add_months(datetime.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return datetime.date(day.year + year, month + 1, min(day.day, last))
