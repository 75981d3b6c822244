"""The persons met in an organisation: noted, succeeded, informed, erased."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.actions import (
    add_position,
    close_position,
    edit_position,
    erase_position,
    mark_informed,
)
from terreau.actors.forms.positions import PositionEndForm, PositionForm
from terreau.actors.models import Organisation, Position
from terreau.actors.views.editing import edit_frame, editable


def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note a person and their function."""
    organisation = editable(request, uuid)
    running = Position.objects.filter(organisation=organisation).current(timezone.localdate())
    form = PositionForm(request.POST or None, successors_of=running)
    if request.method == "POST" and form.is_valid() and _try_to_add(request, organisation, form):
        messages.success(request, _("La personne est notée. Pensez à l’informer : elle y a droit."))
        return redirect("actors:people", uuid=organisation.uuid)
    return _render(request, organisation, form)


def _try_to_add(request: HttpRequest, organisation: Organisation, form: PositionForm) -> bool:
    values = dict(form.cleaned_data)
    succeeds = values.pop("succeeds", None)
    try:
        add_position(
            organisation, values, by=request.posture, now=timezone.now(), succeeds=succeeds
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
    return not form.errors


def edit(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """Correct what is noted of a person."""
    organisation = editable(request, uuid)
    found = _find(organisation, position)
    form = PositionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        edit_position(found, form.cleaned_data, by=request.posture, now=timezone.now())
        messages.success(request, _("C’est enregistré."))
        return redirect("actors:people", uuid=organisation.uuid)
    return _render(request, organisation, form, found)


@require_POST
def close(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """Give a function its last day."""
    organisation = editable(request, uuid)
    found = _find(organisation, position)
    form = PositionEndForm(request.POST, prefix=f"p{found.pk}")
    if form.is_valid():
        _try_to_end(request, found, form)
    else:
        messages.error(request, _("Cette date n’existe pas. Écrivez par exemple 12/09/2026."))
    return redirect("actors:people", uuid=organisation.uuid)


def _try_to_end(request: HttpRequest, position: Position, form: PositionEndForm) -> None:
    day = form.cleaned_data["ends_on"]
    try:
        close_position(position, ends_on=day, by=request.posture, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("La position est close ; elle reste parmi les passées."))


@require_POST
def mark(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """Note that the person was informed."""
    organisation = editable(request, uuid)
    mark_informed(_find(organisation, position), by=request.posture, now=timezone.now())
    messages.success(request, _("C’est noté : la personne est informée."))
    return redirect("actors:people", uuid=organisation.uuid)


@require_POST
def erase(request: HttpRequest, uuid: UUID, position: int) -> HttpResponse:
    """Erase all that is kept of a person here."""
    organisation = editable(request, uuid)
    erase_position(_find(organisation, position), by=request.posture, now=timezone.now())
    messages.success(
        request, _("Le nom et les coordonnées sont effacés. Le journal ne les avait jamais écrits.")
    )
    return redirect("actors:people", uuid=organisation.uuid)


def _find(organisation: Organisation, key: int) -> Position:
    rows = Position.objects.select_related("organisation")
    return get_object_or_404(rows, organisation=organisation, pk=key)


def _render(
    request: HttpRequest,
    organisation: Organisation,
    form: PositionForm,
    position: Position | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "position": position,
        **edit_frame(request, organisation, "personnes"),
    }
    return render(request, "actors/edit_position.html", context)
