"""Say what a backup is made of: a manifest, one file of JSON lines per table, the files.

Values travel as Python's, not as a database's, so that a backup of SQLite restores on PostgreSQL.
"""

import base64
import datetime
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

FORMAT = 1
MANIFEST = "manifest.json"
# Sign-ins and the queue belong to running processes, not to the data: jobs put themselves back
# in the queue, and whoever was signed in signs in again.
LEFT_OUT = {"sessions.session", "django_tasks_database.dbtaskresult"}
_CARRIED_AS_IS = {
    models.AutoField,
    models.BigAutoField,
    models.BigIntegerField,
    models.BooleanField,
    models.CharField,
    models.FloatField,
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SlugField,
    models.SmallIntegerField,
    models.TextField,
}
ProgressReport = Callable[[int, int, str], None]


class BackupError(Exception):
    """A backup or a restore that cannot be done; its text says what to do."""


def tables() -> list[type[models.Model]]:
    """Every table of the instance that a backup carries."""
    return [model for model in every_table() if model._meta.label_lower not in LEFT_OUT]


def every_table() -> list[type[models.Model]]:
    """Every table of the instance."""
    known = apps.get_models(include_auto_created=True)
    return [model for model in known if model._meta.managed and not model._meta.proxy]


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table that are written, as opposed to computed by the database."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def applied_migrations() -> list[str]:
    """The state of the schema."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in apps.app_configs)


def make_encoder(fields: list[models.Field]) -> Callable[[tuple], bytes]:
    """Make the writer of a table's lines."""
    converted = _find_converted(fields)

    def encode(row: tuple) -> bytes:
        values = list(row)
        for rank, field in converted:
            values[rank] = field.get_prep_value(values[rank])
        text = json.dumps(
            values, ensure_ascii=False, sort_keys=True, default=_encode, separators=(",", ":")
        )
        return text.encode("utf-8", "surrogatepass") + b"\n"

    return encode


def make_decoder(fields: list[models.Field]) -> Callable[[bytes], list[Any]]:
    """Make the reader of a table's lines."""
    converted = _find_converted(fields)

    def decode(line: bytes) -> list[Any]:
        values = json.loads(line)
        for rank, field in converted:
            values[rank] = field.get_db_prep_save(field.to_python(values[rank]), connection)
        return values

    return decode


def _find_converted(fields: list[models.Field]) -> list[tuple[int, models.Field]]:
    """Find the columns that JSON does not carry as they are; the others cost nothing."""
    return [
        (rank, field)
        for rank, field in enumerate(fields)
        if type(getattr(field, "target_field", field)) not in _CARRIED_AS_IS
    ]


def _encode(value: Any) -> Any:
    if isinstance(value, datetime.timedelta):
        return duration_iso_string(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    raise TypeError(f"A backup cannot carry a {type(value).__name__}.")
