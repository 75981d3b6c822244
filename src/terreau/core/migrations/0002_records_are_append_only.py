"""Let the database itself refuse to change or remove a record of the journal."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER core_record_refuses_update BEFORE UPDATE ON core_record
    BEGIN SELECT RAISE(ABORT, 'core_record is append-only'); END""",
    """CREATE TRIGGER core_record_refuses_delete BEFORE DELETE ON core_record
    BEGIN SELECT RAISE(ABORT, 'core_record is append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION core_record_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'core_record is append-only' USING ERRCODE = 'check_violation'; END $$""",
    """CREATE TRIGGER core_record_refuses_change BEFORE UPDATE OR DELETE ON core_record
    FOR EACH ROW EXECUTE FUNCTION core_record_refuses()""",
    """CREATE TRIGGER core_record_refuses_truncate BEFORE TRUNCATE ON core_record
    FOR EACH STATEMENT EXECUTE FUNCTION core_record_refuses()""",
]
UNDO_SQLITE = [
    "DROP TRIGGER core_record_refuses_update",
    "DROP TRIGGER core_record_refuses_delete",
]
UNDO_POSTGRESQL = [
    "DROP TRIGGER core_record_refuses_truncate ON core_record",
    "DROP TRIGGER core_record_refuses_change ON core_record",
    "DROP FUNCTION core_record_refuses()",
]


def close_the_table(apps, schema_editor):
    """Create the triggers of this database."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def open_the_table(apps, schema_editor):
    """Remove the triggers of this database."""
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


def _run(schema_editor, sqlite, postgresql):
    vendors = {"sqlite": sqlite, "postgresql": postgresql}
    for statement in vendors[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(close_the_table, open_the_table)]
