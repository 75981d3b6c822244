"""Put a backup in place of an empty instance: all of it, or nothing."""

import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from terreau.core.backups import archive
from terreau.core.backups.archive import BackupError, ProgressReport
from terreau.core.backups.writing import CHUNK, file_path, table_path, walk_files
from terreau.core.guards import guards_lifted
from terreau.core.models import Record

BATCH = 2000


def restore_backup(
    source: Path, *, replace: bool = False, progress: ProgressReport = lambda *_: None
) -> dict:
    """Verify a backup from end to end, then write it in one transaction."""
    with _opened(source) as bundle:
        manifest = _read_manifest(bundle)
        _verify(bundle, manifest, progress)
        _check_schema(manifest)
        if not replace and (get_user_model().objects.exists() or Record.objects.exists()):
            raise BackupError(
                _(
                    "Cette instance contient déjà des données, et rien n’a été touché. Restaurez "
                    "dans une instance neuve, ou ajoutez --replace pour tout remplacer."
                )
            )
        _write(bundle, manifest, progress)
    cache.clear()
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as bundle:
            yield bundle
    except FileNotFoundError as error:
        raise BackupError(_("Le fichier « %(file)s » n’existe pas.") % {"file": source}) from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupError(_damaged(source)) from error


def _read_manifest(bundle: zipfile.ZipFile) -> dict:
    try:
        manifest = json.loads(bundle.read(archive.MANIFEST))
    except (KeyError, ValueError) as error:
        raise BackupError(_damaged(bundle.filename)) from error
    if manifest.get("format") != archive.FORMAT:
        raise BackupError(_("Cette sauvegarde est d’un format que cette version ne connaît pas."))
    return manifest


def _verify(bundle: zipfile.ZipFile, manifest: dict, progress: ProgressReport) -> None:
    expected = {table_path(label): told["sha256"] for label, told in manifest["tables"].items()}
    expected |= {file_path(name): told["sha256"] for name, told in manifest["files"].items()}
    present = set(bundle.namelist())
    for rank, (path, sha256) in enumerate(expected.items(), start=1):
        progress(rank, len(expected), _("vérification"))
        if path not in present or _digest(bundle, path) != sha256:
            raise BackupError(_damaged(bundle.filename))


def _digest(bundle: zipfile.ZipFile, path: str) -> str:
    digest = hashlib.sha256()
    with bundle.open(path) as member:
        while piece := member.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _check_schema(manifest: dict) -> None:
    theirs, ours = set(manifest["migrations"]), set(archive.applied_migrations())
    if theirs - ours:
        raise BackupError(
            _(
                "Cette sauvegarde vient d’une version plus récente de Terreau (%(version)s). "
                "Mettez Terreau à jour, puis recommencez."
            )
            % {"version": manifest["terreau"]}
        )
    if ours - theirs:
        raise BackupError(
            _(
                "Cette sauvegarde vient d’une version plus ancienne de Terreau (%(version)s). "
                "Restaurez-la avec cette version, puis mettez à jour."
            )
            % {"version": manifest["terreau"]}
        )


def _write(bundle: zipfile.ZipFile, manifest: dict, progress: ProgressReport) -> None:
    models = archive.tables()
    before = set(walk_files())
    written: list[str] = []
    try:
        with transaction.atomic():
            with guards_lifted(connection):
                _empty_every_table()
                for rank, model in enumerate(models, start=1):
                    progress(rank, len(models), str(model._meta.verbose_name_plural))
                    _write_table(bundle, model, manifest["tables"][model._meta.label_lower])
                _reset_sequences(models)
                # The keys between tables wait for the end: they are all checked here.
                connection.check_constraints()
            for name in manifest["files"]:
                _write_file(bundle, name, manifest["files"][name], written)
    except BaseException:
        for name in set(written) - before:
            default_storage.delete(name)
        raise
    for name in before - set(manifest["files"]):
        default_storage.delete(name)


def _empty_every_table() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in archive.every_table():
            cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608 - own names


def _write_table(bundle: zipfile.ZipFile, model, told: dict) -> None:
    fields = archive.stored_fields(model)
    if [field.attname for field in fields] != told["columns"]:
        fields = [model._meta.get_field(name) for name in told["columns"]]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({holes})"  # noqa: S608
    decode, count = archive.make_decoder(fields), 0
    with bundle.open(table_path(model._meta.label_lower)) as lines, connection.cursor() as cursor:
        while batch := list(itertools.islice(lines, BATCH)):
            cursor.executemany(insert, [decode(line) for line in batch])
            count += len(batch)
    if count != told["rows"]:
        raise BackupError(_damaged(bundle.filename))


def _write_file(bundle: zipfile.ZipFile, name: str, told: dict, written: list[str]) -> None:
    if default_storage.exists(name):
        with default_storage.open(name, "rb") as present:
            if hashlib.file_digest(present, "sha256").hexdigest() == told["sha256"]:
                return
        default_storage.delete(name)
    written.append(name)
    with bundle.open(file_path(name)) as member:
        default_storage.save(name, member)


def _reset_sequences(models: list) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _damaged(source) -> str:
    return _(
        "Le fichier « %(file)s » n’est pas une sauvegarde entière de Terreau, et rien n’a été "
        "touché. Prenez-en une autre."
    ) % {"file": source}
