"""Turn what a member typed about a guest into an invitation and its letter."""

import datetime

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from terreau.actors.actions import create_organisation
from terreau.alliances.actions.invitations import Guest, SentInvitation, invite, post_letter
from terreau.alliances.forms.members import GuestForm
from terreau.alliances.models import Alliance, Invitation


def invite_guest(
    request: HttpRequest, alliance: Alliance, form: GuestForm, *, now: datetime.datetime
) -> Invitation:
    """Create the sheet if there is none, invite, and send the letter once all is committed."""
    values = form.cleaned_data
    organisation = values["organisation"]
    if organisation is None and values["organisation_name"]:
        organisation = create_organisation(
            {"name": values["organisation_name"], "world": values["world"]},
            by=request.posture,
            now=now,
        )
    guest = Guest(values["email"], values["person_name"], organisation, values["message"])
    sent = invite(alliance, guest, by=request.posture, now=now)
    send_when_committed(request, sent)
    return sent.invitation


def send_when_committed(request: HttpRequest, sent: SentInvitation) -> None:
    """Send the letter after the commit: a letter never tells what a rollback undid."""
    address = request.build_absolute_uri(reverse("alliances:invitation", args=[sent.secret]))
    transaction.on_commit(lambda: post_letter(sent, address=address))
