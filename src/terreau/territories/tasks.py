"""The refresh of the referential as a job that can be left and found again."""

import tempfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.core.jobs import JobError, Progress, job
from terreau.territories.refreshing import RefreshRefusedError
from terreau.territories.refreshing.dispatch import refresh_by_hand
from terreau.territories.refreshing.indicators import Wish

KIND = "territories-refresh"


# Loading again what was loaded changes nothing, so it may be taken up after a stop; and each file
# is its own transaction, so that a refusal is written down and progress is seen.
@job(KIND, label=gettext_lazy("Actualisation des territoires"), resumable=True)
def refresh(progress: Progress, payload: dict) -> dict:
    """Load the file handed in, or fetch the known addresses; the file is then thrown away."""
    stored = payload.get("file", "")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = _copy(stored, payload.get("origin", ""), Path(folder)) if stored else None
            done = refresh_by_hand(
                payload.get("source", ""),
                path,
                wish=Wish(
                    payload.get("year"),
                    is_extract=payload.get("extract", False),
                    sha256=payload.get("sha256", ""),
                ),
                progress=progress.advance,
                now=timezone.now(),
                origin=payload.get("origin", ""),
            )
    except RefreshRefusedError as refusal:
        _throw_away(stored)
        raise JobError(str(refusal)) from refusal
    _throw_away(stored)
    # One source was loaded: its own page tells what was read and what was refused.
    slugs = {line.source.slug for line in done}
    page = reverse("territories:source", args=slugs) if len(slugs) == 1 else None
    return {
        "url": page or reverse("territories:refresh"),
        "url_label": _("Voir ce qui a été chargé"),
    }


def _throw_away(stored: str) -> None:
    if stored:
        default_storage.delete(stored)


def _copy(stored: str, origin: str, folder: Path) -> Path:
    # The name says the vintage; a directory in it would be an attack.
    path = folder / (Path(origin).name or "fichier")
    with default_storage.open(stored) as source, path.open("wb") as target:
        for chunk in source.chunks():
            target.write(chunk)
    return path
