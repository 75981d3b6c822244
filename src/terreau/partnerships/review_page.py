"""What the pages of the reviews tell: who answered, never what, and how far the next steps are."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from terreau.partnerships.models import NextStep, Partnership, Party, Review
from terreau.partnerships.permissions import current_parties


@dataclass(frozen=True)
class ReviewRow:
    """One review in the list: n of m answered."""

    review: Review
    given: int
    asked: int
    is_revealed: bool


@dataclass(frozen=True)
class Progress:
    """Who is still waited for."""

    given: tuple[str, ...]
    waited: tuple[str, ...]

    @property
    def asked(self) -> int:
        """How many parties were asked."""
        return len(self.given) + len(self.waited)


@dataclass(frozen=True)
class StepRow:
    """One next step and who agreed."""

    step: NextStep
    agreed: tuple[str, ...]
    missing: tuple[str, ...]
    may_agree: bool


def reviews_told(partnership: Partnership, today: datetime.date) -> list[ReviewRow]:
    """List the reviews, newest first, in one query."""
    rows = partnership.reviews.annotate(
        asked=Count("answers"),
        given=Count("answers", filter=Q(answers__given_at__isnull=False)),
    ).order_by("-opened_on", "-pk")
    return [ReviewRow(one, one.given, one.asked, one.is_revealed(today)) for one in rows]


def progress_of(review: Review) -> Progress:
    """Name who answered and who is waited for; what they said is not even read."""
    rows = review.answers.order_by("party").values_list("party__organisation__name", "given_at")
    told = list(rows)
    return Progress(
        tuple(name for name, given_at in told if given_at),
        tuple(name for name, given_at in told if not given_at),
    )


def steps_told(review: Review, own: Party | None) -> list[StepRow]:
    """Tell each next step with the accords that it has and those it waits for."""
    here = current_parties(review.partnership)
    found = []
    for step in review.next_steps.select_related("party__organisation"):
        agreed = [one for one in here if str(one.uuid) in step.accords]
        missing = [one for one in here if one not in agreed]
        found.append(
            StepRow(
                step,
                tuple(one.organisation.name for one in agreed),
                tuple(one.organisation.name for one in missing),
                bool(own and own in missing and not step.done_on),
            )
        )
    return found
