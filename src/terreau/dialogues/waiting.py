"""What the dialogue waits for from somebody: a voice in what runs, the reading of statements."""

import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.accounts.models import Person
from terreau.actors.models import Mandate
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance, MembershipRole
from terreau.alliances.standing import standing_in
from terreau.alliances.todo import Wait
from terreau.dialogues.enums import Access, StatementState
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.models import Consultation, Participant


def running_now(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Those that take voices as the database reads them: its own clock says now."""
    return rows.filter(
        Q(closes_at=None) | Q(closes_at__gt=Now()),
        published_at__isnull=False,
        opens_at__lte=Now(),
        closed_at=None,
        alliance__deleted_at=None,
    )


def unheard_organisations(person: Person, today: datetime.date) -> QuerySet[Consultation]:
    """Find what runs where an organisation the person speaks for has no voice, once for each."""
    mandates = Mandate.objects.filter(person=person).current(today)
    heard = Participant.objects.filter(
        consultation=OuterRef("pk"), organisation=OuterRef("organisation_key")
    )
    rows = running_now(Consultation.objects.filter(has_organisations=True))
    mine = rows.filter(
        alliance__memberships__left_on=None,
        alliance__memberships__organisation__in=mandates.values("organisation"),
    )
    named = mine.annotate(
        organisation_key=F("alliance__memberships__organisation"),
        organisation_name=F("alliance__memberships__organisation__name"),
    )
    return named.filter(~Exists(heard))


def unheard_inhabitant(person: Person) -> QuerySet[Consultation]:
    """Find what runs in the alliances that a person joined in their own name, without a voice."""
    heard = Participant.objects.filter(consultation=OuterRef("pk"), person=person)
    rows = Consultation.objects.filter(has_inhabitants=True, access=Access.OPEN)
    mine = running_now(rows).filter(
        alliance__memberships__left_on=None, alliance__memberships__person=person
    )
    return mine.filter(~Exists(heard))


def unread_conversations(person: Person, today: datetime.date) -> QuerySet[Consultation]:
    """Find the conversations that a person facilitates where statements wait to be read over."""
    roles = MembershipRole.objects.facilitated_by(person, today)
    return Consultation.objects.filter(
        alliance__in=roles.values("membership__alliance"),
        alliance__deleted_at=None,
        conversation__statements__state=StatementState.PENDING,
    ).distinct()


def waits_of_dialogue(posture: Posture, alliance: Alliance, today: datetime.date) -> list[Wait]:
    """List what this posture may do in the dialogue of one alliance, in one query."""
    standing = standing_in(posture, alliance)
    if standing.membership is None or not getattr(alliance, "has_dialogue", True):
        return []
    speaks = standing.membership.organisation_id is not None
    who = {"organisation": posture.organisation} if speaks else {"person": posture.person}
    pending = Count(
        "conversation__statements",
        filter=Q(conversation__statements__state=StatementState.PENDING),
    )
    rows = with_kinds(Consultation.objects.filter(alliance=alliance, published_at__isnull=False))
    heard = Participant.objects.filter(consultation=OuterRef("pk"), **who)
    told = rows.annotate(pending=pending, is_heard=Exists(heard))
    now, waits = timezone.now(), []
    for one in told.order_by("opens_at", "pk"):
        if one.is_running(now) and not one.is_heard and _is_asked(one, speaks=speaks):
            waits.append(_voice_wait(one))
        if standing.is_facilitator and one.pending:
            waits.append(_reading_wait(one))
    return waits


def _is_asked(one: Consultation, *, speaks: bool) -> bool:
    if speaks:
        return one.has_organisations
    return one.has_inhabitants and one.access == Access.OPEN


def _voice_wait(one: Consultation) -> Wait:
    return Wait(str(one), _("Votre voix manque."), page_of(one), _("Répondre"))


def _reading_wait(one: Consultation) -> Wait:
    title = ngettext("Relire %(count)d énoncé", "Relire %(count)d énoncés", one.pending) % {
        "count": one.pending
    }
    return Wait(title, str(one), reading_url(one), _("Relire"))


def reading_url(one: Consultation) -> str:
    """The page where the statements of a conversation are read over."""
    return reverse("dialogues:moderation", args=[one.alliance.slug, one.uuid])
