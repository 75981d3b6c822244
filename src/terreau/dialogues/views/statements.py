"""The statements of a conversation: read them, write one, propose the first ones."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from terreau.core.editing import EditConflict
from terreau.core.rate_limits import limit
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.statements import (
    edit_seed,
    seed_statements,
    withdraw_own,
    write_statement,
)
from terreau.dialogues.alike import find_alike, keep_meanings
from terreau.dialogues.enums import Space
from terreau.dialogues.forms.statements import SeedEditForm, SeedForm, StatementForm
from terreau.dialogues.models import Conversation, Participant, Statement
from terreau.dialogues.permissions_statements import (
    can_edit_statement,
    can_seed_statements,
    can_write_statement,
)
from terreau.dialogues.statement_lists import lines_of, statements_of
from terreau.dialogues.views.access import fetch_consultation
from terreau.dialogues.views.conversations import conversation_frame
from terreau.dialogues.voices import find_voice, set_voice_cookie, space_of, take_voice

ON_A_PAGE = 50


@login_not_required
def statements(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """List what is put to the vote, or what is not any more and why."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    frame = conversation_frame(request, found, "statements", _("Énoncés"))
    set_aside = request.GET.get("etat") == "ecartes"
    search = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = statements_of(found, set_aside=set_aside, search=search)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame | {
        "page": page,
        "lines": lines_of(page.object_list, set_aside=set_aside, facilitates=frame["facilitates"]),
        "set_aside": set_aside,
        "search": search,
        "may_write": can_write_statement(None, found, now=timezone.now()),
    }
    return render(request, "dialogues/statements.html", context)


@never_cache
@login_not_required
def write(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Write a statement; what resembles it is shown first, and the person decides."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    voice = find_voice(request, found)
    require(can_write_statement(voice, found, now=timezone.now()))
    if request.method == "POST":
        return _write(request, found, voice)
    typed = request.GET.get("text", "").replace("\x00", "")[:800]
    alike = []
    if typed and limit(request, "alike", "60/m"):
        alike = find_alike(found, typed)
    if request.htmx:
        return render(request, "dialogues/_alike.html", {"alike": alike, "conversation": found})
    return _show_form(request, found, voice, StatementForm(initial={"text": typed}), alike)


def _write(request: HttpRequest, found: Conversation, voice: Participant | None) -> HttpResponse:
    form = StatementForm(request.POST)
    if not form.is_valid():
        return _show_form(request, found, voice, form, [])
    text = form.cleaned_data["text"]
    alike = [] if form.cleaned_data["confirmed"] else find_alike(found, text)
    if alike:
        confirm = StatementForm(initial={"text": text, "confirmed": True})
        return _show_form(request, found, voice, confirm, alike, is_second=True)
    try:
        require(limit(request, "statement", "10/h"))
        voice = take_voice(request, found, now=timezone.now())
        speaks = voice.space == Space.ORGANISATIONS
        written = write_statement(
            found,
            text,
            voice=voice,
            posture=request.posture.label if speaks else "",
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error("text", str(error))
        return set_voice_cookie(_show_form(request, found, voice, form, []), request)
    keep_meanings(found)
    messages.success(request, _told(written))
    response = redirect("dialogues:statement-write", slug=found.alliance.slug, uuid=found.uuid)
    return set_voice_cookie(response, request)


def _told(written: Statement) -> str:
    if written.state == "accepted":
        return _("Votre énoncé n° %(number)d est soumis au vote.") % {"number": written.number}
    return _(
        "Votre énoncé n° %(number)d est reçu. Il sera relu par les facilitateurs selon les règles "
        "publiées ; cette page dira ce qu’il en est."
    ) % {"number": written.number}


def _show_form(
    request: HttpRequest,
    found: Conversation,
    voice: Participant | None,
    form: StatementForm,
    alike: list,
    *,
    is_second: bool = False,
) -> HttpResponse:
    frame = conversation_frame(request, found, "statement-write", _("Écrire un énoncé"))
    mine = Statement.objects.none()
    if voice:
        mine = voice.statements.order_by("-number").prefetch_related("moderation")
    context = frame | {
        "form": form,
        "alike": alike,
        "is_second": is_second,
        "mine": mine,
        "signs": space_of(request, found) == Space.ORGANISATIONS,
    }
    return render(request, "dialogues/statement_write.html", context)


@require_POST
@login_not_required
def take_back(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Take one's own statement back."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    statement = _statement(found, number)
    voice = find_voice(request, found)
    posture = request.posture.label if voice and voice.space == Space.ORGANISATIONS else ""
    try:
        withdraw_own(statement, voice=voice, posture=posture, now=timezone.now())
    except EditConflict:
        messages.error(request, _("Cet énoncé vient d’être relu : rechargez la page."))
    else:
        messages.success(request, _("Votre énoncé est retiré. Le journal de relecture le dit."))
    return redirect("dialogues:statement-write", slug=slug, uuid=uuid)


def _statement(conversation: Conversation, number: int) -> Statement:
    found = get_object_or_404(Statement, conversation=conversation, number=number)
    found.conversation = conversation
    return found


def seed(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Propose the first statements, several at once."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    require(can_seed_statements(request.posture, found))
    form = SeedForm(request.POST if request.method == "POST" else None, conversation=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = seed_statements(
                found,
                form.cleaned_data["texts"],
                spaces=form.cleaned_data["spaces"],
                by=request.posture,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error("texts", str(error))
        else:
            keep_meanings(found)
            said = {"count": len(made)}
            messages.success(request, _("Énoncés soumis au vote : %(count)d.") % said)
            return redirect("dialogues:statements", slug=slug, uuid=uuid)
    context = conversation_frame(request, found, "statement-seed", _("Énoncés de départ"))
    return render(request, "dialogues/statement_seed.html", context | {"form": form})


def edit(request: HttpRequest, slug: str, uuid: UUID, number: int) -> HttpResponse:
    """Correct a statement of the facilitators, before its first vote."""
    _alliance, found = fetch_consultation(request, slug, uuid, Conversation)
    statement = _statement(found, number)
    has_votes = statement.votes.exists()
    require(can_edit_statement(request.posture, statement, has_votes=has_votes))
    shown = {"text": statement.text, "version": statement.version}
    form = SeedEditForm(request.POST if request.method == "POST" else None, initial=shown)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            edit_seed(
                statement,
                form.cleaned_data["text"],
                expected_version=form.cleaned_data["version"],
                by=request.posture,
                now=timezone.now(),
            )
        except EditConflict:
            form, status = _rebased(form, statement), 409
        except Refused as error:
            form.add_error("text", str(error))
        else:
            keep_meanings(found)
            messages.success(request, _("L’énoncé est corrigé."))
            return redirect("dialogues:statements", slug=slug, uuid=uuid)
    context = conversation_frame(request, found, "statements", _("Corriger un énoncé"))
    context |= {"form": form, "statement": statement}
    return render(request, "dialogues/statement_edit.html", context, status=status)


def _rebased(form: SeedEditForm, statement: Statement) -> SeedEditForm:
    """Keep what was typed, on the version of now, and show what the other person wrote."""
    now = Statement.objects.get(pk=statement.pk)
    data = form.data.copy()
    data["version"] = now.version
    again = SeedEditForm(data)
    again.add_error(
        "text",
        _("Quelqu’un d’autre vient d’écrire « %(text)s ». Enregistrez encore pour garder le vôtre.")
        % {"text": now.text},
    )
    return again
