"""What the partnerships wait for from somebody: an answer, a step, a review that comes."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.alliances.todo import Wait
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import NextStep, Partnership, Party, ReviewAnswer


def _speaks_for(person: Person, today: datetime.date) -> QuerySet:
    return Mandate.objects.filter(person=person).current(today).values("organisation")


def answers_waited(organisations, today: datetime.date) -> QuerySet[ReviewAnswer]:
    """The answers not given, in the reviews that still take them."""
    return ReviewAnswer.objects.filter(
        party__organisation__in=organisations,
        party__left_on=None,
        given_at=None,
        review__revealed_at=None,
        review__closes_on__gte=today,
    )


def steps_due(organisations) -> QuerySet[NextStep]:
    """The next steps that these organisations took on and have not done."""
    return NextStep.objects.filter(
        party__organisation__in=organisations, party__left_on=None, done_on=None
    ).exclude(review__partnership__stage=Stage.CLOSED)


def reviews_due(organisations, today: datetime.date) -> QuerySet[Partnership]:
    """The partnerships whose review comes within two weeks: it opens by itself on its day."""
    soon = today + datetime.timedelta(days=14)
    mine = Party.objects.current().filter(
        partnership=OuterRef("pk"), organisation__in=organisations
    )
    return Partnership.objects.filter(
        Exists(mine), next_review_on__gt=today, next_review_on__lte=soon
    ).exclude(stage=Stage.CLOSED)


def keys_of_answers(person: Person, today: datetime.date) -> list[QuerySet]:
    """One row for each answer that waits."""
    return [answers_waited(_speaks_for(person, today), today)]


def answers_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Say each answer that waits, in one query."""
    rows = answers_waited(_speaks_for(person, today), today)
    return [_answer_item(row) for row in _with_links(rows)]


def _with_links(rows: QuerySet[ReviewAnswer]) -> QuerySet[ReviewAnswer]:
    told = rows.select_related("review__partnership", "party__organisation")
    return told.order_by("review__closes_on", "pk")


def _answer_item(row: ReviewAnswer) -> TodoItem:
    review = row.review
    return TodoItem(
        key=f"review-answer:{review.uuid}:{row.party.uuid}",
        label=_("Donner votre regard sur « %(name)s »") % {"name": review.partnership.title},
        url=reverse("partnerships:review-answer", args=[review.partnership.uuid, review.uuid]),
        detail=_("au nom de « %(name)s » ; personne ne lira avant que chacun ait répondu")
        % {"name": row.party.organisation.name},
        act=_("Reprendre") if row.posture else _("Répondre"),
        due_on=review.closes_on,
        since=review.opened_on,
        alliance="",
    )


def keys_of_steps(person: Person, today: datetime.date) -> list[QuerySet]:
    """One row for each next step that one of the person's organisations took on."""
    return [steps_due(_speaks_for(person, today))]


def steps_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Say each next step, in one query."""
    rows = steps_due(_speaks_for(person, today)).select_related(
        "review__partnership", "party__organisation"
    )
    return [
        TodoItem(
            key=f"next-step:{row.uuid}",
            label=row.what,
            url=_review_url(row),
            detail=_("convenu dans « %(name)s », pour « %(party)s »")
            % {"name": row.review.partnership.title, "party": row.party.organisation.name},
            act=_("Voir"),
            due_on=row.due_on,
            since=row.review.opened_on,
            alliance="",
        )
        for row in rows.order_by("due_on", "pk")
    ]


def _review_url(step: NextStep) -> str:
    review = step.review
    return reverse("partnerships:review", args=[review.partnership.uuid, review.uuid])


def waits_of_reviews(posture: Posture, alliance: Alliance, today: datetime.date) -> list[Wait]:
    """List the answers that the partnerships of one alliance wait for, in one query."""
    if posture.organisation is None or not getattr(alliance, "has_partnerships", True):
        return []
    own = [posture.organisation.pk]
    answers = answers_waited(own, today).filter(review__partnership__alliances=alliance)
    return [
        Wait(item.label, item.detail, item.url, item.act)
        for item in map(_answer_item, _with_links(answers))
    ]


def waits_of_partnerships(posture: Posture, alliance: Alliance, today: datetime.date) -> list[Wait]:
    """List the reviews that come in the partnerships of one alliance, in one query."""
    if posture.organisation is None or not getattr(alliance, "has_partnerships", True):
        return []
    due = reviews_due([posture.organisation.pk], today).filter(alliances=alliance)
    return [_review_wait(one) for one in due.order_by("next_review_on", "pk")]


def _review_wait(one: Partnership) -> Wait:
    url = reverse("partnerships:reviews", args=[one.uuid])
    return Wait(one.title, _("Sa revue approche : préparez-la."), url, _("Voir les revues"))
