"""Refresh the referential in one transaction: stopped in the middle, the old one is intact."""

import datetime
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.territories.extensions import tell_followers
from terreau.territories.loading import load_referential
from terreau.territories.loading.aggregates import sum_up_units
from terreau.territories.loading.touching import link_units
from terreau.territories.models import ReferenceImport, ReferenceSource
from terreau.territories.refreshing.communes import Outcome, RefreshRefusedError, apply_communes
from terreau.territories.refreshing.density import apply_density
from terreau.territories.refreshing.movements import apply_movements
from terreau.territories.refreshing.refusals import record_refusal
from terreau.territories.sources.fetching import FetchError, fetch_file
from terreau.territories.sources.files import (
    Layout,
    OfficialFile,
    UnreadableFileError,
    open_official_files,
)
from terreau.territories.vintages import (
    COMMUNES_SLUG,
    DENSITY_SLUG,
    MOVEMENTS_SLUG,
    ensure_sources,
)

__all__ = ["RefreshRefusedError", "refresh_referential"]

ProgressReport = Callable[[int, int, str], None]
KEPT_REJECTED = 500
SLUGS = {
    Layout.COMMUNES: COMMUNES_SLUG,
    Layout.MOVEMENTS: MOVEMENTS_SLUG,
    Layout.DENSITY: DENSITY_SLUG,
}
APPLIED_IN_ORDER = [Layout.ARCHIVE, Layout.COMMUNES, Layout.MOVEMENTS, Layout.DENSITY]


def refresh_referential(
    file: Path | None = None,
    *,
    progress: ProgressReport | None = None,
    now: datetime.datetime,
    origin: str = "",
) -> list[ReferenceImport]:
    """Load a file, or fetch the known addresses when none is given; one import row a file."""
    report = progress or (lambda _done, _total, _message: None)
    try:
        if file is not None:
            return _apply(open_official_files(file), report, now, file=file, origin=origin)
        with tempfile.TemporaryDirectory() as folder:
            return _fetch_and_apply(Path(folder), report, now)
    except (UnreadableFileError, FetchError) as fault:
        raise RefreshRefusedError(str(fault)) from fault


def _fetch_and_apply(
    folder: Path, report: ProgressReport, now: datetime.datetime
) -> list[ReferenceImport]:
    sources = ensure_sources()
    wanted = [s for s in sources.values() if s.is_refreshable and s.url]
    files: list[OfficialFile] = []
    marks: dict[Layout, tuple[str, str]] = {}
    for number, source in enumerate(wanted):
        report(number, len(wanted), _("téléchargement : %(name)s") % {"name": source.name})
        try:
            fetched = fetch_file(source.url, folder)
            opened = open_official_files(fetched.path)
        except (UnreadableFileError, FetchError) as fault:
            record_refusal(source, source.url, "", str(fault), now)
            raise
        files += opened
        marks |= {found.layout: (source.url, fetched.etag) for found in opened}
    return _apply(files, report, now, marks=marks)


def _apply(
    files: list[OfficialFile],
    report: ProgressReport,
    now: datetime.datetime,
    *,
    file: Path | None = None,
    origin: str = "",
    marks: dict[Layout, tuple[str, str]] | None = None,
) -> list[ReferenceImport]:
    files = sorted(files, key=lambda found: APPLIED_IN_ORDER.index(found.layout))
    written = []
    with transaction.atomic():
        sources = ensure_sources()
        for number, found in enumerate(files):
            report(number, len(files), _("lecture : %(name)s") % {"name": found.name})
            if found.layout is Layout.ARCHIVE:
                written.append(load_referential(progress=report, path=file, now=now))
                continue
            origin_of, etag = (marks or {}).get(found.layout, (origin or found.name, ""))
            source = sources[SLUGS[found.layout]]
            outcome = _apply_one(found, source)
            written.append(_record(found, source, outcome, origin_of, etag, now))
        sum_up_units()
        link_units()
        tell_followers()
    report(len(files), len(files), _("terminé"))
    return written


def _apply_one(found: OfficialFile, source: ReferenceSource) -> Outcome:
    if found.layout is Layout.COMMUNES:
        return apply_communes(found.rows)
    if found.layout is Layout.DENSITY:
        year = vintage_of(found)
        ReferenceSource.objects.filter(pk=source.pk).update(vintage=year or _("inconnu"))
        return apply_density(found.rows, first_line=found.first_line, year=year)
    return apply_movements(found.rows, source=source.name)


def _record(
    found: OfficialFile,
    source: ReferenceSource,
    outcome: Outcome,
    origin: str,
    etag: str,
    now: datetime.datetime,
) -> ReferenceImport:
    return ReferenceImport.objects.create(
        source=source,
        loaded_at=now,
        origin=origin[:400],
        etag=etag[:200],
        sha256=found.sha256,
        vintage=vintage_of(found) or source.vintage,
        rows=outcome.rows,
        created=outcome.created,
        changed=outcome.changed,
        made_obsolete=outcome.made_obsolete,
        rejected_count=len(outcome.rejected),
        rejected=outcome.rejected[:KEPT_REJECTED],
    )


def vintage_of(found: OfficialFile) -> str:
    """Read the year that a file says, or that official names carry: `v_commune_2026.csv`."""
    if found.vintage:
        return found.vintage
    years = [part for part in Path(found.name).stem.split("_") if len(part) == 4 and part.isdigit()]
    return years[-1] if years else ""
