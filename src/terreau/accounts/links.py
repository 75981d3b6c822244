"""Open one door to one person without a password: issue, read, use and take back links.

The secret is shown once, to whom sends the link; the database only keeps its SHA-256. A fast hash
is enough because the secret is 256 random bits, not something a person chose.
Reading a link never uses it: mail scanners open every address they see. Only a POST may use it.
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from terreau.accounts.models import Person, PersonalLink
from terreau.core.verdicts import GRANTED, Refused, Verdict, refused


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What a secret opens; `link` is known as soon as the secret is, even when refused."""

    link: PersonalLink | None
    verdict: Verdict


def hash_secret(secret: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_link(
    *,
    purpose: str,
    subject: str,
    issued_by: Person | None,
    lifetime: datetime.timedelta,
    now: datetime.datetime,
    person: Person | None = None,
    single_use: bool = True,
) -> tuple[PersonalLink, str]:
    """Make a link and its secret; the secret cannot be found again afterwards."""
    secret = secrets.token_urlsafe(32)
    link = PersonalLink.objects.create(
        purpose=purpose,
        subject=str(subject),
        secret_hash=hash_secret(secret),
        person=person,
        issued_by=issued_by,
        issued_at=now,
        expires_at=now + lifetime,
        is_single_use=single_use,
    )
    return link, secret


def open_link(secret: str, *, purpose: str, now: datetime.datetime) -> LinkOutcome:
    """Find what a secret opens today, without using it."""
    link = (
        PersonalLink.objects.select_related("person", "issued_by")
        .filter(secret_hash=hash_secret(secret), purpose=purpose)
        .first()
    )
    return LinkOutcome(link, link_verdict(link, now=now))


def link_verdict(link: PersonalLink | None, *, now: datetime.datetime) -> Verdict:
    """Say whether a link still opens, and otherwise what happened to it."""
    if link is None:
        return refused(
            _(
                "Ce lien n’est pas reconnu. Vérifiez que l’adresse est copiée en entier, "
                "ou demandez un nouveau lien à la personne qui vous l’a envoyé."
            )
        )
    if link.revoked_at is not None:
        return refused(
            _(
                "Ce lien a été retiré par la personne qui l’avait émis. "
                "Demandez-lui un nouveau lien si vous en avez besoin."
            )
        )
    if link.is_single_use and link.used_at is not None:
        return refused(
            _(
                "Ce lien a déjà servi et ne s’ouvre qu’une fois. Si c’était vous, connectez-vous ; "
                "sinon, prévenez la personne qui vous l’a envoyé."
            )
        )
    if link.expires_at <= now:
        return refused(
            _("Ce lien a expiré. Demandez un nouveau lien à la personne qui vous l’a envoyé.")
        )
    return GRANTED


def use_link(link: PersonalLink, *, now: datetime.datetime) -> PersonalLink:
    """Use a link, once and only once when it serves once; raise `Refused` otherwise.

    One conditional UPDATE decides between two clicks at the same instant. Called inside the
    caller's transaction, so that the link is spent only if what it opened was done.
    """
    usable = Q(revoked_at=None, expires_at__gt=now) & (Q(is_single_use=False) | Q(used_at=None))
    spent = PersonalLink.objects.filter(usable, pk=link.pk).update(used_at=now)
    link.refresh_from_db()
    if not spent:
        raise Refused(link_verdict(link, now=now).reason)
    return link


def revoke_link(link: PersonalLink, *, by: Person | None, now: datetime.datetime) -> PersonalLink:
    """Take a link back; the caller has asked whether `by` may.

    A link already taken back keeps its first date and author.
    """
    PersonalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=by)
    link.refresh_from_db()
    return link
