"""What the experiments wait for: answers, pieces that are due, thanks, small steps, decisions."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, MembershipRole
from terreau.alliances.standing import standing_in
from terreau.alliances.todo import Wait
from terreau.core.partial_dates import may_reach
from terreau.experiments.enums import ContributionState, ExperimentState
from terreau.experiments.models import Contribution, Decision, Protocol, SmallStep
from terreau.experiments.tabs import page_of

SOON = datetime.timedelta(days=7)
THANKED_WITHIN = datetime.timedelta(days=365)  # older ones are thanked from their own page
DUE = Q(state=ContributionState.PLEDGED, due_on__isnull=False)


def _alive(path: str) -> Q:
    """Experiments that are not stopped, of alliances that exist, or of none."""
    none = Q(**{f"{path}alliance": None})
    kept = none | Q(**{f"{path}alliance__deleted_at": None})
    return kept & ~Q(**{f"{path}state": ExperimentState.STOPPED})


def _contributions() -> QuerySet[Contribution]:
    return Contribution.objects.filter(_alive("piece__experiment__"))


def _waits_for_thanks(today: datetime.date) -> Q:
    """Tell what was brought of late: nobody is reminded to thank for what is years old."""
    lately = may_reach("delivered_on", today - THANKED_WITHIN)
    return Q(state=ContributionState.DELIVERED) & lately


def _steps(today: datetime.date) -> QuerySet[SmallStep]:
    rows = SmallStep.objects.filter(_alive("experiment__"), done_on=None)
    return rows.filter(due_on__lte=today + SOON)


def _undecided(today: datetime.date) -> QuerySet[Protocol]:
    """Protocols whose day of decision came, without a decision since."""
    since = Decision.objects.filter(
        experiment=OuterRef("experiment"), recorded_at__date__gte=OuterRef("decides_on")
    )
    rows = Protocol.objects.filter(_alive("experiment__"), decides_on__lte=today)
    return rows.filter(~Exists(since))


def _mine(person: Person, today: datetime.date) -> QuerySet:
    return Mandate.objects.filter(person=person).current(today).values("organisation")


def _facilitated(person: Person, today: datetime.date) -> QuerySet:
    roles = MembershipRole.objects.facilitated_by(person, today)
    return roles.values("membership__alliance")


def keys_of_pieces(person: Person, today: datetime.date) -> list[QuerySet]:
    """Count the answers to give, the promises that are due, the thanks to say."""
    mine = _mine(person, today)
    own = _contributions().filter(organisation__in=mine)
    to_thank = _contributions().filter(
        _waits_for_thanks(today), piece__experiment__alliance__in=_facilitated(person, today)
    )
    return [
        own.filter(state=ContributionState.ASKED),
        own.filter(DUE, due_on__lte=today + SOON),
        to_thank.exclude(organisation__in=mine),
    ]


def pieces_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Say each of them, in three queries."""
    asked, due, thanks = (
        rows.select_related("piece__experiment__alliance", "organisation").order_by("pk")
        for rows in keys_of_pieces(person, today)
    )
    told = [_asked_item(row) for row in asked]
    told += [_due_item(row) for row in due]
    return told + [_thanks_item(row) for row in thanks]


def _address(row: Contribution) -> str:
    return reverse("experiments:contribution", args=[row.piece.experiment.uuid, row.uuid])


def _alliance_of(row: Contribution) -> str:
    return str(row.piece.experiment.alliance or "")


def _asked_item(row: Contribution) -> TodoItem:
    return TodoItem(
        key=f"piece-asked:{row.uuid}",
        label=_("Apporter « %(piece)s » ?") % {"piece": row.piece.title},
        url=_address(row),
        detail=_("demandé à %(name)s pour « %(title)s »")
        % {"name": row.organisation, "title": row.piece.experiment.title},
        act=_("Répondre"),
        since=localdate(row.asked_at) if row.asked_at else None,
        alliance=_alliance_of(row),
    )


def _due_item(row: Contribution) -> TodoItem:
    return TodoItem(
        key=f"piece-due:{row.uuid}",
        label=_("Apporter « %(piece)s »") % {"piece": row.piece.title},
        url=_address(row),
        detail=_("promis par %(name)s à « %(title)s »")
        % {"name": row.organisation, "title": row.piece.experiment.title},
        act=_("Noter"),
        due_on=row.due_on,
        alliance=_alliance_of(row),
    )


