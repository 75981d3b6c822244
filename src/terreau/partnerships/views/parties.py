"""The parties: one comes, says why, leaves."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.verdicts import Refused, require
from terreau.partnerships.actions.parties import add_party, describe_party, leave_partnership
from terreau.partnerships.forms.parties import DescribePartyForm, LeaveForm, PartyForm
from terreau.partnerships.frame import partnership_frame
from terreau.partnerships.permissions import (
    can_add_party,
    can_describe_party,
    can_leave_partnership,
    current_parties,
)
from terreau.partnerships.views.access import fetch_partnership, fetch_party


def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let another organisation join."""
    partnership = fetch_partnership(request, uuid)
    require(can_add_party(request.posture, partnership))
    form = PartyForm(request.POST or None)
    form.fields["name"].required = True
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _joined(request, partnership, form):
            messages.success(request, _("Cette organisation est maintenant partie."))
            return redirect(partnership)
    context = partnership_frame(request, partnership, "detail", _("Ajouter une partie"))
    page = context | {"form": form, "act": _("Ajouter cette partie")}
    return render(request, "partnerships/form.html", page, status=status)


def _joined(request: HttpRequest, partnership, form: PartyForm) -> bool:
    try:
        with transaction.atomic():
            add_party(partnership, form.new_party(), by=request.posture, now=timezone.now())
    except (Refused, ValidationError) as error:
        said = error.messages[0] if isinstance(error, ValidationError) else str(error)
        form.add_error("name", said)
        return False
    return True


def describe(request: HttpRequest, uuid: UUID, party: UUID) -> HttpResponse:
    """Say the role of a party and what it comes to look for."""
    partnership = fetch_partnership(request, uuid)
    found = fetch_party(partnership, party)
    require(can_describe_party(request.posture, found))
    form = DescribePartyForm(request.POST or None, party=found)
    if request.method == "POST" and form.is_valid():
        describe_party(found, form.values(), by=request.posture, now=timezone.now())
        messages.success(request, _("C’est dit : le carré des objectifs le montre."))
        return redirect(partnership)
    context = partnership_frame(request, partnership, "detail", _("Ce qu’elle vient chercher"))
    page = context | {"form": form, "party": found}
    status = 422 if form.is_bound else 200
    return render(request, "partnerships/party_form.html", page, status=status)


def leave(request: HttpRequest, uuid: UUID, party: UUID) -> HttpResponse:
    """Note that a party leaves; the last one closes the partnership."""
    partnership = fetch_partnership(request, uuid)
    found = fetch_party(partnership, party)
    require(can_leave_partnership(request.posture, found))
    form = LeaveForm(request.POST or None, initial={"left_on": timezone.localdate()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _left(request, found, form):
            messages.success(request, _("Le départ est noté ; l’histoire reste lisible."))
            return redirect(partnership)
    context = partnership_frame(request, partnership, "detail", _("Noter un départ"))
    page = context | {
        "form": form,
        "party": found,
        "act": _("Noter le départ"),
        "is_last": len(current_parties(partnership)) == 1,
    }
    return render(request, "partnerships/leave.html", page, status=status)


def _left(request: HttpRequest, party, form: LeaveForm) -> bool:
    try:
        leave_partnership(
            party,
            left_on=form.cleaned_data["left_on"],
            reason=form.cleaned_data["reason"],
            by=request.posture,
            now=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
