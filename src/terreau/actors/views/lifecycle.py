"""Close an organisation and open it again."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.actions import close_organisation, reopen_organisation
from terreau.actors.forms.lifecycle import ClosureForm
from terreau.actors.models import Mandate, Organisation
from terreau.actors.views.editing import edit_frame, editable


def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that the organisation ended."""
    organisation = editable(request, uuid)
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _try_to_close(request, organisation, form):
        messages.success(request, _("La fin est notée. La fiche et son histoire restent lisibles."))
        return redirect(organisation)
    running = Mandate.objects.filter(organisation=organisation).current(timezone.localdate())
    context = {
        "form": form,
        "running": running.count(),
        **edit_frame(request, organisation, "situation"),
    }
    return render(request, "actors/lifecycle.html", context)


def _try_to_close(request: HttpRequest, organisation: Organisation, form: ClosureForm) -> bool:
    try:
        close_organisation(
            organisation, **form.cleaned_data, by=request.posture, now=timezone.now()
        )
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say that the organisation is active again."""
    organisation = editable(request, uuid)
    try:
        reopen_organisation(organisation, by=request.posture, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("L’organisation est de nouveau en activité."))
    return redirect(organisation)
