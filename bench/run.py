"""Measure loading, search, pages and the map, and tell the figures with their base."""

import gzip
import os
import platform
import statistics
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.measure import PageFigure, cpu_ms, measure_page, percentile
from bench.populate import ALLIANCES, LARGE, ORGANISATIONS, populate
from terreau.territories.loading import load_referential
from terreau.territories.models import Territory
from terreau.territories.search import find_territories

ROUNDS = 30
TYPED = [
    "charen", "saint maurice", "St Maurice", "94220", "2A004", "paris", "lyonn", "la reunion",
    "l'hay les roses", "oeuilly", "strasbour", "ste-genevieve", "saint", "poitiers", "molsheim",
    "niort", "marseile", "bordo", "val de marne", "grand est", "eurometropole", "s", "ch",
    "montreuil", "saint-denis", "chalons sur saone", "villeneuve", "97411", "zzzzqx",
]  # fmt: skip


def pages(alliance) -> list[tuple[str, str]]:
    """The main pages, by the name people give them."""
    base = f"/alliances/{alliance.slug}/"
    return [
        ("Accueil", "/"),
        ("Chercher", "/chercher/?q=saint"),
        ("À faire", "/a-faire/"),
        ("Territoires", "/territoires/"),
        ("Une commune", "/territoires/commune/94018/"),
        ("Un EPCI", "/territoires/epci/200054781/"),
        ("Un département", "/territoires/departement/67/"),
        ("Composer un périmètre", "/territoires/perimetre/?t=commune:94018&t=commune:94069"),
        ("Acteurs", "/acteurs/"),
        ("Alliances", "/alliances/"),
        (f"Une alliance ({LARGE} membres)", base),
        ("Membres", f"{base}membres/"),
        ("Objectif partagé", f"{base}objectif/"),
        ("Enjeux", f"{base}enjeux/"),
        ("Matrice", f"{base}matrice/"),
        ("Chemin", f"{base}chemin/"),
        ("Journal", f"{base}journal/"),
    ]


def run() -> str:
    """Return the page of figures in Markdown."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.perf_counter()
    load_referential()
    loading = time.perf_counter() - started
    person, alliance = populate()
    connection.cursor().execute("ANALYZE")
    client = Client()
    client.force_login(person)
    figures = [measure_page(client, n, p, "/vide/", ROUNDS) for n, p in pages(alliance)]
    bare = measure_page(client, "Réponse nue", "/nu/", "/vide/", ROUNDS)
    return "\n".join([_head(loading), _search(), _map(client), _table(figures, bare), ""])


def _head(loading: float) -> str:
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    territories = Territory.objects.count()
    return f"""# Performances

Written by `make bench`; not edited by hand. {machine}, SQLite with the shipped settings.
Base: {territories} territories, {ALLIANCES} alliances, {ORGANISATIONS} organisations.
Compare ratios, not absolutes.

- Loading the national referential: {loading:.1f} s.
"""


def _search() -> str:
    find_territories("charenton")
    times = [cpu_ms(lambda text=text: find_territories(text)) for text in TYPED for _ in range(10)]
    return f"""## Search of a territory

{len(TYPED)} texts as people type them, 10 times each: median {statistics.median(times):.1f} ms,
p95 **{percentile(times, 0.95):.1f} ms** (target ≤ 30), worst {max(times):.1f} ms of processor.
"""


def _map(client: Client) -> str:
    page = client.get("/").content
    return f"""## Map of France

The home page with its map: {len(page) / 1000:.0f} kB, **{len(gzip.compress(page)) / 1000:.0f} kB**
compressed (target for the map ≤ 150).
"""


def _table(figures: list[PageFigure], bare: PageFigure) -> str:
    rows = "\n".join(
        f"| {f.name} | {f.cpu_ms:.1f} | {f.ratio:.1f} | {f.queries} | {f.first_queries} "
        f"| {f.kilobytes:.0f} |"
        for f in [*figures, bare]
    )
    return f"""## Pages, signed in as a facilitator

Median of {ROUNDS} calls in turns with an empty page of the same application
(the frame with nothing in it).
Target: ≤ 5 times the empty page, ≤ 12 queries on lists, ≤ 15 on details.

| Page | ms of processor | × empty page | queries | first reader | kB |
|---|--:|--:|--:|--:|--:|
{rows}
"""
