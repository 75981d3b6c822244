"""The persons of an organisation: their mandates, now and before."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terreau.actors.actions import close_mandate, grant_mandate
from terreau.actors.forms import ClosingForm, MandateForm
from terreau.actors.forms.positions import PositionEndForm
from terreau.actors.models import Mandate, Organisation
from terreau.actors.permissions import (
    can_close_mandate,
    can_edit_organisation,
    can_grant_mandate,
)
from terreau.actors.sheet import People, people_of
from terreau.actors.views.editing import edit_frame
from terreau.actors.views.sheets import crumbs_of, find_organisation
from terreau.core.rate_limits import limit
from terreau.core.verdicts import require


def show_people(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the mandates, and let those who may give a new one."""
    organisation = find_organisation(request, uuid)
    today = timezone.localdate()
    may_grant = can_grant_mandate(request.user, organisation, today=today)
    form = MandateForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST":
        require(may_grant)
        # Each try tells whether an address has an account.
        require(limit(request, "mandate", "30/h"))
        if form.is_valid() and _try_to_grant(request, organisation, form):
            return redirect("actors:people", uuid=organisation.uuid)
    return render(
        request, "actors/people.html", _people_context(request, organisation, form, may_grant)
    )


def _people_context(request, organisation: Organisation, form, may_grant, wrong=None) -> dict:
    today = timezone.localdate()
    mandates = Mandate.objects.filter(organisation=organisation).select_related("person")
    current, past = [], []
    for mandate in mandates.order_by("starts_on", "pk"):
        is_over = mandate.ends_on is not None and mandate.ends_on < today
        closing = ClosingForm(initial={"ends_on": today}, prefix=f"m{mandate.pk}")
        mandate.closing = wrong if wrong and wrong.prefix == closing.prefix else closing
        mandate.may_close = not is_over and (
            bool(may_grant) or mandate.person_id == request.user.pk
        )
        (past if is_over else current).append(mandate)
    running = [mandate for mandate in current if mandate.starts_on <= today]
    may_edit = can_edit_organisation(
        request.user,
        organisation,
        today=today,
        speaks=any(mandate.person_id == request.user.pk for mandate in running),
        held=bool(running),
    )
    frame = edit_frame(request, organisation, "personnes") if may_edit else {"tabs": None}
    return {
        **frame,
        "crumbs": crumbs_of(organisation, _("Les personnes")),
        "positions": _positions(request, organisation, today),
        "may_edit": may_edit,
        "organisation": organisation,
        "form": form,
        "may_grant": may_grant,
        "current": current,
        "past": past,
        "today": today,
    }


def _positions(request: HttpRequest, organisation: Organisation, today: datetime.date) -> People:
    people = people_of(organisation, request.user, today)
    for position in people.current:
        position.ending = PositionEndForm(initial={"ends_on": today}, prefix=f"p{position.pk}")
    return people


def _try_to_grant(request: HttpRequest, organisation: Organisation, form: MandateForm) -> bool:
    values = form.cleaned_data
    try:
        mandate = grant_mandate(
            organisation,
            form.person,
            by=request.posture,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            title=values["title"],
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(
        request,
        _("%(person)s peut désormais parler au nom de « %(name)s ».")
        % {"person": mandate.person.full_name, "name": organisation.name}
        if mandate.starts_on <= timezone.localdate()
        else _("Le mandat est enregistré ; il vaudra à partir de sa date de début."),
    )
    return True


@require_POST
def close(request: HttpRequest, uuid: UUID, mandate: int) -> HttpResponse:
    """Give a mandate its last day."""
    organisation = find_organisation(request, uuid)
    found = get_object_or_404(
        Mandate.objects.select_related("organisation", "person"),
        organisation=organisation,
        pk=mandate,
    )
    today = timezone.localdate()
    require(can_close_mandate(request.user, found, today=today))
    form = ClosingForm(request.POST, prefix=f"m{found.pk}")
    if form.is_valid() and _try_to_close(request, found, form):
        return redirect("actors:people", uuid=organisation.uuid)
    context = _people_context(
        request,
        organisation,
        MandateForm(initial={"starts_on": today}),
        can_grant_mandate(request.user, organisation, today=today),
        wrong=form,
    )
    return render(request, "actors/people.html", context)


def _try_to_close(request: HttpRequest, mandate: Mandate, form: ClosingForm) -> bool:
    day = form.cleaned_data["ends_on"]
    try:
        close_mandate(mandate, by=request.posture, ends_on=day, now=timezone.now())
    except ValidationError as error:
        form.add_error("ends_on", error.messages)
        return False
    messages.success(request, _("Le mandat a son dernier jour ; il reste dans l’historique."))
    return True
