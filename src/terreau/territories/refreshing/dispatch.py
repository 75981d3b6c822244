"""Give a file to whom it concerns: the official codes, or a source of indicators."""

import datetime
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from terreau.territories.models import ReferenceImport
from terreau.territories.refreshing.communes import RefreshRefusedError
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
from terreau.territories.refreshing.refresher import refresh_referential
from terreau.territories.sources import density
from terreau.territories.sources.faults import UnknownLayoutError, UnreadableFileError
from terreau.territories.sources.known import BY_SLUG, recognise_file
from terreau.territories.sources.tables import unpack

ProgressReport = Callable[[int, int, str], None]


def refresh_by_hand(
    slug: str,
    file: Path | None,
    *,
    wish: Wish,
    progress: ProgressReport,
    now: datetime.datetime,
    origin: str = "",
) -> list[ReferenceImport]:
    """Load what a person gives or asks for, whatever kind of source it is.

    The density grid is both: it classes the communes, and it counts inhabitants by level.
    """
    if file is None:
        if slug in BY_SLUG and slug != density.SLUG:
            return refresh_indicators(slug, wish=wish, progress=progress, now=now)
        return refresh_referential(progress=progress, now=now)
    found = {slug} if slug in BY_SLUG else _sources_of(file)
    done: list[ReferenceImport] = []
    if not found or density.SLUG in found:
        done += refresh_referential(file, progress=progress, now=now, origin=origin)
    if found:
        asked = slug if slug in BY_SLUG else ""
        done += refresh_indicators(
            asked, file, wish=wish, progress=progress, now=now, origin=origin
        )
    return done


def _sources_of(file: Path) -> set[str]:
    """Name the sources of a file; an empty answer leaves it to the official codes."""
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if "units.csv" in archive.namelist():
                return set()
    found = set()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for table in unpack(file, Path(folder)):
                try:
                    found.add(recognise_file(table).SLUG)
                except UnknownLayoutError:
                    continue
    except UnreadableFileError as fault:
        raise RefreshRefusedError(str(fault)) from fault
    return found
