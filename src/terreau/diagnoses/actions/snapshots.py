"""Freeze a diagnosis, bring one back from its file, publish it, take it back."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.formats import format_long_date
from terreau.core.journal import record
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.actions.papers import forget_papers
from terreau.diagnoses.exchange.envelope import Envelope
from terreau.diagnoses.freezing import fingerprint, freeze, thaw
from terreau.diagnoses.models import DiagnosisSnapshot
from terreau.diagnoses.permissions_snapshots import (
    can_import_snapshot,
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
def import_snapshot(
    alliance: Alliance,
    envelope: Envelope,
    *,
    source: str,
    by: Posture,
    now: datetime.datetime,
) -> DiagnosisSnapshot:
    """Keep a diagnosis that came back from its file: as dated, as frozen, with where it is from."""
    require(can_import_snapshot(by, alliance))
    Alliance.objects.select_for_update().get(pk=alliance.pk)  # two confirmations, one snapshot
    if already_here(alliance, envelope):
        raise Refused(_("Cet instantané est déjà dans cette alliance : il n’y a rien à importer."))
    diagnosis = thaw(envelope.content)
    snapshot = DiagnosisSnapshot.objects.create(
        alliance=alliance,
        title=envelope.title or _untitled(envelope),
        note=envelope.note,
        taken_on=envelope.taken_on,
        content=envelope.content,
        fingerprint=envelope.fingerprint,
        challenge_count=len(diagnosis.challenges),
        blind_spot_count=len(diagnosis.blind_spots),
        taken_at=envelope.taken_at,
        posture=envelope.taken_by,
        imported_at=now,
        imported_by=by.person,
        imported_as=by.label,
        source=source,
    )
    _tell(snapshot, "diagnosis-snapshot-imported", by, now)
    return snapshot


def _untitled(envelope: Envelope) -> str:
    """Name a live diagnosis that was taken out, then brought in."""
    return _("Diagnostic du %(day)s") % {"day": format_long_date(envelope.taken_on)}


def already_here(alliance: Alliance, envelope: Envelope) -> DiagnosisSnapshot | None:
    """Find the snapshot of an alliance that a file would bring a second time."""
    same = {"fingerprint": envelope.fingerprint, "taken_at": envelope.taken_at}
    return DiagnosisSnapshot.objects.filter(alliance=alliance, **same).light().first()


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
    forget_papers([snapshot])
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
