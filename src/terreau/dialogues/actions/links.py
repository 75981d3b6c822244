"""Issue personal links: one voice each, hashed at rest, expiring, taken back or replaced.

A link is known by its number. Which address received which number is kept nowhere, so that nobody,
not even who runs the instance, can join an address to answers. An address that was served is only
kept as a keyed digest, so that a list pasted twice gives nobody two voices.
"""

import datetime
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from terreau.accounts.links import hash_secret
from terreau.accounts.models import PersonalLink
from terreau.actors.posture import Posture
from terreau.core.verdicts import Refused, require
from terreau.dialogues.actions.consultations import write
from terreau.dialogues.actions.voices import lock_consultation
from terreau.dialogues.models import Consultation, LinkAddress, Participant
from terreau.dialogues.permissions_links import can_issue_links

PURPOSE = "voice"
MOST_AT_ONCE = 2_000
AFTER_CLOSE = datetime.timedelta(days=30)  # one may still read what one answered
WITHOUT_CLOSE = datetime.timedelta(days=180)


def links_of(consultation: Consultation):
    """The links of a consultation, in the order of their numbers."""
    rows = PersonalLink.objects.filter(purpose=PURPOSE, subject__startswith=f"{consultation.uuid}:")
    return rows.order_by("pk")


def number_of(link: PersonalLink) -> int:
    """Read the number of a link from its subject."""
    return int(link.subject.rpartition(":")[2])


def link_expiry(consultation: Consultation, now: datetime.datetime) -> datetime.datetime:
    """Let a link live until a month after the close."""
    if consultation.closes_at:
        return max(consultation.closes_at, now) + AFTER_CLOSE
    return now + WITHOUT_CLOSE


@transaction.atomic
def issue_links(
    consultation: Consultation, count: int, *, by: Posture, now: datetime.datetime
) -> list[tuple[int, str]]:
    """Make links and give their secrets, which cannot be found again afterwards."""
    require(can_issue_links(by, consultation))
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(_("Demandez de 1 à %(most)d liens à la fois.") % {"most": MOST_AT_ONCE})
    made = make_links(consultation, count, now=now)
    write(consultation, "links-issued", by=by, now=now, count=count)
    return made


@transaction.atomic
def make_links(
    consultation: Consultation, count: int, *, now: datetime.datetime
) -> list[tuple[int, str]]:
    """Make the next links; the caller has asked whether it may."""
    lock_consultation(consultation)
    last = links_of(consultation).last()
    first = number_of(last) + 1 if last else 1
    expires_at = link_expiry(consultation, now)
    made = [(number, secrets.token_urlsafe(32)) for number in range(first, first + count)]
    # No issuer on the row: the journal says who, and two thousand links would bury their account.
    rows = [
        PersonalLink(
            purpose=PURPOSE,
            subject=f"{consultation.uuid}:{number}",
            secret_hash=hash_secret(secret),
            issued_at=now,
            expires_at=expires_at,
            is_single_use=False,
        )
        for number, secret in made
    ]
    PersonalLink.objects.bulk_create(rows, batch_size=500)
    return made


@transaction.atomic
def revoke_voice_link(
    consultation: Consultation, number: int, *, by: Posture, now: datetime.datetime
) -> None:
    """Take a link back: its voice answers no more, its answers stay."""
    require(can_issue_links(by, consultation))
    if not _revoke(consultation, number, by, now):
        raise Refused(_("Ce lien est déjà retiré."))
    write(consultation, "link-revoked", by=by, now=now, number=number)


@transaction.atomic
def replace_voice_link(
    consultation: Consultation, number: int, *, by: Posture, now: datetime.datetime
) -> tuple[int, str]:
    """Give a new secret to who lost theirs; the voice and its answers follow."""
    require(can_issue_links(by, consultation))
    old = links_of(consultation).filter(subject=f"{consultation.uuid}:{number}").first()
    if old is None or not _revoke(consultation, number, by, now):
        raise Refused(_("Ce lien est déjà retiré : émettez-en un nouveau."))
    [(fresh, secret)] = make_links(consultation, 1, now=now)
    Participant.objects.filter(consultation_id=consultation.pk, code_hash=old.secret_hash).update(
        code_hash=hash_secret(secret), code_label=str(fresh)
    )
    write(consultation, "link-replaced", by=by, now=now, number=number)
    return fresh, secret


def _revoke(consultation: Consultation, number: int, by: Posture, now) -> int:
    wanted = PersonalLink.objects.filter(
        Q(purpose=PURPOSE), Q(subject=f"{consultation.uuid}:{number}"), revoked_at=None
    )
    return wanted.update(revoked_at=now, revoked_by=by.person)


def digest_of(consultation: Consultation, address: str) -> str:
    """Give what is kept of an address that was served."""
    key = f"terreau.dialogues.link.{consultation.uuid}"
    return salted_hmac(key, address.strip().casefold(), algorithm="sha256").hexdigest()


def unserved(consultation: Consultation, addresses: list[str]) -> list[str]:
    """Leave out the addresses that already received a link, and those given twice."""
    by_digest = {digest_of(consultation, address): address for address in addresses}
    served = LinkAddress.objects.filter(consultation=consultation).exclude(sent_at=None)
    known = set(served.filter(digest__in=by_digest).values_list("digest", flat=True))
    return [address for digest, address in by_digest.items() if digest not in known]
