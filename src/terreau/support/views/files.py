"""A file: opened, read, changed, closed; its shared part and the accord of the accompanied."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.journal import records_of
from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import Refused, require
from terreau.partnerships.models import Partnership
from terreau.support.actions.files import (
    agree_to_support,
    close_file,
    edit_file,
    open_file,
    reopen_file,
)
from terreau.support.desk_reading import waiting_days
from terreau.support.enums import TaskState
from terreau.support.forms.files import (
    CloseFileForm,
    FileForm,
    MeetingForm,
    NoteForm,
    OpenFileForm,
    TaskForm,
    people_of,
)
from terreau.support.hours_reading import spoken_minutes
from terreau.support.models import SupportFile
from terreau.support.permissions import (
    accompanied_ids,
    can_agree_to_support,
    can_keep_file,
    can_open_file,
    can_write_in_file,
)
from terreau.support.views.access import fetch_file, fetch_organisation, fetch_shared

SHOWN = 30


def open_for_organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin to accompany an organisation."""
    organisation = fetch_organisation(request, uuid)
    return _open(request, organisation.get_absolute_url(), organisation=organisation)


def open_for_partnership(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin to accompany a partnership."""
    visible = Partnership.objects.visible_to(request.user).distinct()
    partnership = get_object_or_404(visible, uuid=uuid)
    return _open(request, partnership.get_absolute_url(), partnership=partnership)


def _open(request: HttpRequest, back: str, **what: Any) -> HttpResponse:
    require(can_open_file(request.posture, **what))
    instance = SupportFile(supporter=request.posture.organisation, **what)
    form = OpenFileForm(request.POST or None, person=request.user, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            file = open_file(form.cleaned_data, **what, by=request.posture, now=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le dossier est ouvert."))
            return redirect(file)
    thing = next(iter(what.values()))
    return render(request, "support/open.html", {"form": form, "thing": thing, "back": back})


def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a file to those who keep it."""
    return file_page(request, fetch_file(request, uuid))


def file_page(request: HttpRequest, file: SupportFile, **forms: Any) -> HttpResponse:
    """Build the page of a file, with a form that was refused in its place."""
    today = timezone.localdate()
    tasks = list(file.tasks.select_related("assignee"))
    notes = list(file.notes.readable_by(request.user).select_related("author")[:SHOWN])
    hours = file.hour_entries.aggregate(
        minutes=Sum("minutes"), people=Count("person", distinct=True)
    )
    people = people_of({file.supporter_id, *accompanied_ids(file)}, today)
    may_write = can_write_in_file(request.posture, file)
    context = {
        "file": file,
        "days": waiting_days(file, today),
        "open_tasks": [one for one in tasks if one.state == TaskState.OPEN],
        "past_tasks": [one for one in tasks if one.state != TaskState.OPEN],
        "private_notes": [one for one in notes if not one.is_shared],
        "shared_notes": [one for one in notes if one.is_shared],
        "meetings": list(file.meetings.all()[:SHOWN]),
        "spent": spoken_minutes(hours["minutes"]) if hours["minutes"] else "",
        "spent_by": hours["people"],
        "records": list(records_of(file.scope)[:SHOWN]),
        "may_write": may_write,
        "may_keep": can_keep_file(request.posture, file),
        "task_form": forms.get("task") or TaskForm(people=people),
        "note_form": forms.get("note") or NoteForm(),
        "note_is_shared": forms.get("is_shared", False),
        "meeting_form": forms.get("meeting") or MeetingForm(),
        "today": today,
    }
    return render(request, "support/file.html", context)


def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change the head of a file."""
    file = fetch_file(request, uuid)
    require(can_write_in_file(request.posture, file))
    form = FileForm(request.POST or None, person=request.user, instance=file)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: edit_file(
            file,
            {name: form.cleaned_data[name] for name in FileForm.Meta.fields},
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(request, _("Le dossier est à jour."))
        return redirect(file)
    context = {"form": form, "file": file, "back": file.get_absolute_url()}
    return render(request, "support/edit.html", context, status=status)


def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close a file, and say what came of it."""
    file = fetch_file(request, uuid)
    require(can_write_in_file(request.posture, file))
    form = CloseFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_file(file, **form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("Le dossier est clos. Il reste lisible, et se rouvre."))
        return redirect(file)
    context = {"form": form, "file": file, "back": file.get_absolute_url()}
    return render(request, "support/close.html", context)


@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open a closed file again."""
    file = fetch_file(request, uuid)
    try:
        reopen_file(file, by=request.posture, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Le dossier est rouvert."))
    return redirect(file)


def shared(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show those who are accompanied what is shared with them."""
    file, today = fetch_shared(request, uuid), timezone.localdate()
    given = file.tasks.filter(assignee__in=people_of(accompanied_ids(file), today))
    context = {
        "file": file,
        "days": waiting_days(file, today),
        "notes": list(file.notes.filter(is_shared=True).select_related("author")[:SHOWN]),
        "meetings": list(file.meetings.all()[:SHOWN]),
        "tasks": list(given.select_related("assignee")),
        "may_agree": can_agree_to_support(request.posture, file),
        "today": today,
    }
    return render(request, "support/shared.html", context)


@require_POST
def agree(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree to be accompanied, or take the accord back."""
    file = fetch_shared(request, uuid)
    agrees = request.POST.get("act") == "agree"
    agree_to_support(file, agrees=agrees, by=request.posture, now=timezone.now())
    told = _("Votre accord est noté.") if agrees else _("Votre accord est retiré.")
    messages.success(request, told)
    return redirect("support:shared", uuid)
