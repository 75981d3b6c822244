"""The map of actors: same filters as the list, counts by place and world, links that go deeper."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.map_clusters import cluster_parts, say_clusters
from terreau.actors.map_levels import Part
from terreau.territories.models import Contour, Territory
from tests.actors.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
MAP = "actors:map"
SQUARE = "M{x} {y}l90 0 0 90-90 0z"


def contour(territory: Territory, x: int, y: int, zone: str = "metropole") -> Territory:
    path = SQUARE.format(x=x, y=y)
    Contour.objects.create(
        territory=territory,
        zone=zone,
        path=path,
        simple_path=path if territory.kind == "departement" else "",
        min_x=x,
        min_y=y,
        max_x=x + 90,
        max_y=y + 90,
    )
    return territory


@pytest.fixture
def places() -> dict[str, Territory]:
    region = Territory.objects.create(kind="region", code="11", name="Île-de-France")
    val = Territory.objects.create(
        kind="departement", code="94", name="Val-de-Marne", region=region
    )
    paris = Territory.objects.create(kind="departement", code="75", name="Paris", region=region)
    isle = Territory.objects.create(kind="departement", code="974", name="La Réunion")
    made = {
        "94": contour(val, 0, 0),
        "75": contour(paris, 100, 0),
        "974": contour(isle, 0, 0, "974"),
    }
    for number, code in enumerate(("94018", "94028")):
        unit = Territory.objects.create(
            kind="commune", code=code, name=f"Commune {code}", departement=val, region=region
        )
        made[code] = contour(unit, 100 * number, 0)
    made["97411"] = Territory.objects.create(
        kind="commune", code="97411", name="Saint-Denis", departement=isle
    )
    return made


def rows(client: Client, **filters) -> list[tuple[str, ...]]:
    return list(client.get(reverse(MAP), filters).context["drawn"].picture.table.rows)


def test_france_is_counted_by_departement_and_world(client: Client, places) -> None:
    make_organisation("Mairie", world="public", place=places["94018"])
    make_organisation("Club", world="economic", place=places["94028"])
    make_organisation("Antenne", world="public", place=places["97411"])
    make_organisation("Perdue", world="public")
    drawn = client.get(reverse(MAP)).context["drawn"]
    assert drawn.picture.table.rows == (
        ("Val-de-Marne", "2", "1", "1", "0", "0", "0", "0"),
        ("La Réunion", "1", "1", "0", "0", "0", "0", "0"),
    )
    assert (drawn.total, drawn.unplaced, drawn.elsewhere) == (4, 1, 0)
    assert "Base : 4 organisations" in drawn.picture.note
    assert "1 sans commune connue." in drawn.picture.note


def test_a_departement_is_counted_by_commune_and_the_rest_is_told(client: Client, places) -> None:
    make_organisation("Mairie", world="public", place=places["94018"])
    make_organisation("Agit ici", place=places["97411"], perimeter=[places["94"]])
    drawn = client.get(reverse(MAP), {"t": "departement:94"}).context["drawn"]
    assert [row[:2] for row in drawn.picture.table.rows] == [("Commune 94018", "1")]
    assert (drawn.total, drawn.elsewhere) == (2, 1)
    assert "1 dont le siège est hors de cette carte." in drawn.picture.note


def test_the_map_has_the_filters_of_the_list(client: Client, places) -> None:
    make_organisation("Mairie", world="public", place=places["94018"])
    make_organisation("Club", world="economic", place=places["94018"])
    make_organisation("Cachée", world="economic", place=places["94018"], is_public=False)
    assert rows(client, q="mairie") == [("Val-de-Marne", "1", "1", "0", "0", "0", "0", "0")]
    assert rows(client, world="economic")[0][1] == "1"
    client.force_login(make_person())
    assert rows(client, world="economic")[0][1] == "2"


def test_links_go_deeper_then_to_the_list_with_the_same_filters(client: Client, places) -> None:
    make_organisation("Mairie", world="public", place=places["94018"])
    html = client.get(reverse(MAP), {"world": "public", "page": 3}).content.decode()
    assert f'href="{reverse(MAP)}?world=public&amp;t=departement%3A94"' in html
    html = client.get(reverse(MAP), {"t": "departement:94", "q": "m&m"}).content.decode()
    list_url = reverse("actors:list")
    html_links = re.findall(rf'href="({list_url}\?[^"]*commune[^"]*)"', html)
    assert html_links == []  # « m&m » answers to nobody
    html = client.get(reverse(MAP), {"t": "departement:94", "q": "mai"}).content.decode()
    assert f'href="{list_url}?q=mai&amp;t=commune%3A94018"' in html


def test_tabs_keep_the_filters(client: Client, places) -> None:
    html = client.get(reverse("actors:list"), {"world": "public", "q": ""}).content.decode()
    assert f'href="{reverse(MAP)}?world=public"' in html
    html = client.get(reverse(MAP), {"world": "public"}).content.decode()
    assert f'href="{reverse("actors:list")}?world=public"' in html


def test_an_empty_map_leads_to_the_list(client: Client, places) -> None:
    html = client.get(reverse(MAP), {"q": "personne"}).content.decode()
    assert "Aucun acteur à placer" in html
    assert '<svg class="map"' not in html


@pytest.mark.parametrize("query", ["", "?t=departement:94", "?t=region:11&world=public", "?q=club"])
def test_the_map_does_not_grow_with_its_rows(client, places, count_queries, query) -> None:
    def fill(prefix: str) -> None:
        for number in range(6):
            make_organisation(f"{prefix} club {number}", place=places["94018"], world="public")

    fill("Premier")
    address = reverse(MAP) + query
    count_queries(client, address)
    before = count_queries(client, address)
    fill("Second")
    count_queries(client, address)
    assert count_queries(client, address) == before <= 8


def captions(clusters) -> list[tuple[str, int]]:
    return [(cluster.name, cluster.total) for cluster in clusters.shown]


def part(name: str, x: int, *counts: int) -> Part:
    bounds = (x, 0, x + 10, 10)
    return Part(
        name, f"commune:{name}", "metropole", "", bounds, (*counts, *[0] * (6 - len(counts)))
    )


def test_neighbours_too_near_for_two_numbers_are_counted_together() -> None:
    found = cluster_parts([part("Petite", 12, 1, 2), part("Grande", 0, 4), part("Loin", 900, 0, 2)])
    assert captions(found) == [("Grande et Petite", 7), ("Loin", 2)]
    assert found.points[0].label == "Grande et Petite : 5 publics"
    assert [point.caption for point in found.points if point.caption] == ["7", "2"]
    assert "Un nombre réunit" in say_clusters([found])
    assert say_clusters([cluster_parts([part("Seule", 0, 4)])]) == ""


def test_no_organisation_is_lost_without_a_word() -> None:
    far = [part(f"C{n}", 1000 * n, 1, 1, 1, 1, 1, 1) for n in range(7)]
    found = cluster_parts(far)
    assert (len(found.shown), found.left) == (6, 1)
    assert "le tableau les donne tous" in say_clusters([found])
    crowd = cluster_parts([part(f"C{n}", n, 1) for n in range(9)] + [part("Bord", 2000, 1)])
    assert crowd.shown[0].name == "C0, C1, C2 et 6 autres"
    assert sum(cluster.total for cluster in crowd.shown) == 10


def test_the_map_says_that_near_places_share_a_number(client: Client, places) -> None:
    wide = Territory.objects.create(kind="departement", code="29", name="Finistère")
    contour(wide, 5000, 0)
    make_organisation("Mairie", world="public", place=places["94018"])
    capital = Territory.objects.create(
        kind="commune", code="75056", name="Paris", departement=places["75"]
    )
    make_organisation("Club", world="economic", place=capital)
    picture = client.get(reverse(MAP)).context["drawn"].picture
    assert "Un nombre réunit les territoires trop proches" in picture.note
    assert ">2</text>" in picture.svg
