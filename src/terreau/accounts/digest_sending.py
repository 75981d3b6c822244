"""Send the digests that are due: once a period, whatever happens to the worker.

The period is claimed by the insertion of a row that can stand only once, committed before the
message leaves. A worker killed between the two leaves a message that may or may not have left:
it is not sent again, and what waits is told by the next period.
"""

import datetime
import logging
import secrets
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.utils import timezone

from terreau.accounts.digest_letters import (
    DigestLetter,
    digest_groups,
    digest_message,
    write_digest,
)
from terreau.accounts.digest_rhythm import Period, is_pressing, is_worth_telling, period_due
from terreau.accounts.enums import DigestRhythm
from terreau.accounts.extensions import silenced_addresses
from terreau.accounts.inbox import TodoItem
from terreau.accounts.links import hash_secret
from terreau.accounts.models import Digest, DigestMention, DigestPreference, Person

logger = logging.getLogger(__name__)
_BATCH = 200
# What the links of old messages still open.
KEPT = datetime.timedelta(days=400)
_CONSOLE = "django.core.mail.backends.console.EmailBackend"


def send_digests(now: datetime.datetime) -> int:
    """Send all that is due; without a mail server nothing is claimed, and nothing is lost."""
    if settings.EMAIL_BACKEND == _CONSOLE:
        return 0
    Digest.objects.filter(claimed_at__lt=now - KEPT).delete()
    sent = 0
    for batch in _batches(_due(now)):
        # A mail server that is down is learnt here, before any claim.
        with get_connection() as mailer:
            sent += sum(_send_one(preference, period, mailer, now) for preference, period in batch)
    return sent


def _due(now: datetime.datetime) -> list[tuple[DigestPreference, Period]]:
    """The persons whose period is open and not claimed yet; in three queries."""
    people = (
        Person.objects.filter(is_active=True, last_login__isnull=False)
        .exclude(digest_preference__rhythm=DigestRhythm.NEVER)
        .select_related("digest_preference")
        .order_by("pk")
    )
    open_ones = []
    for person in people.iterator(chunk_size=1000):
        preference = getattr(person, "digest_preference", None) or DigestPreference(person=person)
        period = period_due(preference, now)
        if period:
            open_ones.append((preference, period))
    lately = Digest.objects.filter(claimed_at__gt=now - datetime.timedelta(days=10))
    claimed = set(lately.values_list("person", "period")) if open_ones else set()
    return [pair for pair in open_ones if (pair[0].person.pk, pair[1].name) not in claimed]


def _batches(
    due: Sequence[tuple[DigestPreference, Period]],
) -> Iterable[list[tuple[DigestPreference, Period]]]:
    for start in range(0, len(due), _BATCH):
        batch = due[start : start + _BATCH]
        silenced = silenced_addresses({one.person.email.lower() for one, _period in batch})
        yield [pair for pair in batch if pair[0].person.email.lower() not in silenced]


def _send_one(preference: DigestPreference, period: Period, mailer, now: datetime.datetime) -> bool:
    """Claim, commit, send, note; one refusal of the server leaves the others to be written to."""
    claimed = _claim(preference, period, now)
    if claimed is None:
        return False
    digest, letter, items = claimed
    try:
        digest_message(letter, preference.person.email, mailer).send()
    except OSError:  # smtplib's errors are of this family
        logger.warning("The digest %s did not leave; the next period tells what waits", digest.pk)
        return False
    _note(digest, items, now)
    return True


@transaction.atomic
def _claim(
    preference: DigestPreference, period: Period, now: datetime.datetime
) -> tuple[Digest, DigestLetter, list[TodoItem]] | None:
    """Take the period for oneself, and write the message if something is worth one (R18)."""
    person, today = preference.person, timezone.localdate(now)
    # Closed, or stopped by a click, since the list was made.
    if not Person.objects.filter(pk=person.pk, is_active=True).exists():
        return None
    if DigestPreference.objects.filter(person=person, rhythm=DigestRhythm.NEVER).exists():
        return None
    try:
        with transaction.atomic():
            digest = Digest.objects.create(person=person, period=period.name, claimed_at=now)
    except IntegrityError:
        return None
    groups = digest_groups(preference, today=today, now=now)
    items = [item for _kind, part in groups for item in part]
    if not _is_worth_a_message(person, items, today=today, now=now):
        return None
    secret = secrets.token_urlsafe(32)
    digest.item_count, digest.stop_hash = len(items), hash_secret(secret)
    digest.save(update_fields=["item_count", "stop_hash"])
    return digest, write_digest(person, groups, secret=secret, today=today), items


def _is_worth_a_message(
    person: Person, items: list[TodoItem], *, today: datetime.date, now: datetime.datetime
) -> bool:
    told = {
        key: (told_at, pressing)
        for key, told_at, pressing in DigestMention.objects.filter(person=person).values_list(
            "key", "told_at", "is_pressing"
        )
    }
    return any(is_worth_telling(item, told, today=today, now=now) for item in items)


@transaction.atomic
def _note(digest: Digest, items: list[TodoItem], now: datetime.datetime) -> None:
    """Note that the message left and what it told; what is done since is forgotten."""
    Digest.objects.filter(pk=digest.pk).update(sent_at=now)
    today = timezone.localdate(now)
    keys = [item.key for item in items]
    DigestMention.objects.filter(person=digest.person).exclude(key__in=keys).delete()
    DigestMention.objects.bulk_create(
        [
            DigestMention(
                person_id=digest.person_id,
                key=item.key,
                told_at=now,
                is_pressing=is_pressing(item, today),
            )
            for item in items
        ],
        update_conflicts=True,
        unique_fields=["person", "key"],
        update_fields=["told_at", "is_pressing"],
    )