def _thanks_item(row: Contribution) -> TodoItem:
    return TodoItem(
        key=f"piece-thanks:{row.uuid}",
        label=_("Remercier %(name)s") % {"name": row.organisation},
        url=_address(row),
        detail=_("pour « %(piece)s »") % {"piece": row.piece.title},
        act=_("Remercier"),
        since=row.delivered_on.start if row.delivered_on else None,
        alliance=_alliance_of(row),
    )


def keys_of_trials(person: Person, today: datetime.date) -> list[QuerySet]:
    """Count the small steps that are due and the decisions whose day came."""
    steps = _steps(today).filter(organisation__in=_mine(person, today))
    facilitated = _facilitated(person, today)
    return [steps, _undecided(today).filter(experiment__alliance__in=facilitated)]


def trials_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Say each of them, in two queries."""
    steps, protocols = (
        rows.select_related("experiment__alliance").order_by("pk")
        for rows in keys_of_trials(person, today)
    )
    told = [
        TodoItem(
            key=f"small-step:{row.uuid}",
            label=row.what,
            url=page_of(row.experiment, "story"),
            detail=_("petit pas de « %(title)s »") % {"title": row.experiment.title},
            act=_("Noter"),
            due_on=row.due_on,
            alliance=str(row.experiment.alliance or ""),
        )
        for row in steps
    ]
    return told + [
        TodoItem(
            key=f"experiment-decision:{row.experiment.uuid}",
            label=_("Décider de « %(title)s »") % {"title": row.experiment.title},
            url=page_of(row.experiment, "decisions"),
            detail=_("arrêter, adapter, pérenniser ou essaimer"),
            act=_("Décider"),
            due_on=row.decides_on,
            alliance=str(row.experiment.alliance or ""),
        )
        for row in protocols
    ]


def _has_waits(posture: Posture, alliance: Alliance) -> bool:
    is_member = standing_in(posture, alliance).membership is not None
    return is_member and getattr(alliance, "has_experiments", True)


def waits_of_pieces(posture: Posture, alliance: Alliance, today: datetime.date) -> list[Wait]:
    """List what one posture may do for the pieces of an alliance's puzzles, in one query."""
    if not _has_waits(posture, alliance):
        return []
    is_facilitator = standing_in(posture, alliance).is_facilitator
    return [_wait_of(row) for row in _pieces_of(posture, alliance, today, is_facilitator)]


def waits_of_trials(posture: Posture, alliance: Alliance, today: datetime.date) -> list[Wait]:
    """List the small steps and the decisions that wait for one posture, in two queries at most."""
    if not _has_waits(posture, alliance):
        return []
    told: list[Wait] = []
    if posture.organisation:
        steps = _steps(today).filter(
            experiment__alliance=alliance, organisation=posture.organisation
        )
        told += [
            Wait(row.what, str(row.experiment), page_of(row.experiment, "story"), _("Noter"))
            for row in steps.select_related("experiment").order_by("due_on", "pk")
        ]
    if standing_in(posture, alliance).is_facilitator:
        waiting = _undecided(today).filter(experiment__alliance=alliance)
        told += [
            Wait(
                _("Décider de la suite"),
                str(row.experiment),
                page_of(row.experiment, "decisions"),
                _("Décider"),
            )
            for row in waiting.select_related("experiment").order_by("decides_on", "pk")
        ]
    return told


def _pieces_of(
    posture: Posture, alliance: Alliance, today: datetime.date, is_facilitator: bool
) -> QuerySet[Contribution]:
    asked = Q(state=ContributionState.ASKED) | DUE & Q(due_on__lte=today + SOON)
    wanted = Q(pk__in=[])
    if posture.organisation:
        wanted = Q(organisation=posture.organisation) & asked
    if is_facilitator:
        wanted |= _waits_for_thanks(today) & ~Q(organisation=posture.organisation)
    rows = _contributions().filter(wanted, piece__experiment__alliance=alliance)
    return rows.select_related("piece__experiment", "organisation").order_by("due_on", "pk")


def _wait_of(row: Contribution) -> Wait:
    title = row.piece.experiment.title
    if row.state == ContributionState.ASKED:
        label = _("Apporter « %(piece)s » ?") % {"piece": row.piece.title}
        return Wait(label, title, _address(row), _("Répondre"))
    if row.state == ContributionState.DELIVERED:
        thanks = _("Remercier %(name)s") % {"name": row.organisation}
        return Wait(thanks, row.piece.title, _address(row), _("Remercier"))
    label = _("Apporter « %(piece)s »") % {"piece": row.piece.title}
    return Wait(label, title, _address(row), _("Noter"))
