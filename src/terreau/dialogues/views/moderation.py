"""Read statements over by published rules; the log of every act is public and can be taken away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.editing import EditConflict
from terreau.core.exchange.writing import MEDIA_TYPES, write_table
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.statements import OUTCOMES, Judgement, moderate
from terreau.dialogues.alike import HELD_STATES, Neighbours, keep_meanings
from terreau.dialogues.enums import ModerationAct, Space, StatementState
from terreau.dialogues.forms.statements import ModerationForm
from terreau.dialogues.models import Conversation, Statement
from terreau.dialogues.permissions_statements import can_moderate
from terreau.dialogues.statement_lists import log_headings, log_of, log_rows, shown_text
from terreau.dialogues.views.access import fetch_consultation
from terreau.dialogues.views.conversations import conversation_frame

ON_A_PAGE = 20


def queue(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show what waits, the oldest first, each beside what it resembles."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    require(can_moderate(request.posture, found))
    waiting = Statement.objects.filter(conversation=found, state=StatementState.PENDING)
    rows = waiting.select_related("author").order_by("written_at", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    neighbours = Neighbours(found)
    context = conversation_frame(request, found, "moderation", _("Relecture")) | {
        "page": page,
        "cards": [_card(found, statement, neighbours) for statement in page.object_list],
    }
    return render(request, "dialogues/moderation.html", context)


def _card(
    conversation: Conversation,
    statement: Statement,
    neighbours: Neighbours,
    form: ModerationForm | None = None,
) -> dict:
    alike = neighbours.of(statement.text, states=HELD_STATES, besides=statement.pk, most=3)
    statement.conversation = conversation
    shown = form or ModerationForm(
        statement=statement,
        auto_id=f"n{statement.number}_%s",
        initial={
            "spaces": [space.value for space in _spaces(statement)],
            "duplicate_of": alike[0].number if alike and alike[0].is_same else None,
        },
    )
    acts = [act for act, (states, _out) in OUTCOMES.items() if statement.state in states]
    return {
        "statement": statement,
        "version": statement.version,
        "alike": alike,
        "form": shown,
        "acts": acts,
    }


def _spaces(statement: Statement) -> list[Space]:
    told = {
        Space.ORGANISATIONS: statement.in_organisations,
        Space.INHABITANTS: statement.in_inhabitants,
    }
    return [space for space, is_in in told.items() if is_in]


def decide(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Show one statement with its log; a POST accepts, refuses, withdraws or restores it."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    require(can_moderate(request.posture, found))
    rows = Statement.objects.select_related("author", "duplicate_of")
    statement = get_object_or_404(rows, conversation=found, number=number)
    statement.conversation = found
    form, status = None, 200
    if request.method == "POST":
        form = ModerationForm(request.POST, statement=statement, auto_id=f"n{statement.number}_%s")
        status = _decide(request, statement, form) if form.is_valid() else 200
        if status == 302:
            return _go_on(request, found, statement)
    context = conversation_frame(request, found, "moderation", _("Relire un énoncé")) | {
        "card": _card(found, statement, Neighbours(found), form),
        "entries": log_of(found).filter(statement=statement),
    }
    return render(request, "dialogues/moderation_one.html", context, status=status)


def _decide(request: HttpRequest, statement: Statement, form: ModerationForm) -> int:
    said = form.cleaned_data
    accepts = said["act"] == ModerationAct.ACCEPTED
    judgement = Judgement(
        ModerationAct(said["act"]),
        reason="" if accepts else said["reason"],
        note=said["note"],
        duplicate_of=said["duplicate_of"],
        spaces=said["spaces"] if accepts else None,
    )
    try:
        moderate(
            statement,
            judgement,
            expected_version=said["version"],
            by=request.posture,
            now=timezone.now(),
        )
    except EditConflict:
        statement.refresh_from_db()
        told = {"state": statement.get_state_display()}
        form.add_error(
            None,
            _("Quelqu’un d’autre vient de relire cet énoncé : il est « %(state)s ».") % told,
        )
        return 409
    except Refused as error:
        statement.refresh_from_db()  # the version it had taken was given back
        form.add_error(None, str(error))
        return 200
    return 302


def _go_on(request: HttpRequest, found: Conversation, statement: Statement) -> HttpResponse:
    keep_meanings(found)
    told = {"number": statement.number, "state": statement.get_state_display()}
    messages.success(request, _("Énoncé n° %(number)d : %(state)s.") % told)
    return redirect("dialogues:moderation", slug=found.alliance.slug, uuid=found.uuid)


@login_not_required
def log(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Show every act of moderation: who, when, by which rule."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    frame = conversation_frame(request, found, "moderation-log", _("Journal de relecture"))
    page = Paginator(log_of(found), 50).get_page(request.GET.get("page"))
    lines = [
        {"entry": entry, "text": shown_text(entry, facilitates=frame["facilitates"])}
        for entry in page.object_list
    ]
    return render(request, "dialogues/moderation_log.html", frame | {"page": page, "lines": lines})


@login_not_required
def log_csv(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Give the log as a file."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    facilitates = bool(can_moderate(request.posture, found))
    rows = log_rows(log_of(found).iterator(), facilitates=facilitates)
    table = write_table("csv", log_headings(), rows)
    response = HttpResponse(table, content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="relecture-{found.code}.csv"'
    return response
