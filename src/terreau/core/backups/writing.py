"""Write a whole instance into one file."""

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.core.backups import archive
from terreau.core.backups.archive import BackupError, ProgressReport

CHUNK = 1024 * 1024


def write_backup(target: Path, *, progress: ProgressReport = lambda *_: None) -> dict:
    """Write the instance to `target`; the name appears only once the file is whole."""
    if not target.parent.is_dir():
        raise BackupError(
            _("Le dossier « %(folder)s » n’existe pas. Créez-le, puis recommencez.")
            % {"folder": target.parent}
        )
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as bundle:
                manifest = _fill(bundle, progress)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise BackupError(
            _(
                "La sauvegarde n’a pas pu être écrite (%(reason)s). "
                "Libérez de la place, ou écrivez-la ailleurs."
            )
            % {"reason": error.strerror}
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


def _fill(bundle: zipfile.ZipFile, progress: ProgressReport) -> dict:
    models = archive.tables()
    manifest = {
        "format": archive.FORMAT,
        "terreau": version("terreau"),
        "written_at": timezone.now().isoformat(),
        "database": connection.vendor,
        "migrations": archive.applied_migrations(),
        "tables": {},
        "files": {},
    }
    with _one_moment():
        for rank, model in enumerate(models, start=1):
            progress(rank, len(models), str(model._meta.verbose_name_plural))
            manifest["tables"][model._meta.label_lower] = _write_table(bundle, model)
        for name in walk_files():
            progress(len(models), len(models), name)
            manifest["files"][name] = _write_file(bundle, name)
    bundle.writestr(archive.MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read every table as it was at one and the same moment, without stopping writers."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode


def _write_table(bundle: zipfile.ZipFile, model) -> dict:
    fields = archive.stored_fields(model)
    names = [field.attname for field in fields]
    encode, digest, count = archive.make_encoder(fields), hashlib.sha256(), 0
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=2000)
    with bundle.open(table_path(model._meta.label_lower), "w", force_zip64=True) as member:
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last rank is the count
            line = encode(row)
            digest.update(line)
            member.write(line)
    return {"rows": count, "columns": names, "sha256": digest.hexdigest()}


def _write_file(bundle: zipfile.ZipFile, name: str) -> dict:
    digest, size = hashlib.sha256(), 0
    with (
        default_storage.open(name, "rb") as source,
        bundle.open(file_path(name), "w", force_zip64=True) as member,
    ):
        while piece := source.read(CHUNK):
            digest.update(piece)
            member.write(piece)
            size += len(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def walk_files(folder: str = "") -> Iterator[str]:
    """Name every file that people brought in."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}/{name}" if folder else name
    for inner in sorted(folders):
        yield from walk_files(f"{folder}/{inner}" if folder else inner)


def table_path(label: str) -> str:
    """Where the rows of a table stand in the bundle."""
    return f"tables/{label}.jsonl"


def file_path(name: str) -> str:
    """Where a file stands in the bundle."""
    return f"files/{name}"
