"""Where the papers of a snapshot are kept, and whether one is there."""

from typing import IO

from django.core.files.storage import default_storage
from django.utils.translation import get_language

from terreau.diagnoses.models import DiagnosisSnapshot, SnapshotPaper

PAPER_KIND = "diagnosis-paper"


def paper_place(snapshot: DiagnosisSnapshot, kind: str, language: str) -> str:
    """Name the file by what nobody typed."""
    mark = snapshot.fingerprint[:16]
    return f"diagnoses/papers/{snapshot.uuid}-{kind}-{language}-{mark}.pdf"


def paper_key(snapshot: DiagnosisSnapshot, kind: str, language: str) -> str:
    """One live job draws one paper, whoever asks."""
    return f"{PAPER_KIND}:{snapshot.uuid}:{kind}:{language}"


def drawn_papers(snapshot: DiagnosisSnapshot) -> set[str]:
    """The papers of a snapshot that are ready in the language of the reader, in one query."""
    rows = SnapshotPaper.objects.filter(snapshot=snapshot, language=get_language())
    return {one.kind for one in rows if default_storage.exists(one.place)}


def open_paper(snapshot: DiagnosisSnapshot, kind: str) -> IO[bytes] | None:
    """Open a paper; None while nobody asked for it, or when its file was lost."""
    found = SnapshotPaper.objects.filter(snapshot=snapshot, kind=kind, language=get_language())
    place = found.values_list("place", flat=True).first()
    try:
        return default_storage.open(place, "rb") if place else None
    except OSError:
        return None
