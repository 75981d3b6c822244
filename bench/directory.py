"""Search, list and map over a million organisations: `python -m bench.directory [COUNT]`.

Uses the database of DATABASE_URL, or a SQLite file in TERREAU_DATA_DIR; makes the sheets when they
are missing. Never run it on an instance that serves.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COUNT = 1_000_000
ROUNDS = 5
TEXTS = (
    "association",
    "asso",
    "as",
    "ass",
    "association sportive",
    "association sportive charenton",
    "ecole jules ferry",
    "boulangerie",
    "jardins partagés",
    "dubois transports",
    "salle de reunion",
    "reparer des velos",
    "minibus",
    "simone",
    "saint exupery",
    "lyon",
    "asociation",
    "boulangrie",
    "theatrale bordaux",
    "cabinet martin conseil",
    "le courrier de",
    "000123456",
    "de quartier",
    "c",
    "insertion jeunes",
    "zzzzzz",
)
FILTERS = (
    "",
    "?world=public",
    "?t=departement:69",
    "?t=region:11&domain=culture",
    "?t=commune:75056&where=seat",
    "?nature=premises&direction=offer",
    "?fresh=stale&world=media",
    "?sort=recent",
    "?page=20000",
    "?t=commune:69123&where=around",
    "?q=association&t=departement:33",
    "?domain=sport&size=10-49&world=academic",
)
NOTHING = "?state=merged"  # no sheet of this population is so
MAPS = ("", "?world=economic", "?domain=culture", "?t=region:84", "?t=departement:62")


def main() -> None:
    """Fill when needed, measure, print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("TERREAU_HOSTS", "testserver,localhost,127.0.0.1")
    sys.path[:0] = [str(ROOT / "src")]
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "bench.urls"
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    print("\n".join([*fill(count), *measure()]))


def fill(count: int) -> list[str]:
    """Make the schema, France and the sheets; tell how long each took."""
    from django.core.management import call_command

    from bench.generate import generate_organisations
    from terreau.actors.models import Organisation
    from terreau.actors.search.rebuilding import rebuild_index
    from terreau.territories.loading import load_referential
    from terreau.territories.models import Territory

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("collectstatic", interactive=False, verbosity=0)
    said = []
    if not Territory.objects.exists():
        load_referential()
    missing = count - Organisation.objects.count()
    if missing > 0:
        said.append(_timed("Sheets written", lambda: generate_organisations(missing)))
        said.append(_timed("Index built", rebuild_index))
    return said


def _timed(name: str, act: Callable[[], object]) -> str:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return f"- {name}: {wall:.0f} s ({cpu:.0f} s of processor)."


def measure() -> list[str]:
    """Measure the search, the pages and one refresh, against the empty page in turns."""
    import resource

    from django.db import connection
    from django.test import Client

    from terreau.actors.indexing import refresh_indexes
    from terreau.actors.models import DirectoryEntry, Organisation
    from terreau.actors.search.listing import best_answers

    first = _timed("First search of a process", lambda: _search("gravelle", best_answers))
    sheets = DirectoryEntry.objects.filter(is_listed=True).count()
    lines = [f"## Directory of {sheets:,} organisations, {connection.vendor}", "", first]
    lines.append(_search_figures(best_answers))
    keys = list(Organisation.objects.order_by("-pk").values_list("pk", flat=True)[:1000])
    lines.append(_timed("1,000 sheets indexed again", lambda: refresh_indexes(keys)))
    lines.append(_timed("The search that follows", lambda: _search("gravelle", best_answers)))
    client = Client()
    lines += ["", "Beside the same view when nothing answers:", ""]
    lines.append("| Page | ms of processor | ms | × empty view | queries | kB |")
    lines.append("|---|--:|--:|--:|--:|--:|")
    lines += [_page(client, "/acteurs/", query) for query in FILTERS]
    lines += [_page(client, "/acteurs/carte/", query) for query in MAPS]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*lines, "", f"Peak memory of the process: {peak:.0f} MB."]


def _today():
    from django.utils.timezone import localdate

    return localdate()


def _search(text: str, best_answers: Callable) -> list:
    from django.contrib.auth.models import AnonymousUser

    from terreau.actors.search.queries import Filters, read_words

    return best_answers(Filters(today=_today(), words=read_words(text)), AnonymousUser(), 30)


def _search_figures(best_answers: Callable) -> str:
    from bench.measure import percentile

    walls, cpus, slowest = [], [], (0.0, "")
    for _round in range(ROUNDS):
        for text in TEXTS:
            wall, cpu = time.perf_counter(), time.process_time()
            _search(text, best_answers)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
            slowest = max(slowest, (walls[-1], text))
    return (
        f"- {len(TEXTS)} texts, {ROUNDS} times each, thirty sheets fetched and explained: median "
        f"{statistics.median(walls):.1f} ms, p95 **{percentile(walls, 0.95):.1f} ms** "
        f"(target ≤ 50), worst {slowest[0]:.1f} ms (« {slowest[1]} »); of processor, p95 "
        f"{percentile(cpus, 0.95):.1f} ms."
    )


def _page(client, path: str, query: str) -> str:
    from bench.measure import measure_page

    wall = time.perf_counter()
    client.get(path + query)
    wall = (time.perf_counter() - wall) * 1000
    figure = measure_page(client, path, path + query, path + NOTHING, ROUNDS * 2)
    return (
        f"| `{path}{query}` | {figure.cpu_ms:.1f} | {wall:.0f} | {figure.ratio:.1f} "
        f"| {figure.queries} | {figure.kilobytes:.0f} |"
    )


if __name__ == "__main__":
    main()
