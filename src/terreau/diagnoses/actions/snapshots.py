"""Freeze a diagnosis, publish it, take it back."""

import datetime

from django.db import transaction
from django.utils import timezone

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.journal import record
from terreau.core.verdicts import require
from terreau.diagnoses.freezing import fingerprint, freeze
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.permissions_snapshots import (
    can_publish_snapshot,
    can_remove_snapshot,
    can_take_snapshot,
)
from terreau.diagnoses.values import Diagnosis


@transaction.atomic
def take_snapshot(
    alliance: Alliance,
    diagnosis: Diagnosis,
    *,
    title: str,
    note: str = "",
    by: Posture,
    now: datetime.datetime,
) -> DiagnosisSnapshot:
    """Freeze the values, the sources, the vintages and the choices of a diagnosis."""
    require(can_take_snapshot(by, alliance))
    content = freeze(diagnosis)
    snapshot = DiagnosisSnapshot.objects.create(
        alliance=alliance,
        title=title,
        note=note,
        taken_on=timezone.localdate(now),
        content=content,
        fingerprint=fingerprint(content),
        challenge_count=len(diagnosis.challenges),
        blind_spot_count=len(diagnosis.blind_spots),
        taken_at=now,
        taken_by=by.person,
        posture=by.label,
    )
    _tell(snapshot, "diagnosis-snapshot-taken", by, now)
    return snapshot


@transaction.atomic
def publish_snapshot(snapshot: DiagnosisSnapshot, *, by: Posture, now: datetime.datetime) -> bool:
    """Show a frozen diagnosis to everybody; False when it already was."""
    require(can_publish_snapshot(by, snapshot))
    hidden = DiagnosisSnapshot.objects.filter(pk=snapshot.pk, published_at=None)
    if not hidden.update(published_at=now):
        return False
    _tell(snapshot, "diagnosis-snapshot-published", by, now)
    return True


@transaction.atomic
def withdraw_snapshot(snapshot: DiagnosisSnapshot, *, by: Posture, now: datetime.datetime) -> bool:
    """Keep a frozen diagnosis for the members again; False when it already was."""
    require(can_publish_snapshot(by, snapshot))
    shown = DiagnosisSnapshot.objects.filter(pk=snapshot.pk, published_at__isnull=False)
    if not shown.update(published_at=None):
        return False
    _tell(snapshot, "diagnosis-snapshot-withdrawn", by, now)
    return True


@transaction.atomic
def remove_snapshot(snapshot: DiagnosisSnapshot, *, by: Posture, now: datetime.datetime) -> None:
    """Remove a frozen diagnosis that nobody outside has read; the journal keeps that it was."""
    require(can_remove_snapshot(by, snapshot))
    _tell(snapshot, "diagnosis-snapshot-removed", by, now)
    snapshot.delete()


def _tell(snapshot: DiagnosisSnapshot, verb: str, by: Posture, now: datetime.datetime) -> None:
    record(
        snapshot.alliance.scope,
        verb,
        by=by.person,
        posture=by.label,
        params={"title": snapshot.title, "fingerprint": snapshot.fingerprint[:12]},
        now=now,
    )
