"""Find what waits for a person: invitations, objectives, sheets, mergers, voices."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from terreau.accounts.models import Person
from terreau.actors.freshness_rates import sheets_to_refresh
from terreau.actors.models import DuplicatePair, Mandate, Organisation, SheetReview
from terreau.alliances.enums import InvitationState
from terreau.alliances.models import Invitation, Membership, Objective, ObjectiveAnswer
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.waiting import (
    reading_url,
    unheard_inhabitant,
    unheard_organisations,
    unread_conversations,
)
from terreau.portal.compiled import count_by


@dataclass(frozen=True)
class Asked:
    """One consultation that waits: for a voice, or for statements to be read over."""

    question: str
    alliance: str
    url: str
    speaks_for: str = ""  # the organisation whose voice is missing


@dataclass(frozen=True)
class Waiting:
    """The answers others wait for."""

    invitations: list[Invitation]
    memberships: list[Membership]
    sheets: list[Organisation]
    pairs: list[DuplicatePair]
    reviews: int  # read together, on one page: one thing to do
    voices: list[Asked]
    readings: list[Asked]

    @property
    def count(self) -> int:
        told = (self.invitations, self.memberships, self.sheets, self.pairs)
        told += (self.voices, self.readings)
        return sum(map(len, told)) + (1 if self.reviews else 0)


def pending_invitations(person: Person) -> QuerySet[Invitation]:
    """Find the invitations sent to the person's address and not answered."""
    return Invitation.objects.filter(
        email__iexact=person.email, state=InvitationState.SENT, alliance__deleted_at=None
    )


def unanswered_memberships(person: Person, today) -> QuerySet[Membership]:
    """Find the members for whom the person speaks and who have not answered the objective."""
    return _unanswered(Q(person=person) | _spoken_for(person, today))


def _spoken_for(person: Person, today) -> Q:
    mandates = Mandate.objects.filter(person=person).current(today)
    return Q(organisation__in=mandates.values("organisation"))


def _unanswered(whose: Q) -> QuerySet[Membership]:
    latest = Objective.objects.filter(alliance=OuterRef("alliance")).order_by("-number")
    answer = ObjectiveAnswer.objects.filter(
        membership=OuterRef("pk"), objective=OuterRef("latest_objective")
    )
    return (
        Membership.objects.current()
        .filter(whose, alliance__deleted_at=None)
        .annotate(latest_objective=Subquery(latest.values("pk")[:1]))
        .filter(~Exists(answer), latest_objective__isnull=False)
    )


def sheets_to_verify(person: Person, today) -> QuerySet[Organisation]:
    """Find the sheets of the organisations the person speaks for that nobody verified lately."""
    mandates = Mandate.objects.filter(person=person).current(today)
    return sheets_to_refresh(today).filter(pk__in=mandates.values("organisation"))


def pairs_to_agree(person: Person, today) -> QuerySet[DuplicatePair]:
    """Find the mergers that wait for the accord of an organisation the person speaks for."""
    mandates = Mandate.objects.filter(person=person).current(today)
    mine = mandates.values("organisation")
    asked = DuplicatePair.objects.awaiting_accord()
    return asked.filter(Q(first__in=mine) | Q(second__in=mine))


def waiting_for(person: Person, *, today=None) -> Waiting:
    """Gather what waits, ready to be shown."""
    today = today or timezone.localdate()
    return Waiting(
        list(pending_invitations(person).select_related("alliance", "organisation", "invited_for")),
        list(unanswered_memberships(person, today).select_related("alliance", "organisation")),
        list(sheets_to_verify(person, today).order_by("name", "pk")),
        list(pairs_to_agree(person, today).select_related("first", "second").order_by("asked_at")),
        SheetReview.objects.waiting_for(person).count(),
        _voices(person, today),
        _readings(person, today),
    )


def _voices(person: Person, today) -> list[Asked]:
    organisations = with_kinds(unheard_organisations(person, today)).order_by("opens_at", "pk")
    told = [
        Asked(str(one), str(one.alliance), page_of(one), one.organisation_name)
        for one in organisations
    ]
    own = with_kinds(unheard_inhabitant(person)).order_by("opens_at", "pk")
    return told + [Asked(str(one), str(one.alliance), page_of(one)) for one in own]


def _readings(person: Person, today) -> list[Asked]:
    rows = unread_conversations(person, today).select_related("alliance").order_by("pk")
    return [Asked(str(one), str(one.alliance), reading_url(one)) for one in rows]


def count_waiting(person: Person, *, today=None) -> int:
    """Count what waits, in one query: the frame shows it on each page."""
    return count_by(person, today or timezone.localdate(), keys_of_waiting)


def keys_of_waiting(person: Person, today) -> QuerySet:
    """Give the keys of what waits, one row each."""
    # Each part is found by its own key; an OR between them would read every membership.
    parts = [_unanswered(Q(person=person)), _unanswered(_spoken_for(person, today))]
    invitations = pending_invitations(person).order_by().values("pk")
    sheets = sheets_to_verify(person, today).order_by().values("pk")
    pairs = pairs_to_agree(person, today).order_by().values("pk")
    reviews = SheetReview.objects.waiting_for(person).order_by().values("asked_by").distinct()
    parts += [unheard_organisations(person, today), unheard_inhabitant(person)]
    parts += [unread_conversations(person, today)]
    asked = (part.order_by().values("pk") for part in parts)
    return invitations.union(*asked, sheets, pairs, reviews, all=True)
