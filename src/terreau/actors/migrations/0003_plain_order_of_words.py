"""Order the words of the index byte by byte on PostgreSQL, as SQLite does.

Under the order of a language, « n.asso » to « n.assp » would not be the words that begin so, and
the same list would come in another order on each database.
"""

from django.db import migrations

COLUMNS = (
    ("actors_directoryentry", "sort_name", 60),
    ("actors_searchposting", "token", 60),
    ("actors_searchword", "word", 40),
    ("actors_searchword", "reversed_word", 40),
)


def order_by_bytes(apps, schema_editor):
    """Give these columns the order of their bytes."""
    _collate(schema_editor, '"C"')


def order_by_language(apps, schema_editor):
    """Give these columns back the order of the database."""
    _collate(schema_editor, '"default"')


def _collate(schema_editor, collation):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, column, length in COLUMNS:
        schema_editor.execute(
            f'ALTER TABLE "{table}" ALTER COLUMN "{column}" '
            f"TYPE varchar({length}) COLLATE {collation}"
        )


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_reference_domains")]
    operations = [migrations.RunPython(order_by_bytes, order_by_language)]
