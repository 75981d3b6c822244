"""Measure the diagnosis of an intercommunality beside the empty page, with national figures.

    python -m bench.diagnosis                          on SQLite
    DATABASE_URL=postgres://… python -m bench.diagnosis    on an empty PostgreSQL database

France is loaded; 40 shares are drawn for each of its 34,969 communes, four for each of ten
domains; the alliance has ten challenges, sixty censused partnerships, and the views of two hundred
voices in each of two collections. The target is five times the empty page, with as many queries
whatever the number of challenges.
"""

import os
import sys
import tempfile
import time

TRIED = "?besoin=4.{n}&ressenti=7.{n}"
DOMAINS, SHARES, PARTNERSHIPS, ROUNDS = 10, 4, 60, 15
EPCI = "200054781"  # Grand Paris, 130 communes


def run_diagnosis() -> str:
    """Fill, freeze, measure the pages of the alliance and of the territory."""
    from bench.measure import measure_page

    client, alliance = _fill()
    pages = {
        "the diagnosis, blind spots": f"/alliances/{alliance.slug}/diagnostic/",
        "the same, thresholds nobody tried": f"/alliances/{alliance.slug}/diagnostic/{TRIED}",
        "page of the elected member": f"/alliances/{alliance.slug}/diagnostic/page-de-l-elu/",
        "portrait of the alliance": f"/alliances/{alliance.slug}/diagnostic/portrait/",
        "portrait of the territory": f"/territoires/epci/{EPCI}/portrait/",
    }
    lines = [
        "| page | ms of processor | × the empty page | queries | queries, first reader | kB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, path in pages.items():
        one = measure_page(client, name, path, "/vide/", ROUNDS)
        lines.append(
            f"| {name} | {one.cpu_ms:.0f} | {one.ratio:.1f} | {one.queries} | "
            f"{one.first_queries} | {one.kilobytes:.0f} |"
        )
    return "\n".join([*lines, "", _engine()])


def _fill():
    """Load France and draw its figures; make the alliance, its challenges, its census."""
    from django.core.management import call_command
    from django.test import Client

    from bench.diagnosis_views import draw_views
    from terreau.actors.models import ActionDomain, Mandate
    from terreau.alliances.models import Alliance, Challenge, Membership
    from terreau.partnerships.models import Partnership, Party
    from terreau.territories.loading import load_referential
    from terreau.territories.models import Territory

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_referential()
    domains = list(ActionDomain.objects.order_by("pk")[:DOMAINS])
    _draw(domains)
    alliance = Alliance.objects.create(slug="essai", name="Essai", question="Que faire ?")
    alliance.perimeter.set([Territory.objects.get(kind="epci", code=EPCI)])
    person, first, second = _people()
    Mandate.objects.create(person=person, organisation=first, starts_on="2020-01-01")
    Membership.objects.create(alliance=alliance, organisation=first, joined_on="2020-01-01")
    for domain in domains:
        one = Challenge.objects.create(alliance=alliance, title=f"Enjeu {domain}", aim="both")
        one.domains.set([domain])
    draw_views(alliance, list(alliance.challenges.order_by("pk")))
    for number in range(PARTNERSHIPS):
        made = Partnership.objects.create(title=f"Partenariat {number}", stage="steering")
        made.alliances.set([alliance])
        made.domains.set([domains[number % 7]])
        for organisation in (first, second):
            Party.objects.create(partnership=made, organisation=organisation)
    client = Client()
    client.force_login(person)
    return client, alliance


def _people():
    from django.contrib.auth import get_user_model

    from terreau.actors.models import Organisation
    from terreau.territories.models import Territory

    place = Territory.objects.filter(kind="commune", epci__code=EPCI).order_by("pk").first()
    first, second = (
        Organisation.objects.create(name=name, world=world, place=place)
        for name, world in (("Club", "economic"), ("Régie", "general_interest"))
    )
    person = get_user_model().objects.create_user("ama@exemple.test", full_name="Ama Diallo")
    return person, first, second


def _draw(domains) -> None:
    import numpy as np

    from terreau.territories.indicators.writing import NewSeries, read_places, write_many
    from terreau.territories.models import Indicator, Territory

    dice = np.random.default_rng(0)
    keys = list(Territory.objects.communes().order_by("pk").values_list("pk", flat=True))
    slugs = [f"part-{domain.code}-{rank}" for domain in domains for rank in range(SHARES)]
    Indicator.objects.bulk_create(
        Indicator(
            slug=slug,
            name=slug,
            definition=slug,
            unit="rate",
            sense="less",
            aggregation="weighted_mean",
            weight_slug="population",
            domain_codes=[slug.removeprefix("part-").rsplit("-", 1)[0]],
        )
        for slug in slugs
    )
    figures = [
        NewSeries(slug, 2022, dict(zip(keys, dice.beta(2, 9, len(keys)).tolist(), strict=True)))
        for slug in slugs
    ]
    write_many(figures, vintage="2026", places=read_places())


def _engine() -> str:
    """Time the engine alone: forty standings among 1,254 peers, ten subjects crossed."""
    import numpy as np

    from terreau_engine.blind_spots import (
        Action,
        Measure,
        Perception,
        Subject,
        find_blind_spots,
        stand,
    )

    dice = np.random.default_rng(0)
    peers = dice.beta(2, 9, 1254)

    def act() -> None:
        subjects = [
            Subject(
                str(code),
                tuple(Measure(str(n), stand(0.2, peers, worse_when=1)) for n in range(SHARES)),
                Perception(7.0, 40),
                Action(0, 60),
            )
            for code in range(DOMAINS)
        ]
        find_blind_spots(subjects)

    act()
    start = time.process_time()
    for _round in range(20):
        act()
    each = (time.process_time() - start) / 20 * 1000
    return f"The engine alone, ten subjects of four indicators: **{each:.1f} ms** of processor."


def main() -> None:
    """Measure on a database of its own."""
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    print(run_diagnosis())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TERREAU_DATA_DIR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        os.environ.setdefault("TERREAU_HOSTS", "testserver,localhost,127.0.0.1")
        sys.path[:0] = ["src"]
        import django

        django.setup()
        main()
