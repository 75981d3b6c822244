"""Ask for a paper of a snapshot, keep it once it is drawn, throw it away."""

import datetime
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language, gettext

from terreau.actors.posture import Posture
from terreau.core.jobs import enqueue
from terreau.core.models import Job
from terreau.core.verdicts import Refused, require
from terreau.diagnoses.models import DiagnosisSnapshot, SnapshotPaper
from terreau.diagnoses.papers.keeping import PAPER_KIND, paper_key, paper_place
from terreau.diagnoses.permissions_snapshots import can_read_snapshot


@transaction.atomic
def ask_paper(snapshot: DiagnosisSnapshot, kind: str, *, address: str, by: Posture | None) -> Job:
    """Ask for a paper in one's language; whoever may read the snapshot may. One job draws it."""
    require(can_read_snapshot(by, snapshot))
    language = get_language() or "fr"
    payload = {"snapshot": snapshot.pk, "kind": kind, "language": language, "address": address}
    person = by.person if by else None
    return enqueue(PAPER_KIND, payload, by=person, key=paper_key(snapshot, kind, language))


@transaction.atomic
def keep_paper(
    snapshot: DiagnosisSnapshot, kind: str, language: str, pages: bytes, *, now: datetime.datetime
) -> SnapshotPaper:
    """Store the pages, then the row that says they are whole.

    A name that was erased while they were drawn would stay on them: then they are not kept.
    """
    told = ("fingerprint", "title", "note", "posture", "source", "imported_as")
    rows = DiagnosisSnapshot.objects.select_for_update().filter(pk=snapshot.pk)
    if not rows.filter(**{name: getattr(snapshot, name) for name in told}).exists():
        raise Refused(gettext("Cet instantané vient de changer : demandez de nouveau son PDF."))
    place = paper_place(snapshot, kind, language)
    if default_storage.exists(place):  # left by a worker that died before its row
        default_storage.delete(place)
    default_storage.save(place, ContentFile(pages))
    made, _is_new = SnapshotPaper.objects.update_or_create(
        snapshot=snapshot,
        kind=kind,
        language=language,
        defaults={"place": place, "drawn_at": now},
    )
    return made


@transaction.atomic
def forget_papers(snapshots: Iterable[DiagnosisSnapshot]) -> None:
    """Throw the papers of some snapshots away, their files once that is certain."""
    papers = SnapshotPaper.objects.filter(snapshot__in=[one.pk for one in snapshots])
    places = list(papers.values_list("place", flat=True))
    papers.delete()
    transaction.on_commit(lambda: [default_storage.delete(place) for place in places])
