"""Send personal links by e-mail, without keeping which address received which link."""

import datetime
import random
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.core.jobs import enqueue
from terreau.core.models import Job
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import write
from terreau.dialogues.actions.links import (
    MOST_AT_ONCE,
    digest_of,
    link_expiry,
    make_links,
    unserved,
)
from terreau.dialogues.models import Consultation, LinkAddress
from terreau.dialogues.permissions_links import can_issue_links

SEND_JOB = "send-voice-links"
_A_CONNECTION = 50  # mail servers hang up after some messages


@transaction.atomic
def ask_letters(
    consultation: Consultation,
    addresses: list[str],
    *,
    site: str,
    by: Posture,
    now: datetime.datetime,
) -> Job:
    """Queue one letter for each address that has not been served yet."""
    require(can_issue_links(by, consultation))
    wanted = unserved(consultation, addresses)
    if not wanted:
        raise Refused(_("Chacune de ces adresses a déjà reçu son lien : rien n’est envoyé."))
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(
            _("Cela fait plus de %(most)d adresses : envoyez-les en plusieurs fois.")
            % {"most": MOST_AT_ONCE}
        )
    write(consultation, "links-issued", by=by, now=now, count=len(wanted))
    payload = {"consultation": str(consultation.uuid), "addresses": wanted, "site": site}
    return enqueue(SEND_JOB, payload, by=by.person)


def send_letters(
    consultation: Consultation,
    addresses: list[str],
    *,
    site: str,
    now: datetime.datetime,
    advance: Callable[[int, int], None],
) -> int:
    """Send what remains; an address is noted served in the very moment its letter left."""
    wanted = unserved(consultation, addresses)
    # In an order of its own, so that the number of a link tells nothing of the list.
    random.SystemRandom().shuffle(wanted)
    links = make_links(consultation, len(wanted), now=now)
    for start in range(0, len(wanted), _A_CONNECTION):
        with get_connection() as mailer:
            for rank in range(start, min(start + _A_CONNECTION, len(wanted))):
                advance(rank, len(wanted))
                number, secret = links[rank]
                letter = _letter(consultation, number, secret, site=site, now=now)
                letter.to, letter.connection = [wanted[rank]], mailer
                letter.send()
                _note(consultation, wanted[rank], now)
    advance(len(wanted), len(wanted))
    return len(wanted)


def _note(consultation: Consultation, address: str, now: datetime.datetime) -> None:
    """Note the address; the instant is that of the whole sending, which joins it to no link."""
    LinkAddress.objects.update_or_create(
        consultation=consultation,
        digest=digest_of(consultation, address),
        defaults={"sent_at": now},
    )


def _letter(
    consultation: Consultation, number: int, secret: str, *, site: str, now: datetime.datetime
) -> EmailMessage:
    path = reverse("dialogues-door:link", args=[consultation.code, secret])
    context = {
        "consultation": consultation,
        "address": f"{site.rstrip('/')}{path}",
        "number": number,
        "expires_on": localdate(link_expiry(consultation, now)),
    }
    subject = _("Terreau · Votre voix : %(question)s") % {"question": consultation.question}
    return EmailMessage(
        " ".join(subject.split())[:200],
        render_to_string("dialogues/email/voice_link.txt", context),
        settings.DEFAULT_FROM_EMAIL,
    )
