"""Send one link to one address, and take it back."""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.accounts.links import revoke_link
from terreau.actors.actions.telling import tell
from terreau.actors.campaign_addresses import refusing
from terreau.actors.models import Organisation, SheetLink
from terreau.actors.permissions_campaigns import can_send_sheet_link
from terreau.actors.posture import Posture
from terreau.actors.sheet_links import new_sheet_link
from terreau.core.verdicts import Refused, require


@transaction.atomic
def send_sheet_link(
    organisation: Organisation,
    *,
    email: str,
    write_address: Callable[[str], str],
    by: Posture,
    now: datetime.datetime,
) -> SheetLink:
    """Send the link to an address of the structure; the letter leaves after the commit."""
    require(can_send_sheet_link(by.person, organisation, today=localdate(now)))
    email = email.strip().lower()
    if refusing([email]):
        raise Refused(
            _(
                "La personne de cette adresse a demandé à ne plus recevoir de message. "
                "Appelez la structure, ou prenez une autre adresse."
            )
        )
    sheet_link, secret = new_sheet_link(organisation, email=email, issued_by=by.person, now=now)
    tell(organisation, "sheet-link-sent", by, now, {})
    address = write_address(secret)
    transaction.on_commit(lambda: _post(sheet_link, address, by))
    return sheet_link


@transaction.atomic
def revoke_sheet_link(sheet_link: SheetLink, *, by: Posture, now: datetime.datetime) -> None:
    """Take a link back."""
    organisation = sheet_link.organisation
    require(can_send_sheet_link(by.person, organisation, today=localdate(now)))
    revoke_link(sheet_link.link, by=by.person, now=now)
    tell(organisation, "sheet-link-revoked", by, now, {})


def _post(sheet_link: SheetLink, address: str, by: Posture) -> None:
    organisation = sheet_link.organisation
    context = {
        "organisation": organisation,
        "address": address,
        "sender": by.label,
        "expires_on": localdate(sheet_link.link.expires_at),
    }
    subject = _("Terreau · La fiche de %(name)s est-elle juste ?") % {"name": organisation.name}
    send_mail(
        " ".join(subject.split()),
        render_to_string("actors/email/sheet_link.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [sheet_link.email],
    )
