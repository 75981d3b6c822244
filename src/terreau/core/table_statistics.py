"""What a database knows of its own tables, from which it chooses how to read them."""

from django.db import connection, models


def count_again(*filled: type[models.Model]) -> None:
    """Let PostgreSQL count tables just filled: until then it reads all of one to find a few rows.

    It does so by itself, within minutes, when nobody is waiting; SQLite has no need of it.
    """
    if connection.vendor == "postgresql":
        tables = (connection.ops.quote_name(model._meta.db_table) for model in filled)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")
