"""Tables just filled are counted before they are read."""

import pytest
from django.db import connection

from terreau.core.table_statistics import count_again
from terreau.territories.loading import load_referential
from terreau.territories.models import Adjacency, Contour, Territory

pytestmark = pytest.mark.django_db


def counted(model: type) -> float:
    """Give the number of rows that PostgreSQL believes a table to have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [model._meta.db_table])
        return cursor.fetchone()[0]


def test_a_table_just_filled_is_counted():
    """Only PostgreSQL is asked; what it knows is then the number of rows."""
    Territory.objects.bulk_create(
        Territory(kind="commune", code=str(code), name="Essai") for code in range(90_000, 90_030)
    )
    count_again(Territory)
    if connection.vendor == "postgresql":
        assert counted(Territory) == Territory.objects.count()
    assert Territory.objects.filter(name="Essai").count() == 30


def test_a_referential_just_loaded_is_counted():
    load_referential({"976"})
    for model in (Territory, Contour, Adjacency):
        assert model.objects.exists()
        if connection.vendor == "postgresql":
            assert counted(model) == model.objects.count()
