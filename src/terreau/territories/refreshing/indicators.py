"""Refresh indicators and programmes: each file in one transaction, or nothing of it."""

import datetime
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from terreau.territories.indicators.registry import ensure_indicators
from terreau.territories.models import ReferenceImport, ReferenceSource
from terreau.territories.refreshing.codebook import load_codes
from terreau.territories.refreshing.communes import RefreshRefusedError
from terreau.territories.refreshing.keeping import keep_reading
from terreau.territories.refreshing.refusals import record_refusal, require_fingerprint
from terreau.territories.sources.codes import Codes
from terreau.territories.sources.faults import UnreadableFileError, is_full, tell_full
from terreau.territories.sources.fetching import FetchError, fetch_file
from terreau.territories.sources.known import BY_SLUG, recognise_file
from terreau.territories.sources.reading import Reading, Row
from terreau.territories.sources.tables import fingerprint, unpack
from terreau.territories.vintages import ensure_sources

ProgressReport = Callable[[int, int, str], None]
STEPS = 4
LINES_A_REPORT = 20_000
Rows = Iterator[tuple[int, Row]]


@dataclass(frozen=True)
class Wish:
    """What the person asks for beyond the file.

    The year and the fingerprint (SHA-256) that are expected; whether it adds to what is known.
    """

    year: int | None = None
    is_extract: bool = False
    sha256: str = ""


def refresh_indicators(
    slug: str = "",
    file: Path | None = None,
    *,
    wish: Wish | None = None,
    progress: ProgressReport | None = None,
    now: datetime.datetime,
    origin: str = "",
) -> list[ReferenceImport]:
    """Load a file by hand, or fetch the addresses of one source or of all.

    A refused file is recorded with its reason and changes nothing else. With a single source or
    a file the refusal is raised; over all sources the others go on.
    """
    wish = wish or Wish()
    report = progress or (lambda _done, _total, _message: None)
    if slug and slug not in BY_SLUG:
        raise RefreshRefusedError(
            _("La source « %(slug)s » est inconnue. Connues : %(known)s.")
            % {"slug": slug, "known": ", ".join(sorted(BY_SLUG))}
        )
    with tempfile.TemporaryDirectory() as folder:
        if file is not None:
            return _load(_Found(file, origin or file.name), slug, Path(folder), wish, report, now)
        return _fetch_all(slug, Path(folder), wish, report, now)


@dataclass(frozen=True)
class _Found:
    path: Path
    origin: str
    etag: str = ""
    moved_to: str = ""


def _fetch_all(
    slug: str, folder: Path, wish: Wish, report: ProgressReport, now: datetime.datetime
) -> list[ReferenceImport]:
    wanted = [
        source
        for source in ensure_sources().values()
        if source.slug in BY_SLUG and source.url and (not slug or source.slug == slug)
    ]
    if not wanted:
        raise RefreshRefusedError(
            _("Cette source n’a pas d’adresse : donnez-lui en une, ou donnez un fichier.")
        )
    done, refusals = [], []
    for number, source in enumerate(wanted):
        report(number, len(wanted), _("téléchargement : %(name)s") % {"name": source.name})
        try:
            fetched = _fetch(source, folder, now)
            done += _load(fetched, source.slug, folder, wish, report, now)
        except RefreshRefusedError as refusal:
            refusals.append(f"{source.name} : {refusal}")
    if refusals and (len(wanted) == 1 or not done):
        raise RefreshRefusedError(" ".join(refusals))
    report(len(wanted), len(wanted), " ".join(refusals) or _("terminé"))
    return done


def _fetch(source: ReferenceSource, folder: Path, now: datetime.datetime) -> _Found:
    try:
        fetched = fetch_file(source.url, folder)
    except FetchError as fault:
        record_refusal(source, source.url, "", str(fault), now)
        raise RefreshRefusedError(str(fault)) from fault
    return _Found(fetched.path, source.url, fetched.etag, fetched.moved_to)


def _load(
    found: _Found,
    slug: str,
    folder: Path,
    wish: Wish,
    report: ProgressReport,
    now: datetime.datetime,
) -> list[ReferenceImport]:
    if not found.path.is_file():
        raise RefreshRefusedError(
            _("Le fichier « %(name)s » est introuvable : vérifiez son chemin.")
            % {"name": found.path}
        )
    digest = fingerprint(found.path)
    told = slug
    try:
        require_fingerprint(wish.sha256, digest)
        tables = _recognised(unpack(found.path, folder), slug)
        told = tables[0][0].SLUG
        codes = load_codes()
        return [
            _load_one(module, path, found, digest, codes, wish, report, now)
            for module, path in tables
        ]
    except (UnreadableFileError, RefreshRefusedError, OperationalError, OSError) as fault:
        reason = _say(fault)
        if told:
            record_refusal(ensure_sources()[told], found.origin, digest, reason, now)
        raise RefreshRefusedError(reason) from fault


def _say(fault: Exception) -> str:
    """Give the sentence of a refusal, or that of a machine that cannot write."""
    if isinstance(fault, UnreadableFileError | RefreshRefusedError):
        return str(fault)
    if is_full(fault) or "full" in str(fault) or "No space" in str(fault):
        return tell_full()
    return _("La base de données n’a pas pu écrire (%(fault)s). Rien n’a été modifié.") % {
        "fault": fault
    }


def _recognised(paths: Sequence[Path], slug: str) -> list[tuple[ModuleType, Path]]:
    """Keep the tables of an archive that are of a known source: metadata are passed over."""
    if len(paths) == 1:
        return [(recognise_file(paths[0], slug), paths[0])]
    tables, faults = [], []
    for path in paths:
        try:
            tables.append((recognise_file(path, slug), path))
        except UnreadableFileError as fault:
            faults.append(str(fault))
    if not tables:
        raise UnreadableFileError(faults[0] if faults else _("Cette archive est vide."))
    return tables


def _load_one(
    module: ModuleType,
    path: Path,
    found: _Found,
    digest: str,
    codes: Codes,
    wish: Wish,
    report: ProgressReport,
    now: datetime.datetime,
) -> ReferenceImport:
    report(1, STEPS, _("lecture : %(name)s") % {"name": path.name})
    table = module.read(path)
    if table.year is None:
        table.year = wish.year
    table.rows = _counted(table.rows, report)
    reading = module.to_series(table, codes)
    if found.moved_to:
        reading.notes.append(_("L’adresse a renvoyé vers « %(url)s ».") % {"url": found.moved_to})
    report(2, STEPS, _("vérification : %(name)s") % {"name": path.name})
    ensure_indicators()
    with transaction.atomic():
        source = ensure_sources()[module.SLUG]
        row = ReferenceImport.objects.create(
            source=source,
            loaded_at=now,
            origin=found.origin[:400],
            etag=found.etag[:200],
            sha256=digest,
            vintage=reading.vintage or _years(reading),
            rows=reading.rows,
            rejected_count=reading.rejected_count,
            rejected=reading.rejected,
        )
        report(3, STEPS, _("écriture : %(name)s") % {"name": path.name})
        keep_reading(reading, row, codes, wish.year, is_extract=wish.is_extract)
    report(STEPS, STEPS, _("terminé"))
    return row


def _counted(rows: Rows, report: ProgressReport) -> Rows:
    for count, row in enumerate(rows, start=1):
        if count % LINES_A_REPORT == 0:
            report(1, STEPS, _("%(count)s lignes lues") % {"count": count})
        yield row


def _years(reading: Reading) -> str:
    return ", ".join(str(year) for year in sorted({year for _slug, year in reading.series}))
