"""The words of the digest: plain text and simple HTML, from the same items."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from terreau.accounts.enums import Language
from terreau.accounts.inbox import TodoItem, TodoKind, todo_of
from terreau.accounts.models import DigestPreference, Person
from terreau.core.context import address_of

Groups = Sequence[tuple[TodoKind, list[TodoItem]]]


@dataclass(frozen=True)
class DigestLetter:
    """One message ready to leave."""

    subject: str
    text: str
    html: str
    stop_address: str


def site_address() -> str:
    """The public address of the instance, for messages that no request asked for."""
    if settings.TERREAU_ADDRESS:
        return settings.TERREAU_ADDRESS.rstrip("/")
    if settings.CSRF_TRUSTED_ORIGINS:
        return settings.CSRF_TRUSTED_ORIGINS[0].rstrip("/")
    host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".")
    return f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{host}"


def digest_groups(
    preference: DigestPreference, *, today: datetime.date, now: datetime.datetime
) -> list[tuple[TodoKind, list[TodoItem]]]:
    """What waits for a person, without the natures they leave out."""
    told = todo_of(preference.person, today=today, now=now)
    return [(kind, items) for kind, items in told if kind.key not in preference.muted]


def language_of(person: Person) -> str:
    """The language of the messages: no browser says which one here."""
    return settings.LANGUAGE_CODE if person.language == Language.BROWSER else person.language


def write_digest(
    person: Person, groups: Groups, *, secret: str, today: datetime.date
) -> DigestLetter:
    """Write the message, in the language of the person."""
    site = site_address()
    stop = site + reverse("accounts:digest-stop", args=[secret])
    count = sum(len(items) for _kind, items in groups)
    with override(language_of(person)):
        context = {
            "person": person,
            "groups": groups,
            "count": count,
            "site": site,
            "today": today,
            "inbox_url": site + address_of("portal:todo"),
            "preferences_url": site + reverse("accounts:digest"),
            "stop_url": stop,
        }
        subject = ngettext(
            "Terreau · %(count)d réponse attendue de vous",
            "Terreau · %(count)d réponses attendues de vous",
            count,
        ) % {"count": count}
        text = render_to_string("accounts/email/digest.txt", context)
        html = render_to_string("accounts/email/digest.html", context | {"subject": subject})
    return DigestLetter(subject, text, html, stop)


def digest_message(letter: DigestLetter, address: str, mailer=None) -> EmailMultiAlternatives:
    """Put the message in its envelope, with the mailbox's own button to stop (RFC 8058)."""
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{letter.stop_address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers=headers,
        connection=mailer,
    )
    message.attach_alternative(letter.html, "text/html")
    return message
