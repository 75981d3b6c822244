"""Contours that were never published: what stands for them, and that each map says so."""

import pytest
from django.test import Client

from terreau.territories.loading import load_referential
from terreau.territories.models import Contour, Territory
from terreau.territories.packing.holes import find_holes, hole_around
from terreau.territories.pictures import perimeter_map, territory_map
from tests.territories.factories import unit


def square(x: int, y: int) -> list[list[int]]:
    """Give the four sides of a unit square as arcs of a TopoJSON file."""
    return [
        [[x, y], [1, 0]],
        [[x + 1, y], [0, 1]],
        [[x + 1, y + 1], [-1, 0]],
        [[x, y + 1], [0, -1]],
    ]


def ring_of_squares() -> dict:
    """Nine squares less the one in the middle, sharing each side."""
    arcs: list = []
    known: dict = {}
    geometries = []
    for x, y in [(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]:
        ring = []
        for arc in square(x, y):
            start, step = tuple(arc[0]), tuple(arc[1])
            end = (start[0] + step[0], start[1] + step[1])
            if (end, start) in known:
                ring.append(~known[end, start])
                continue
            known[start, end] = len(arcs)
            ring.append(len(arcs))
            arcs.append(arc)
        geometries.append({"type": "Polygon", "id": f"{x}{y}", "arcs": [ring]})
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {"com": {"geometries": geometries}},
    }


def test_the_hole_that_neighbours_leave_is_found_with_them() -> None:
    holes = find_holes(ring_of_squares())
    assert len(holes) == 2
    hole = hole_around(holes, (1.5, 1.5))
    assert hole.around == ("01", "10", "12", "21")
    assert hole.places[0] == hole.places[-1]
    assert len(hole.arcs) == 4


def test_a_place_in_a_drawn_commune_is_in_the_country_only() -> None:
    holes = find_holes(ring_of_squares())
    assert hole_around(holes, (0.5, 0.5)).extent == 6
    assert hole_around(holes, (9.0, 9.0)) is None


@pytest.mark.usefixtures("traps")
class TestHole:
    def test_the_map_says_that_the_contour_is_deduced(self, client: Client) -> None:
        conques = unit("commune", "12218")
        drawn = territory_map(conques, [], communes=1)
        said = "déduit de ceux des communes voisines"
        assert f"Contour {said} : Conques-en-Rouergue." in drawn.note
        assert drawn.table.headers[-1] == "Contour"
        assert drawn.table.rows[0][-1] == said
        assert said in client.get(conques.get_absolute_url()).text

    def test_a_published_contour_needs_no_word(self) -> None:
        drawn = territory_map(unit("commune", "12202"), [], communes=1)
        assert "Contour " not in drawn.note
        assert "Contour" not in drawn.table.headers

    def test_without_any_contour_the_town_hall_is_shown_and_named(self) -> None:
        conques, rodez = unit("commune", "12218"), unit("commune", "12202")
        Contour.objects.filter(territory=conques).delete()
        drawn = perimeter_map([conques, rodez], title="Deux communes")
        said = "inconnu, remplacé par un point à la mairie"
        assert f"Contour {said} : Conques-en-Rouergue." in drawn.note
        assert [row[-1] for row in drawn.table.rows] == [said, "publié"]
        assert "Conques-en-Rouergue" in drawn.svg

    def test_without_contour_nor_town_hall_it_is_unknown(self) -> None:
        conques = unit("commune", "12218")
        Contour.objects.filter(territory=conques).delete()
        Territory.objects.filter(pk=conques.pk).update(lon=None, lat=None)
        drawn = perimeter_map([unit("commune", "12218")], title="Une commune")
        assert "Contour inconnu : Conques-en-Rouergue." in drawn.note


@pytest.mark.django_db
def test_restored_communes_take_the_outline_they_left_drawn_once() -> None:
    load_referential({"15"})
    celles, whole = unit("commune", "15031"), unit("commune", "15141")
    said = f"de « {whole.name} », dont la commune est sortie"
    alone = perimeter_map([celles], title="Celles")
    assert f"Contour {said} : Celles." in alone.note
    assert alone.table.rows[0][-1] == said
    both = perimeter_map([celles, whole], title="Les deux")
    assert f"Contour {said} : Celles." in both.note
    assert both.svg.count(Contour.objects.get(territory=whole).path) == 1


@pytest.mark.django_db
def test_published_contours_say_so() -> None:
    load_referential({"94"})
    assert set(Contour.objects.values_list("basis", flat=True)) == {"official"}
