"""What the alliances wait for from a person: their invitations, the accord on an objective."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.alliances.enums import InvitationState
from terreau.alliances.models import Invitation, Membership, Objective, ObjectiveAnswer
from terreau.core.formats import format_long_date, on_behalf_of


def pending_invitations(person: Person) -> QuerySet[Invitation]:
    """Find the invitations sent to the person's address and not answered."""
    return Invitation.objects.filter(
        email__iexact=person.email, state=InvitationState.SENT, alliance__deleted_at=None
    )


def memberships_of(person: Person, today: datetime.date) -> list[QuerySet[Membership]]:
    """Find the current members a person is, then those they speak for.

    Each is found by its own key; an OR between them would read every membership.
    """
    mandates = Mandate.objects.filter(person=person).current(today)
    current = Membership.objects.current().filter(alliance__deleted_at=None)
    spoken_for = Q(organisation__in=mandates.values("organisation"))
    return [current.filter(person=person), current.filter(spoken_for)]


def unanswered_memberships(person: Person, today: datetime.date) -> list[QuerySet[Membership]]:
    """Find the members for whom the person speaks and who have not answered the objective."""
    latest = Objective.objects.filter(alliance=OuterRef("alliance")).order_by("-number")
    answer = ObjectiveAnswer.objects.filter(
        membership=OuterRef("pk"), objective=OuterRef("latest_objective")
    )
    return [
        rows.annotate(latest_objective=Subquery(latest.values("pk")[:1])).filter(
            ~Exists(answer), latest_objective__isnull=False
        )
        for rows in memberships_of(person, today)
    ]


def keys_of_invitations(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row an invitation."""
    return [pending_invitations(person)]


def invitations_to_do(
    person: Person, today: datetime.date, now: datetime.datetime
) -> list[TodoItem]:
    """Tell the invitations; their secret is in the message that brought them, and nowhere else."""
    rows = pending_invitations(person).select_related("alliance", "organisation", "invited_for")
    return [_invitation(row) for row in rows]


def _invitation(row: Invitation) -> TodoItem:
    names = {"alliance": row.alliance.name, "organisation": row.organisation}
    label = _("Rejoindre « %(alliance)s »") % names
    if row.organisation:
        label = _("Rejoindre « %(alliance)s » pour %(organisation)s") % names
    told = {"email": row.email, "host": row.invited_for}
    detail = _("Le lien pour répondre est dans le message envoyé à %(email)s.") % told
    if row.invited_for:
        told["date"] = format_long_date(row.sent_at)
        detail = (
            _(
                "Invitation de %(host)s, le %(date)s. Le lien pour répondre est dans le message "
                "envoyé à %(email)s."
            )
            % told
        )
    since = timezone.localdate(row.sent_at)
    return TodoItem(
        f"invitation:{row.uuid}", label, "", detail, since=since, alliance=row.alliance.name
    )


def keys_of_objectives(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a member who has not answered."""
    return unanswered_memberships(person, today)


def objectives_to_do(
    person: Person, today: datetime.date, now: datetime.datetime
) -> list[TodoItem]:
    """Tell the objectives on which an accord is awaited."""
    told = Objective.objects.filter(pk=OuterRef("latest_objective"))
    parts = [
        rows.annotate(asked_at=Subquery(told.values("proposed_at"))).values_list(
            "pk", "alliance__slug", "alliance__name", "organisation__name", "asked_at"
        )
        for rows in unanswered_memberships(person, today)
    ]
    return [_objective(*row) for row in parts[0].order_by().union(parts[1].order_by(), all=True)]


def _objective(
    pk: int, slug: str, alliance: str, organisation: str | None, asked_at: datetime.datetime
) -> TodoItem:
    return TodoItem(
        f"objective:{pk}:{asked_at:%Y%m%d%H%M%S}",
        _("Dire votre accord sur l’objectif de « %(alliance)s »") % {"alliance": alliance},
        reverse("alliances:objective", args=[slug]),
        on_behalf_of(organisation) if organisation else _("en votre nom"),
        act=_("Répondre"),
        since=timezone.localdate(asked_at),
        alliance=alliance,
    )
