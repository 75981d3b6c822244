"""The sheet of an organisation: read, create, edit, and its history."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.actions import create_organisation, edit_organisation, scope_of
from terreau.actors.extensions import sections_of
from terreau.actors.forms import NewOrganisationForm, OrganisationForm
from terreau.actors.history import changes_of
from terreau.actors.models import Mandate, Organisation, OrganisationContact
from terreau.actors.official_numbers import spaced_number
from terreau.actors.permissions import (
    can_create_organisation,
    can_edit_organisation,
    can_see_mandates,
)
from terreau.actors.pictures import picture_of
from terreau.core.editing import EditConflict
from terreau.core.journal import records_of
from terreau.core.verdicts import require


def find_organisation(request: HttpRequest, uuid: UUID) -> Organisation:
    """Fetch a sheet this person may see, or answer 404."""
    visible = Organisation.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("place__departement"), uuid=uuid)


def crumbs_of(organisation: Organisation | None = None, here: str = "") -> list[tuple[str, str]]:
    """The way from the list of actors to a page of this sheet."""
    crumbs = [(_("Acteurs"), reverse("actors:list"))]
    if organisation:
        crumbs.append((organisation.name, organisation.get_absolute_url() if here else ""))
    return [*crumbs, (here, "")] if here else crumbs


@login_not_required
def show_organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a sheet; who speaks for it and its history only to whoever is signed in."""
    contacts = OrganisationContact.objects.all()
    if not request.user.is_authenticated:
        contacts = contacts.filter(is_public=True)
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user)
        .select_related("place__departement")
        .prefetch_related(
            "aliases", "domains", "perimeter", Prefetch("contacts", contacts, to_attr="shown")
        ),
        uuid=uuid,
    )
    today = timezone.localdate()
    sees_people = can_see_mandates(request.user)
    mandates = _current_mandates(organisation, today) if sees_people else []
    context = {
        "crumbs": crumbs_of(organisation),
        "organisation": organisation,
        "siren": spaced_number(organisation.siren),
        "siret": spaced_number(organisation.siret),
        "age_days": (today - timezone.localdate(organisation.updated_at)).days,
        "picture": picture_of(organisation),
        "may_edit": can_edit_organisation(
            request.user,
            organisation,
            today=today,
            speaks=any(mandate.person_id == request.user.pk for mandate in mandates),
        ),
        "sees_people": sees_people,
        "mandates": mandates,
        "sections": sections_of(request, organisation),
    }
    return render(request, "actors/detail.html", context)


def _current_mandates(organisation: Organisation, today: datetime.date) -> list[Mandate]:
    running = Mandate.objects.filter(organisation=organisation).current(today)
    return list(running.select_related("person").order_by("starts_on", "pk"))


def create(request: HttpRequest) -> HttpResponse:
    """Create a sheet."""
    require(can_create_organisation(request.user))
    form = NewOrganisationForm(request.POST or None, initial={"is_public": True})
    if request.method == "POST" and form.is_valid():
        organisation = _try_to_create(request, form)
        if organisation:
            messages.success(request, _("La fiche est créée. Merci de l’avoir nourrie."))
            return redirect(organisation)
    crumbs = [*crumbs_of(), (_("Nouvelle organisation"), "")]
    return render(request, "actors/create.html", {"form": form, "crumbs": crumbs})


def _try_to_create(request: HttpRequest, form: NewOrganisationForm) -> Organisation | None:
    try:
        return create_organisation(
            form.values(),
            by=request.posture,
            now=timezone.now(),
            declares_mandate=form.cleaned_data["declares_mandate"],
            title=form.cleaned_data["title"],
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Edit a sheet; a second person saving at the same time is told, and loses nothing."""
    organisation = find_organisation(request, uuid)
    require(can_edit_organisation(request.user, organisation, today=timezone.localdate()))
    form, status = OrganisationForm(request.POST or None, instance=organisation), 200
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except EditConflict:
            form, status = form.rebased(), 409
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("La fiche est enregistrée."))
            return redirect(organisation)
    name = Organisation.objects.values_list("name", flat=True).get(uuid=uuid)
    crumbs = [*crumbs_of(), (name, organisation.get_absolute_url()), (_("Modifier"), "")]
    context = {"form": form, "organisation": organisation, "name": name, "crumbs": crumbs}
    return render(request, "actors/edit.html", context, status=status)


def _save(request: HttpRequest, form: OrganisationForm) -> None:
    edit_organisation(
        form.instance,
        form.values(),
        by=request.posture,
        expected_version=form.cleaned_data["version"],
        now=timezone.now(),
    )


def show_history(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who changed what, and the values before and after."""
    organisation = find_organisation(request, uuid)
    records = Paginator(records_of(scope_of(organisation)), 30)
    return render(
        request,
        "actors/history.html",
        {
            "crumbs": crumbs_of(organisation, _("Histoire")),
            "organisation": organisation,
            "page": records.get_page(request.GET.get("page")),
            "changes": changes_of(organisation),
        },
    )
