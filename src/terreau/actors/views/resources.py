"""The offers and needs of an organisation: listed, added, edited, removed and given back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.actions import edit_organisation
from terreau.actors.forms.resources import ResourceForm
from terreau.actors.models import Organisation
from terreau.actors.sheet import resources_of
from terreau.actors.snapshots import rows_of
from terreau.actors.values import ResourceValues
from terreau.actors.views.editing import edit_frame, editable, redirect_with_undo

MOST_LINES = 200


def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the lines and add one."""
    organisation = editable(request, uuid)
    form = ResourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rows = rows_of(organisation, "resources")
        if len(rows) >= MOST_LINES:
            form.add_error(None, _("Une fiche porte au plus 200 lignes : retirez-en d’abord."))
        elif _try_to_save(request, organisation, form, [*rows, form.row_values()]):
            messages.success(request, _("« %(title)s » est ajouté.") % form.cleaned_data)
            return redirect("actors:edit_resources", uuid=organisation.uuid)
    return _render(request, organisation, form)


def edit(request: HttpRequest, uuid: UUID, resource: UUID) -> HttpResponse:
    """Edit one line; a line that somebody else changed meanwhile is shown again."""
    organisation = editable(request, uuid)
    rows = rows_of(organisation, "resources")
    stored = _find(rows, resource)
    form, status = ResourceForm.of(stored, request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != stored.stated_at.isoformat():
            form, status = _shown_again(request, form, stored), 409
        else:
            row = form.row_values(uuid=stored.uuid)
            kept = [row if one.uuid == stored.uuid else one for one in rows]
            if _try_to_save(request, organisation, form, kept):
                messages.success(request, _("« %(title)s » est enregistré.") % form.cleaned_data)
                return redirect("actors:edit_resources", uuid=organisation.uuid)
    return _render(request, organisation, form, stored, status=status)


@require_POST
def remove(request: HttpRequest, uuid: UUID, resource: UUID) -> HttpResponse:
    """Remove one line at once; the next page offers to give it back."""
    organisation = editable(request, uuid)
    rows = rows_of(organisation, "resources")
    gone = _find(rows, resource)
    saved = _save(request, organisation, [row for row in rows if row.uuid != gone.uuid])
    messages.success(request, _("« %(title)s » est retiré.") % {"title": gone.title})
    return redirect_with_undo(saved, saved.last_change)


def _find(rows: list[ResourceValues], key: UUID) -> ResourceValues:
    found = next((row for row in rows if row.uuid == key), None)
    if found is None:
        raise Http404
    return found


def _try_to_save(
    request: HttpRequest, organisation: Organisation, form: ResourceForm, rows: list[ResourceValues]
) -> bool:
    try:
        _save(request, organisation, rows)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return not form.errors


def _save(
    request: HttpRequest, organisation: Organisation, rows: list[ResourceValues]
) -> Organisation:
    return edit_organisation(
        organisation,
        {"resources": rows},
        by=request.posture,
        expected_version=organisation.version,
        now=timezone.now(),
    )


def _shown_again(request: HttpRequest, form: ResourceForm, stored: ResourceValues) -> ResourceForm:
    data = request.POST.copy()
    data["seen"] = stored.stated_at.isoformat()
    again = ResourceForm.of(stored, data)
    again.add_error(
        None,
        _(
            "Quelqu’un d’autre a changé cette ligne pendant votre saisie : elle dit maintenant "
            "« %(title)s ». Votre saisie est gardée ; relisez, puis enregistrez de nouveau."
        )
        % {"title": stored.title},
    )
    return again


def _render(
    request: HttpRequest,
    organisation: Organisation,
    form: ResourceForm,
    edited: ResourceValues | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "edited": edited,
        "resources": resources_of(organisation, request.user, timezone.localdate()),
        "here": reverse("actors:edit_resources", args=[organisation.uuid]),
        **edit_frame(request, organisation, "offres"),
    }
    return render(request, "actors/edit_resources.html", context, status=status)
