"""Tasks, notes and meetings of a file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.verdicts import require
from terreau.support.actions.parts import (
    add_meeting,
    add_task,
    edit_meeting,
    remove_note,
    settle_task,
    write_note,
)
from terreau.support.forms.files import MeetingForm, NoteForm, TaskForm, TaskStateForm, people_of
from terreau.support.models import SupportFile, SupportMeeting, SupportNote, SupportTask
from terreau.support.permissions import accompanied_ids, can_edit_meeting, can_write_in_file
from terreau.support.views.access import fetch_file
from terreau.support.views.files import file_page


@require_POST
def new_task(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note a task."""
    file = fetch_file(request, uuid)
    require(can_write_in_file(request.posture, file))
    ids = {file.supporter_id, *accompanied_ids(file)}
    form = TaskForm(request.POST, people=people_of(ids, timezone.localdate()))
    if form.is_valid():
        add_task(file, **form.cleaned_data, by=request.posture, now=timezone.now())
        return redirect(f"{file.get_absolute_url()}#taches")
    return file_page(request, file, task=form)


@require_POST
def task_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tick a task, drop it, or take it up again; also for the accompanied to whom it was given."""
    kept = SupportFile.objects.visible_to(request.user).values("pk")
    theirs = SupportFile.objects.shared_with(request.user).values("pk")
    tasks = SupportTask.objects.filter(file__in=kept) | SupportTask.objects.filter(
        file__in=theirs, assignee=request.user
    )
    task = get_object_or_404(tasks.select_related("file"), uuid=uuid)
    form = TaskStateForm(request.POST)
    if form.is_valid():
        settle_task(task, state=form.cleaned_data["state"], by=request.posture, now=timezone.now())
    if request.POST.get("from") == "desk":
        return redirect("support:desk")
    if SupportFile.objects.visible_to(request.user).filter(pk=task.file_id).exists():
        return redirect(f"{task.file.get_absolute_url()}#taches")
    return redirect("support:shared", task.file.uuid)


@require_POST
def new_note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a note: two buttons, two readers, no box to forget."""
    file = fetch_file(request, uuid)
    require(can_write_in_file(request.posture, file))
    form, is_shared = NoteForm(request.POST), request.POST.get("reader") == "shared"
    if form.is_valid():
        write_note(
            file,
            text=form.cleaned_data["text"],
            is_shared=is_shared,
            by=request.posture,
            now=timezone.now(),
        )
        told = _("La note est partagée.") if is_shared else _("La note n’est lue que de vous.")
        messages.success(request, told)
        return redirect(f"{file.get_absolute_url()}#notes")
    return file_page(request, file, note=form, is_shared=is_shared)


@require_POST
def drop_note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one's own note away."""
    files = SupportFile.objects.visible_to(request.user).values("pk")
    readable = SupportNote.objects.readable_by(request.user).filter(file__in=files)
    note = get_object_or_404(readable.select_related("file"), uuid=uuid)
    remove_note(note, by=request.posture, now=timezone.now())
    messages.success(request, _("La note est retirée."))
    return redirect(f"{note.file.get_absolute_url()}#notes")


@require_POST
def new_meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note a meeting."""
    file = fetch_file(request, uuid)
    require(can_write_in_file(request.posture, file))
    form = MeetingForm(request.POST)
    if form.is_valid():
        add_meeting(file, form.cleaned_data, by=request.posture, now=timezone.now())
        return redirect(f"{file.get_absolute_url()}#rendez-vous")
    return file_page(request, file, meeting=form)


def meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Complete what was noted of a meeting."""
    files = SupportFile.objects.visible_to(request.user).values("pk")
    found = get_object_or_404(
        SupportMeeting.objects.filter(file__in=files).select_related(
            "file__organisation", "file__partnership", "file__supporter"
        ),
        uuid=uuid,
    )
    require(can_edit_meeting(request.posture, found))
    form = MeetingForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        edit_meeting(found, form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("Le rendez-vous est à jour."))
        return redirect(f"{found.file.get_absolute_url()}#rendez-vous")
    context = {"form": form, "file": found.file, "back": found.file.get_absolute_url()}
    return render(request, "support/meeting.html", context)
