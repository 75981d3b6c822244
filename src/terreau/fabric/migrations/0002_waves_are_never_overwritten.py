"""Let the database itself refuse to change what a wave says: another one is taken instead."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER fabric_networkwave_refuses_update
    BEFORE UPDATE OF network, figures, digest, "on" ON fabric_networkwave
    BEGIN SELECT RAISE(ABORT, 'a wave of the network is never overwritten'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION fabric_networkwave_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a wave of the network is never overwritten'
    USING ERRCODE = 'check_violation'; END $$""",
    """CREATE TRIGGER fabric_networkwave_refuses_update
    BEFORE UPDATE OF network, figures, digest, "on" ON fabric_networkwave
    FOR EACH ROW EXECUTE FUNCTION fabric_networkwave_refuses()""",
]
UNDO_SQLITE = ["DROP TRIGGER fabric_networkwave_refuses_update"]
UNDO_POSTGRESQL = [
    "DROP TRIGGER fabric_networkwave_refuses_update ON fabric_networkwave",
    "DROP FUNCTION fabric_networkwave_refuses()",
]


def close_the_waves(apps, schema_editor):
    """Create the trigger of this database."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def open_the_waves(apps, schema_editor):
    """Remove the trigger of this database."""
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRESQL)


def _run(schema_editor, sqlite, postgresql):
    vendors = {"sqlite": sqlite, "postgresql": postgresql}
    for statement in vendors[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("fabric", "0001_initial")]
    operations = [migrations.RunPython(close_the_waves, open_the_waves)]
