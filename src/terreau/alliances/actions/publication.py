"""Publish, put to sleep, close; delete only together, and for thirty days undo it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.actions.membership import lock_alliance, refresh_counts, write
from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance, DeletionConsent
from terreau.alliances.permissions import (
    can_consent_to_deletion,
    can_publish,
    can_unpublish,
    facilitators_of,
)
from terreau.alliances.permissions_rest import can_wake
from terreau.core.verdicts import Refused, require

UNDO_DAYS = 30
NEEDED = 2


@transaction.atomic
def publish_alliance(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> Alliance:
    """Show the alliance to everybody, once two worlds facilitate it (R1)."""
    alliance = lock_alliance(alliance)
    refresh_counts(alliance, by=by, now=now)
    require(can_publish(by, alliance))
    _set_status(alliance, AllianceStatus.PUBLISHED)
    write(alliance, "alliance-published", by=by, now=now)
    return alliance


@transaction.atomic
def unpublish_alliance(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> Alliance:
    """Take the public page back."""
    alliance = lock_alliance(alliance)
    require(can_unpublish(by, alliance))
    _set_status(alliance, AllianceStatus.OPEN)
    write(alliance, "alliance-unpublished", by=by, now=now)
    return alliance


@transaction.atomic
def rest_alliance(
    alliance: Alliance, status: str, *, reason: str, by: Posture, now: datetime.datetime
) -> Alliance:
    """Put to sleep or close, with a reason; nothing is erased and both can be undone."""
    alliance = lock_alliance(alliance)
    require(can_unpublish(by, alliance))
    verbs = {
        AllianceStatus.DORMANT: "alliance-slept",
        AllianceStatus.CLOSED: "alliance-closed",
    }
    _set_status(alliance, status)
    write(alliance, verbs[AllianceStatus(status)], by=by, now=now, reason=reason)
    return alliance


@transaction.atomic
def wake_alliance(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> Alliance:
    """Open again what slept or was closed."""
    alliance = lock_alliance(alliance)
    require(can_wake(by, alliance))
    _set_status(alliance, AllianceStatus.OPEN)
    write(alliance, "alliance-woken", by=by, now=now)
    return alliance


def _set_status(alliance: Alliance, status: str) -> None:
    alliance.status = status
    alliance.save(update_fields=["status", "updated_at"])


@transaction.atomic
def agree_to_deletion(
    alliance: Alliance, *, reason: str, by: Posture, now: datetime.datetime
) -> Alliance:
    """Agree to delete; the second organisation's accord deletes, the first alone never does."""
    alliance = lock_alliance(alliance)
    require(can_consent_to_deletion(by, alliance))
    _consent, is_new = DeletionConsent.objects.get_or_create(
        alliance=alliance,
        organisation=by.organisation,
        defaults={"person": by.person, "reason": reason, "given_at": now},
    )
    if is_new:
        write(alliance, "deletion-agreed", by=by, now=now, reason=reason)
    alliance.deletion_consent_count = _standing_consents(alliance, timezone.localdate(now))
    if alliance.deletion_consent_count >= NEEDED:
        alliance.deleted_at = now
        write(alliance, "alliance-deleted", by=by, now=now, count=alliance.deletion_consent_count)
    alliance.save(update_fields=["deletion_consent_count", "deleted_at"])
    return alliance


def _standing_consents(alliance: Alliance, today: datetime.date) -> int:
    """Count the persons who agree for an organisation that facilitates today.

    A person with two mandates is one, and an accord does not outlive the facilitation.
    """
    facilitating = facilitators_of(alliance, today).values("membership__organisation")
    standing = alliance.deletion_consents.filter(organisation__in=facilitating)
    return standing.exclude(person=None).order_by().values("person").distinct().count()


@transaction.atomic
def withdraw_deletion(alliance: Alliance, *, by: Posture, now: datetime.datetime) -> Alliance:
    """Take one's accord back; a deleted alliance comes back for thirty days."""
    alliance = lock_alliance(alliance)
    require(can_consent_to_deletion(by, alliance))
    deleted = alliance.deleted_at
    if deleted and now - deleted > datetime.timedelta(days=UNDO_DAYS):
        raise Refused(
            _("Plus de trente jours ont passé : demandez à l’administration de l’instance.")
        )
    withdrawn = alliance.deletion_consents.all()
    if not deleted:
        withdrawn = withdrawn.filter(organisation=by.organisation)
        if not withdrawn.exists():
            raise Refused(_("Votre organisation n’a pas donné d’accord pour supprimer l’alliance."))
    # Brought back, the alliance starts from nothing: one new accord must not delete it alone.
    withdrawn.delete()
    alliance.deleted_at = None
    alliance.deletion_consent_count = _standing_consents(alliance, timezone.localdate(now))
    alliance.save(update_fields=["deletion_consent_count", "deleted_at"])
    write(alliance, "alliance-restored" if deleted else "deletion-withdrawn", by=by, now=now)
    return alliance
