"""The journal of an alliance: its pages by year, one page, its voices and its files."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.alliances.actions.journal import add_voice, attach_file, edit_entry, write_entry
from terreau.alliances.attachments import MAX_PER_ENTRY
from terreau.alliances.forms.journal import AttachmentForm, EntryForm, KindForm, VoiceForm
from terreau.alliances.models import Alliance, Attachment, JournalEntry
from terreau.alliances.permissions import can_read_inside
from terreau.alliances.permissions_journal import (
    can_add_voice,
    can_attach,
    can_edit_entry,
    can_write_journal,
)
from terreau.alliances.rail import alliance_frame
from terreau.alliances.story import by_year, counted, entries_of
from terreau.alliances.views.access import fetch_alliance
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require

ON_A_PAGE = 20
PAST_SHOWN = 20


@login_not_required
def journal(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the story by year; on paper, each page is told whole."""
    alliance = fetch_alliance(request, slug)
    frame = alliance_frame(request, alliance, "journal", _("Journal"))
    entries = entries_of(alliance, inside=frame["is_inside"])
    form = KindForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    if kind:
        entries = entries.filter(kind=kind)
    page = Paginator(counted(entries), ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame | {
        "form": form,
        "page": page,
        "years": by_year(page.object_list),
        "is_filtering": bool(kind),
        "may_write": can_write_journal(request.posture, alliance),
    }
    return render(request, "alliances/journal.html", context)


def write_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a page."""
    alliance = fetch_alliance(request, slug)
    require(can_write_journal(request.posture, alliance))
    posted = request.POST if request.method == "POST" else None
    form = EntryForm(posted, instance=JournalEntry(alliance=alliance))
    if request.method == "POST" and form.is_valid():
        entry = write_entry(alliance, _values(form), by=request.posture, now=timezone.now())
        messages.success(
            request, _("La page est écrite. Les autres membres y joindront leur voix.")
        )
        return redirect("alliances:entry", slug=slug, entry=entry.uuid)
    context = alliance_frame(request, alliance, "journal", _("Écrire une page")) | {"form": form}
    return render(request, "alliances/journal_form.html", context)


def _values(form: EntryForm) -> dict:
    return {name: form.cleaned_data[name] for name in EntryForm.Meta.fields}


def _fetch(request: HttpRequest, slug: str, uuid: UUID) -> JournalEntry:
    alliance = fetch_alliance(request, slug)
    inside = bool(can_read_inside(request.posture, alliance))
    entry = get_object_or_404(entries_of(alliance, inside=inside), uuid=uuid)
    entry.alliance = alliance
    return entry


def edit_page(request: HttpRequest, slug: str, entry: UUID) -> HttpResponse:
    """Rewrite a page; the second of two people is told and loses nothing."""
    found = _fetch(request, slug, entry)
    require(can_edit_entry(request.posture, found))
    form = EntryForm(request.POST if request.method == "POST" else None, instance=found)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_entry(found, _values(form), now=timezone.now(), **stamp),
    )
    if status == SAVED:
        messages.success(request, _("La page est enregistrée ; l’ancienne reste lisible."))
        return redirect("alliances:entry", slug=slug, entry=entry)
    context = alliance_frame(request, found.alliance, "journal", _("Récrire la page")) | {
        "form": form,
        "entry": found,
    }
    return render(request, "alliances/journal_form.html", context, status=status)


@login_not_required
def show_entry(
    request: HttpRequest,
    slug: str,
    entry: UUID,
    *,
    voice_form: VoiceForm | None = None,
    file_form: AttachmentForm | None = None,
) -> HttpResponse:
    """Show a page with its voices, its files and, to the members, its past."""
    found = _fetch(request, slug, entry)
    frame = alliance_frame(request, found.alliance, "journal", found.title)
    attachments = list(found.attachments.all())
    past = []
    if frame["is_inside"]:
        past = list(found.history.select_related("history_user")[: PAST_SHOWN + 1])[1:]
    may_attach = can_attach(request.posture, found.alliance)
    context = frame | {
        "entry": found,
        "voices": found.voices.all(),
        "attachments": attachments,
        "past": past,
        "may_edit": can_edit_entry(request.posture, found),
        "voice_form": _form_for(can_add_voice, VoiceForm, voice_form, request, found.alliance),
        "file_form": (
            _form_for(can_attach, AttachmentForm, file_form, request, found.alliance)
            if may_attach and len(attachments) < MAX_PER_ENTRY
            else None
        ),
    }
    failed = voice_form or file_form
    return render(request, "alliances/entry.html", context, status=422 if failed else 200)


def _form_for(permission, form_class, given, request: HttpRequest, alliance: Alliance):
    if not permission(request.posture, alliance):
        return None
    return given or form_class()


@require_POST
def voice(request: HttpRequest, slug: str, entry: UUID) -> HttpResponse:
    """Add a voice to a page."""
    found = _fetch(request, slug, entry)
    require(can_add_voice(request.posture, found.alliance))
    form = VoiceForm(request.POST)
    if not form.is_valid():
        return show_entry(request, slug, entry, voice_form=form)
    add_voice(found, text=form.cleaned_data["text"], by=request.posture, now=timezone.now())
    messages.success(request, _("Votre voix est ajoutée sous le récit."))
    return redirect("alliances:entry", slug=slug, entry=entry)


@require_POST
def attach(request: HttpRequest, slug: str, entry: UUID) -> HttpResponse:
    """Attach a file to a page."""
    found = _fetch(request, slug, entry)
    require(can_attach(request.posture, found.alliance))
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attach_file(found, form.cleaned_data["file"], by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("La pièce est jointe."))
            return redirect("alliances:entry", slug=slug, entry=entry)
    return show_entry(request, slug, entry, file_form=form)


@login_not_required
def attachment(request: HttpRequest, slug: str, attachment: UUID) -> HttpResponse:
    """Hand a file over as a download, to whoever may read its page."""
    alliance = fetch_alliance(request, slug)
    inside = bool(can_read_inside(request.posture, alliance))
    rows = Attachment.objects.filter(entry__in=entries_of(alliance, inside=inside))
    found = get_object_or_404(rows, uuid=attachment)
    try:
        content = found.file.open("rb")
    except OSError as error:
        raise Http404(_("Ce fichier n’est plus sur le serveur.")) from error
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
