"""The sheet of an organisation: read, create, edit, and its history."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.actions import create_organisation, scope_of
from terreau.actors.bridge.freshness import freshness_of
from terreau.actors.extensions import notes_above, sections_of
from terreau.actors.fields import label_of
from terreau.actors.forms import NewOrganisationForm
from terreau.actors.history import changes_of, imported_from
from terreau.actors.models import Mandate, NetworkMembership, Organisation, SheetChange
from terreau.actors.permissions import (
    can_confirm_sheet,
    can_create_organisation,
    can_edit_organisation,
    can_see_mandates,
    can_see_positions,
)
from terreau.actors.pictures import picture_of
from terreau.actors.sheet import (
    exceptions_of,
    facts_of,
    fields_shown_to,
    people_of,
    resources_of,
)
from terreau.actors.sheet_parts import parts_of
from terreau.core.journal import records_of
from terreau.core.verdicts import Verdict, require
from terreau.territories.kept_maps import referential_day


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
    """Show a sheet; persons and its history only to whoever is signed in."""
    organisation = _fetch_whole(request, uuid)
    today = timezone.localdate()
    shown = fields_shown_to(organisation, request.user)
    sees_people = bool(can_see_mandates(request.user))
    mandates = _current_mandates(organisation, today) if sees_people else []
    facts, unknown_facts = facts_of(organisation, shown)
    return render(
        request,
        "actors/detail.html",
        {
            "crumbs": crumbs_of(organisation),
            "organisation": organisation,
            "shown": shown,
            "parts": parts_of(organisation, request.user),
            "facts": facts,
            "unknown_facts": unknown_facts,
            "freshness": freshness_of(organisation, today),
            "exceptions": exceptions_of(organisation, shown, today, sees_people=sees_people),
            "resources": resources_of(organisation, request.user, today),
            "people": (
                people_of(organisation, request.user, today)
                if can_see_positions(request.user)
                else None
            ),
            "mandates": mandates,
            "sees_people": sees_people,
            "today": today,
            "picture": picture_of(organisation, with_perimeter="perimeter" in shown),
            "sections": sections_of(request, organisation),
            "undoable": _undoable(request, organisation),
            **_rights(request, organisation, mandates, today),
        },
    )


def _fetch_whole(request: HttpRequest, uuid: UUID) -> Organisation:
    members = (
        NetworkMembership.objects.filter(network=OuterRef("pk"), ends_on=None)
        .order_by()
        .values("network")
        .annotate(members=Count("member", distinct=True))
        .values("members")
    )
    return get_object_or_404(
        Organisation.objects.visible_to(request.user)
        .select_related("place__departement", "parent", "merged_into", "origin")
        .prefetch_related("perimeter")
        .annotate(
            member_count=Coalesce(Subquery(members), 0),
            loaded_at=referential_day(),
            **notes_above(),
        ),
        uuid=uuid,
    )


def _undoable(request: HttpRequest, organisation: Organisation) -> dict[str, Any] | None:
    """The change just made (`?fait=`), offered to be taken back by who made it."""
    key = request.GET.get("fait", "")
    if not request.user.is_authenticated or not key.isdecimal() or len(key) > 18:
        return None
    change = SheetChange.objects.filter(
        organisation=organisation, pk=key, by=request.user, undone_at=None
    ).first()
    if change is None:
        return None
    return {"key": change.pk, "labels": [label_of(name) for name in change.values]}


def _rights(
    request: HttpRequest, organisation: Organisation, mandates: list[Mandate], today: datetime.date
) -> dict[str, Verdict]:
    """What this person may do here, from the mandates already read."""
    speaks = any(mandate.person_id == request.user.pk for mandate in mandates)
    held = bool(mandates)
    return {
        "may_edit": can_edit_organisation(
            request.user, organisation, today=today, speaks=speaks, held=held
        ),
        "may_confirm": can_confirm_sheet(request.user, organisation, today=today, speaks=speaks),
    }


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
            "file": imported_from(organisation),
            "may_edit": can_edit_organisation(
                request.user, organisation, today=timezone.localdate()
            ),
        },
    )
