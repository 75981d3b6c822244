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
LEFT_OUT = {"sessions.session", "django_tasks_db.dbtaskresult"}
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


def encode_row(fields: list[models.Field], row: tuple) -> bytes:
    """Write one row as a line of JSON."""
    values = [
        value if value is None else field.get_prep_value(value)
        for field, value in zip(fields, row, strict=True)
    ]
    text = json.dumps(values, ensure_ascii=False, default=_encode, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def decode_row(fields: list[models.Field], line: bytes) -> list[Any]:
    """Read one row back as values for this database."""
    values = json.loads(line)
    return [
        field.get_db_prep_save(field.to_python(value), connection)
        for field, value in zip(fields, values, strict=True)
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
