"""What the dialogue adds to « À faire »: voices, statements, agendas, decisions."""

import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.accounts.inbox import TodoItem
from terreau.accounts.models import Person
from terreau.alliances.waiting import memberships_of
from terreau.core.formats import on_behalf_of
from terreau.dialogues.enums import AgendaState, DecisionState, DecisionVoice, StatementState
from terreau.dialogues.kinds import page_of, with_kinds
from terreau.dialogues.models import Agenda, AgendaAnswer, Consultation, Decision, DecisionAnswer
from terreau.dialogues.waiting import (
    reading_url,
    unheard_inhabitant,
    unheard_organisations,
    unread_conversations,
)


def keys_of_voices(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a missing voice."""
    return [unheard_organisations(person, today), unheard_inhabitant(person)]


def voices_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the consultations where a voice is missing."""
    spoken_for = with_kinds(unheard_organisations(person, today)).order_by("opens_at", "pk")
    own = with_kinds(unheard_inhabitant(person)).order_by("opens_at", "pk")
    told = [_voice(row, str(row.organisation_key), row.organisation_name) for row in spoken_for]
    return told + [_voice(row, "self", "") for row in own]


def _voice(row: Consultation, who: str, organisation: str) -> TodoItem:
    detail = _("Votre voix manque, dans « %(alliance)s ».")
    if organisation:
        detail = _("La voix de %(organisation)s manque, dans « %(alliance)s ».")
    return TodoItem(
        f"voice:{row.uuid}:{who}",
        str(row),
        page_of(row),
        detail % {"organisation": organisation, "alliance": row.alliance},
        act=_("Répondre"),
        due_on=timezone.localdate(row.closes_at) if row.closes_at else None,
        since=timezone.localdate(row.opens_at),
        alliance=row.alliance.name,
    )


def keys_of_readings(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a conversation."""
    return [unread_conversations(person, today)]


def readings_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the conversations whose statements wait to be read over."""
    pending = Q(conversation__statements__state=StatementState.PENDING)
    first = Min("conversation__statements__written_at", filter=pending)
    rows = Consultation.objects.filter(pk__in=unread_conversations(person, today).values("pk"))
    told = rows.annotate(first_at=first).select_related("alliance").order_by("pk")
    return [
        TodoItem(
            f"reading:{row.uuid}:{row.first_at:%Y%m%d%H%M%S}",
            _("Relire les énoncés reçus"),
            reading_url(row),
            str(row),
            act=_("Relire"),
            since=timezone.localdate(row.first_at),
            alliance=row.alliance.name,
        )
        for row in told
    ]


def unanswered_agendas(person: Person, today: datetime.date) -> list[QuerySet[Agenda]]:
    """Find the orders proposed to the members, without the answer of one the person is or serves.

    Only the latest version takes answers.
    """
    later = Agenda.objects.filter(alliance=OuterRef("alliance"), number__gt=OuterRef("number"))
    proposed = Agenda.objects.filter(
        ~Exists(later), state=AgendaState.PROPOSED, alliance__deleted_at=None
    )
    answer = AgendaAnswer.objects.filter(agenda=OuterRef("pk"), membership=OuterRef("member_key"))
    return [
        proposed.filter(alliance__memberships__in=members.values("pk"))
        .annotate(
            member_key=F("alliance__memberships"),
            organisation_name=F("alliance__memberships__organisation__name"),
        )
        .filter(~Exists(answer))
        for members in memberships_of(person, today)
    ]


def keys_of_agendas(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a member who has not answered."""
    return unanswered_agendas(person, today)


def agendas_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the orders of the challenges that await an answer."""
    columns = ("uuid", "number", "proposed_at", "alliance__slug", "alliance__name")
    parts = [
        rows.order_by().values_list(*columns, "member_key", "organisation_name")
        for rows in unanswered_agendas(person, today)
    ]
    return [_agenda(*row) for row in parts[0].union(parts[1], all=True)]


def _agenda(uuid, number, proposed_at, slug, alliance, member, organisation) -> TodoItem:
    return TodoItem(
        f"agenda:{uuid}:{member}",
        _("Répondre à l’ordre du jour proposé dans « %(alliance)s »") % {"alliance": alliance},
        reverse("dialogues:agenda-version", args=[slug, number]),
        _spoken_for(organisation),
        act=_("Répondre"),
        since=timezone.localdate(proposed_at),
        alliance=alliance,
    )


def _spoken_for(organisation: str | None) -> str:
    if not organisation:
        return _("en votre nom")
    return on_behalf_of(organisation)


def unanswered_decisions(person: Person, today: datetime.date) -> QuerySet[Decision]:
    """Find the open decisions on which an organisation the person speaks for said nothing."""
    _own, served = memberships_of(person, today)
    given = DecisionAnswer.objects.filter(
        decision=OuterRef("pk"),
        membership=OuterRef("member_key"),
        text_number=OuterRef("text_number"),
    )
    open_ones = Decision.objects.filter(state=DecisionState.OPEN, alliance__deleted_at=None)
    return (
        open_ones.filter(alliance__memberships__in=served.values("pk"))
        .annotate(
            member_key=F("alliance__memberships"),
            organisation_name=F("alliance__memberships__organisation__name"),
        )
        .filter(~Exists(given))
    )


def objected_decisions(person: Person) -> QuerySet[Decision]:
    """Find the open texts that a person proposed and that an objection holds back."""
    objection = DecisionAnswer.objects.filter(
        decision=OuterRef("pk"),
        text_number=OuterRef("text_number"),
        answer=DecisionVoice.OBJECTION,
        outcome="",
    )
    return Decision.objects.filter(
        Exists(objection), author=person, state=DecisionState.OPEN, alliance__deleted_at=None
    )


def keys_of_decisions(person: Person, today: datetime.date) -> list[QuerySet]:
    """Give a row a missing answer, and a row a text held back."""
    return [unanswered_decisions(person, today), objected_decisions(person)]


def decisions_to_do(person: Person, today: datetime.date, now: datetime.datetime) -> list[TodoItem]:
    """Tell the decisions that await a consent, and the objections that await a treatment."""
    awaited = unanswered_decisions(person, today).select_related("alliance").order_by("pk")
    held = objected_decisions(person).select_related("alliance").order_by("pk")
    told = [
        _decision(
            row,
            f"decision:{row.uuid}:{row.text_number}:{row.member_key}",
            _spoken_for(row.organisation_name),
            _("Répondre"),
        )
        for row in awaited
    ]
    return told + [
        _decision(
            row,
            f"objection:{row.uuid}:{row.text_number}",
            _("Une objection attend d’être traitée."),
            _("Traiter"),
        )
        for row in held
    ]


def _decision(row: Decision, key: str, detail: str, act: str) -> TodoItem:
    return TodoItem(
        key,
        row.title,
        reverse("dialogues:decision", args=[row.alliance.slug, row.uuid]),
        detail,
        act=act,
        due_on=row.answers_until,
        since=timezone.localdate(row.proposed_at),
        alliance=row.alliance.name,
    )
