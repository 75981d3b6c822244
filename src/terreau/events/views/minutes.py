"""Write the minutes of a meeting, then publish them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.core.saving import SAVED, save_edited
from terreau.core.verdicts import require
from terreau.events.actions.minutes import publish_minutes, write_minutes
from terreau.events.forms.events import MinutesForm, PublishMinutesForm
from terreau.events.permissions import can_publish_minutes, can_write_minutes
from terreau.events.views.access import event_frame, fetch_event


def edit(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Write the minutes; the second of two people is told and loses nothing."""
    event = fetch_event(request, slug, uuid)
    require(can_write_minutes(request.posture, event))
    form = MinutesForm(request.POST if request.method == "POST" else None, instance=event)
    form, status = save_edited(
        request,
        form,
        lambda **stamp: write_minutes(
            event,
            form.cleaned_data["minutes"],
            now=timezone.now(),
            **stamp,
        ),
    )
    if status == SAVED:
        messages.success(request, _("Le compte rendu est enregistré."))
        return redirect("events:minutes", slug, uuid)
    context = event_frame(request, event, _("Compte rendu")) | {
        "form": form,
        "may_publish": can_publish_minutes(request.posture, event),
        "publish_form": PublishMinutesForm(),
    }
    return render(request, "events/minutes.html", context, status=status)


@require_POST
def publish(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Publish the minutes as they are written."""
    event = fetch_event(request, slug, uuid)
    form = PublishMinutesForm(request.POST)
    publish_minutes(
        event,
        feeds_journal=form.is_valid() and form.cleaned_data["feeds_journal"],
        by=request.posture,
        now=timezone.now(),
    )
    messages.success(request, _("Le compte rendu est publié."))
    return redirect(event)
