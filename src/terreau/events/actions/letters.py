"""Write to those who registered: their place, their personal link, and what changes.

The letters leave by a job, once all is committed. Each makes a link of its own in the moment it is
written, so that no secret is ever kept: the database only has its hash.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.accounts.links import issue_link
from terreau.accounts.models import PersonalLink
from terreau.core.jobs import enqueue
from terreau.events.models import Event, Registration

PURPOSE = "registration"
JOB = "event-letters"
REGISTERED, PROMOTED, CANCELLED, AGAIN = "registered", "promoted", "cancelled", "again"
AFTER_EVENT = datetime.timedelta(days=30)  # one still reads whom one met


def ask_letters(event: Event, registrations: Iterable[int], letter: str, *, site: str) -> None:
    """Queue a letter to each of these; those without address are told by nobody."""
    keys = list(registrations)
    if not keys:
        return
    payload = {"event": event.pk, "registrations": keys, "letter": letter, "site": site}
    enqueue(JOB, payload, by=None)


def new_link(registration: Registration, *, now: datetime.datetime) -> str:
    """Make a personal link to a registration and give its secret, this once."""
    event = registration.event
    link, secret = issue_link(
        purpose=PURPOSE,
        subject=str(registration.uuid),
        issued_by=None,
        person=registration.person,
        lifetime=max(event.ends_at - now, datetime.timedelta()) + AFTER_EVENT,
        single_use=False,
        now=now,
    )
    Registration.objects.filter(pk=registration.pk).update(link=link)
    return secret


def revoke_links(registration: Registration, *, now: datetime.datetime) -> None:
    """Close every link that opens a registration."""
    rows = PersonalLink.objects.filter(purpose=PURPOSE, subject=str(registration.uuid))
    rows.filter(revoked_at=None).update(revoked_at=now)


def send_letter(
    registration: Registration, letter: str, *, site: str, now: datetime.datetime
) -> None:
    """Send one letter, with a link made for it unless the meeting is cancelled."""
    event = registration.event
    address = ""
    if letter != CANCELLED:
        secret = new_link(registration, now=now)
        address = site.rstrip("/") + reverse("events-door:own", args=[event.code, secret])
    context = {"event": event, "registration": registration, "letter": letter, "address": address}
    send_mail(
        " ".join(_subject(letter).split()) % {"title": event.title},
        render_to_string("events/email/registration.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [registration.email],
    )


def _subject(letter: str) -> str:
    return {
        REGISTERED: _("Terreau · Votre inscription : %(title)s"),
        PROMOTED: _("Terreau · Une place s’est libérée : %(title)s"),
        CANCELLED: _("Terreau · Rencontre annulée : %(title)s"),
        AGAIN: _("Terreau · Votre lien : %(title)s"),
    }[letter]
