"""Measure the figures of territories: 35,000 communes, 60 indicators, 5 years.

    python -m bench.indicators                          on SQLite
    DATABASE_URL=postgres://… python -m bench.indicators    on an empty PostgreSQL database

Twelve series are those that come with Terreau; the others are drawn at random for every commune,
a twentieth of them missing and a twentieth secret. The peer, in the same run, is a table of one
row for each commune, indicator and year, summed by the database itself.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

INDICATORS, YEARS, COMMUNES, ROUNDS = 60, (2018, 2019, 2020, 2021, 2022), 400, 9
MISSING, SECRET = 0.05, 0.10


def fill() -> str:
    """Make the schema, France, and the series; tell what they weigh and how long they took."""
    from django.core.management import call_command

    from terreau.territories.loading import load_referential

    call_command("migrate", verbosity=0)
    load_referential()
    before = database_bytes()
    seconds, cpu = _timed(lambda: [_write_year(year) for year in YEARS])
    megabytes = (database_bytes() - before) / 1e6
    count = len(YEARS) * (INDICATORS - 12)
    return (
        f"- {count} series of 34,969 communes written in **{seconds:.1f} s** of clock, "
        f"{cpu:.1f} s of processor ({cpu / count * 1000:.0f} ms a series); "
        f"**{megabytes:.0f} MB** of database."
    )


def _write_year(year: int) -> None:
    import numpy as np

    from terreau.territories.enums import IndicatorAggregation, IndicatorUnit
    from terreau.territories.indicators.writing import NewSeries, read_places, write_many
    from terreau.territories.models import Indicator, Territory

    dice = np.random.default_rng(year)
    keys = list(Territory.objects.communes().order_by("pk").values_list("pk", flat=True))
    slugs = [f"essai-{rank}" for rank in range(INDICATORS - 12)]
    Indicator.objects.bulk_create(
        [
            Indicator(
                slug=slug,
                name=slug,
                definition=slug,
                unit=IndicatorUnit.COUNT,
                aggregation=IndicatorAggregation.SUM,
            )
            for slug in slugs
        ],
        ignore_conflicts=True,
    )
    places = read_places()
    new = []
    for slug in slugs:
        luck, figures = dice.random(len(keys)), dice.integers(0, 10_000, len(keys)).tolist()
        new.append(
            NewSeries(
                slug,
                year,
                {
                    key: None if some < SECRET else figure
                    for key, some, figure in zip(keys, luck.tolist(), figures, strict=True)
                    if some >= MISSING
                },
            )
        )
    write_many(new, vintage="2026", places=places)


def database_bytes() -> int:
    """How much the database holds on disk."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(settings.DATABASES["default"]["NAME"]).stat().st_size


def read() -> str:
    """Time the readings, each the median of several, and the peer beside the first."""
    from terreau.territories.indicators.perimeters import country_figures, figures_of, series_of
    from terreau.territories.indicators.reading import read_table
    from terreau.territories.models import Indicator, Territory

    slugs = list(Indicator.objects.values_list("slug", flat=True))
    stored = [slug for slug in slugs if slug.startswith("essai")] + slugs[:12]
    around = Territory.objects.communes().filter(departement__code__in=["33", "40", "24"])
    perimeter = list(around.order_by("pk")[:COMMUNES])
    whole = Territory.objects.get(kind="region", code="75")
    rows = [
        _line(
            f"{len(stored)} indicators, free perimeter of {COMMUNES} communes (target ≤ 100)",
            lambda: figures_of(perimeter, stored),
        ),
        _line(f"all {len(slugs)}, Nouvelle-Aquitaine", lambda: figures_of([whole], slugs)),
        _line("one indicator over 5 years, the region", lambda: series_of([whole], "essai-0")),
        _line(f"{len(stored)} × every commune, as a table", lambda: read_table(stored)),
        _line("20 × every commune, as a table", lambda: read_table(stored[:20])),
        _line("20 × every EPCI", lambda: read_table(stored[:20], level="epci")),
        _line("20 for the country", lambda: country_figures(stored[:20])),
    ]
    rows.insert(1, _peer(perimeter))
    table = "\n".join(rows)
    return f"| reading | ms of clock | ms of processor |\n|---|--:|--:|\n{table}"


def _peer(perimeter: list) -> str:
    """Sum, in the database, one row for each commune and indicator of one year."""
    import numpy as np
    from django.db import connection

    from terreau.territories.models import Territory

    keys = list(Territory.objects.communes().order_by("pk").values_list("pk", flat=True))
    dice = np.random.default_rng(1)
    wanted = ",".join(str(unit.pk) for unit in perimeter)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE peer (s integer, t integer, v double precision)")
        for series in range(INDICATORS):
            figures = dice.integers(0, 10_000, len(keys)).tolist()
            cursor.executemany(
                f"INSERT INTO peer VALUES ({series}, %s, %s)", list(zip(keys, figures, strict=True))
            )
        cursor.execute("CREATE INDEX peer_s_t ON peer (t, s)")

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT s, sum(v), count(v) FROM peer WHERE t IN ({wanted}) GROUP BY s")
            cursor.fetchall()

    return _line("peer: one row a figure, one year, summed in SQL, nothing else said", ask)


def _line(name: str, act: Callable[[], object]) -> str:
    act()
    clock, cpu = zip(*(_timed(act) for _ in range(ROUNDS)), strict=True)
    return f"| {name} | {statistics.median(clock) * 1e3:.0f} | {statistics.median(cpu) * 1e3:.0f} |"


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - cpu


def run_indicators() -> str:
    """Fill, read, tell."""
    from django.db import connection

    filled = fill()
    return f"## Figures of territories, {connection.vendor}\n\n{filled}\n\n{read()}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TERREAU_DATA_DIR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        import django

        django.setup()
        print(run_indicators())
