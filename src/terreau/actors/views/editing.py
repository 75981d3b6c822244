"""Edit a sheet by sections, each saved on its own; undo rather than « êtes-vous sûr ? »."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.actions import confirm_sheet, edit_organisation, undo_change
from terreau.actors.forms.row_sets import with_one_more_row
from terreau.actors.forms.sections import SECTIONS
from terreau.actors.forms.sheet_form import SheetForm
from terreau.actors.models import Organisation, SheetChange
from terreau.actors.permissions import can_confirm_sheet, can_edit_organisation
from terreau.actors.views.sheets import crumbs_of, find_organisation
from terreau.core.editing import EditConflict
from terreau.core.verdicts import require

FIRST = "identite"


def edit(request: HttpRequest, uuid: UUID, section: str = FIRST) -> HttpResponse:
    """Edit one section; a second person saving at the same time is told, and loses nothing."""
    if section not in SECTIONS:
        raise Http404
    organisation = editable(request, uuid)
    form, status = _build_form(request, organisation, section), 200
    if request.method == "POST" and "add" in request.POST:
        form = form.hold_errors()
    elif request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, form)
        except EditConflict:
            form, status = form.rebased(), 409
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _after_saving(request, saved, section)
    context = {"form": form, **edit_frame(request, organisation, section)}
    return render(request, "actors/edit.html", context, status=status)


def editable(request: HttpRequest, uuid: UUID) -> Organisation:
    """Fetch a sheet that this person may edit."""
    organisation = find_organisation(request, uuid)
    require(can_edit_organisation(request.user, organisation, today=timezone.localdate()))
    return organisation


def _build_form(request: HttpRequest, organisation: Organisation, section: str) -> SheetForm:
    data = request.POST or None
    if data and "add" in data:
        data = with_one_more_row(data, data["add"])
    return SECTIONS[section][1](
        data, instance=organisation, offers_confirmation=offers_confirmation(request, organisation)
    )


def offers_confirmation(request: HttpRequest, organisation: Organisation) -> bool:
    """Tell whether to ask « j’ai vérifié » : who speaks in its name confirms by saving."""
    mandate = request.posture.mandate
    if mandate and mandate.organisation_id == organisation.pk:
        return False
    return bool(can_confirm_sheet(request.user, organisation, today=timezone.localdate()))


def _save(request: HttpRequest, form: SheetForm) -> Organisation:
    return edit_organisation(
        form.instance,
        form.values(),
        by=request.posture,
        expected_version=form.cleaned_data["version"],
        now=timezone.now(),
        confirms=form.cleaned_data.get("confirms", False),
    )


def _after_saving(request: HttpRequest, saved: Organisation, section: str) -> HttpResponse:
    change = saved.last_change
    if change is None:
        messages.success(request, _("Rien n’a changé dans cette partie de la fiche."))
        return redirect(saved)
    messages.success(request, _("C’est enregistré."))
    return redirect_with_undo(saved, change)


def redirect_with_undo(organisation: Organisation, change: SheetChange | None) -> HttpResponse:
    """Go back to the sheet, with the offer to take the change back."""
    query = f"?fait={change.pk}" if change else ""
    return redirect(f"{organisation.get_absolute_url()}{query}")


def edit_frame(request: HttpRequest, organisation: Organisation, section: str) -> dict[str, Any]:
    """What every page of the editing shows: the way back and the sections."""
    name = Organisation.objects.values_list("name", flat=True).get(pk=organisation.pk)
    urls = {key: reverse("actors:edit_section", args=[organisation.uuid, key]) for key in SECTIONS}
    urls[FIRST] = reverse("actors:edit", args=[organisation.uuid])
    tabs = [(label, urls[key], key == section) for key, (label, _form) in SECTIONS.items()]
    resources = reverse("actors:edit_resources", args=[organisation.uuid])
    tabs.insert(2, (_("Offres et besoins"), resources, section == "offres"))
    people = reverse("actors:people", args=[organisation.uuid])
    tabs.insert(5, (_("Personnes"), people, section == "personnes"))
    return {
        "organisation": organisation,
        "name": name,
        "section": section,
        "tabs": tabs,
        "crumbs": [*crumbs_of(), (name, organisation.get_absolute_url()), (_("Modifier"), "")],
    }


@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say « Tout est juste » of the whole sheet."""
    organisation = find_organisation(request, uuid)
    confirm_sheet(organisation, by=request.posture, now=timezone.now())
    messages.success(
        request, _("Merci : la fiche est notée juste à ce jour, toutes ses lignes comprises.")
    )
    return redirect(organisation)


@require_POST
def undo(request: HttpRequest, uuid: UUID, change: int) -> HttpResponse:
    """Take back a change, whole or one field of it."""
    organisation = find_organisation(request, uuid)
    found = get_object_or_404(SheetChange, organisation=organisation, pk=change)
    field = request.POST.get("field", "")
    try:
        made = undo_change(
            found, by=request.posture, now=timezone.now(), names=[field] if field else None
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("actors:history", uuid=organisation.uuid)
    messages.success(
        request,
        _("Les valeurs d’avant sont rétablies.")
        if made
        else _("La fiche dit déjà cela : il n’y avait rien à rétablir."),
    )
    return redirect_with_undo(organisation, made)
