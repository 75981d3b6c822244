"""The picture itself: its words, its place from one visit to the next, its size."""

import random
import re

import pytest

from terreau.core.pictures import Picture
from terreau.fabric.networks import Link, Network, Node, linked_only, restored, stored
from terreau.fabric.pictures.tree import Leaf, Tree, draw_tree, table_of
from terreau.fabric.pictures.web import Scene, Spot, Thread, draw_web
from terreau.fabric.scenes import groups_scene, names_of_groups, web_scene
from terreau.fabric.words import group_name

WORLDS = ("public", "economic", "general_interest", "academic")


def small() -> Network:
    nodes = tuple(
        Node(place + 1, f"u{place}", name, WORLDS[place])
        for place, name in enumerate(("Ville", "Club", "Asso", "Lycée"))
    )
    links = (
        Link(0, 1, 2.0, {"partnership": 1}),
        Link(1, 2, 0.5, {"meeting": 2}),
    )
    return Network(nodes, links)


def large(size: int = 2000, links: int = 5000) -> Network:
    draw = random.Random(5)
    nodes = tuple(
        Node(place + 1, f"u{place}", f"Structure {place}", WORLDS[place % 4])
        for place in range(size)
    )
    pairs = set()
    while len(pairs) < links:
        first, second = sorted(draw.sample(range(size), 2))
        pairs.add((first, second))
    return Network(nodes, tuple(Link(*pair, 1.0, {"partnership": 1}) for pair in sorted(pairs)))


def draw(network: Network, previous=None) -> Picture:
    scene = web_scene(
        network, previous or {}, title="La toile", address=lambda node: f"/{node.uuid}"
    )
    return draw_web(scene)


def test_each_organisation_is_a_link_with_its_name_world_and_links() -> None:
    picture = draw(small())
    assert 'aria-label="Club, Économique, 2 liens"' in picture.svg
    assert 'href="/u1"' in picture.svg
    assert picture.svg.startswith("<svg")
    assert "<title" in picture.svg
    assert "<desc" in picture.svg


def test_who_has_no_link_is_in_the_words_and_not_in_the_drawing() -> None:
    picture = draw(small())
    assert "Lycée" not in picture.svg
    assert "1 organisation n’a aucun lien noté" in picture.note


def test_the_table_says_all_that_the_picture_shows() -> None:
    rows = {row[0]: row for row in draw(small()).table.rows}
    assert rows["Lycée"][2] == "0"
    assert rows["Club"][1:] == ("Économique", "2", "Partenariats : 1 · Rencontres : 1")


def test_kinds_differ_by_their_dashes_and_not_by_colour_alone() -> None:
    dashes = re.findall(r'stroke-dasharray="([^"]+)"', draw(small()).svg)
    assert dashes == ["2 4"]


def test_a_name_leaves_the_shape_of_another_to_be_seen() -> None:
    """Two stand one above the other: the name of the upper one goes above it."""
    nodes = tuple(Node(place + 1, f"u{place}", f"Club {place}", WORLDS[place]) for place in (0, 1))
    network = Network(nodes, (Link(0, 1, 1.0, {"partnership": 1}),))
    spots = [Spot(node.name, "", 0.5, place * 0.06, 1.0) for place, node in enumerate(nodes)]
    table = draw(network).table
    far = Spot("Ville", "", 0.5, 1.0, 1.0)
    picture = draw_web(Scene([*spots, far], [Thread(0, 1, 1.0, "partnership")], "", "", table))
    told = {
        words: float(y)
        for y, words in re.findall(
            r'<text[^>]* y="([\d.]+)"[^>]*>(Club \d)</text>', str(picture.svg)
        )
    }
    shapes = sorted(float(y) for y in re.findall(r'cy="([\d.]+)"', str(picture.svg)))
    assert told["Club 0"] < shapes[0] < shapes[1] < told["Club 1"]


def test_nobody_moves_when_somebody_arrives() -> None:
    before = small()
    scene = web_scene(before, {}, title="t", address=lambda node: "")
    places = {
        node.uuid: [spot.x, -spot.y]
        for node, spot in zip(linked_only(before).nodes, scene.spots, strict=True)
    }
    nodes = (*before.nodes[:3], Node(9, "u9", "Nouvelle", "media"))
    after = Network(nodes, (*before.links, Link(2, 3, 1.0, {"partnership": 1})))
    again = web_scene(after, places, title="t", address=lambda node: "")
    known = {node.uuid: [spot.x, -spot.y] for node, spot in zip(nodes, again.spots, strict=True)}
    assert {uuid: known[uuid] for uuid in places} == places
    assert "u9" in known


def test_words_are_at_least_twelve_pixels_on_a_phone() -> None:
    sizes = re.findall(r'font-size="([\d.]+)"', draw(small()).narrow_svg)
    assert sizes
    assert min(map(float, sizes)) >= 12


def test_two_thousand_organisations_stay_a_light_picture() -> None:
    picture = draw(large())
    assert len(picture.svg) < 1_200_000
    assert picture.svg.count("<a ") == 150
    assert picture.narrow_svg.count("<a ") == 40
    assert 5 < picture.svg.count("<text") <= 28
    assert len(picture.table.rows) == 300
    assert "2 000" in picture.table.caption.replace("\u202f", " ")


def test_groups_stand_for_those_who_are_too_many() -> None:
    network = small()
    names = names_of_groups([0, 0, 1, 1])
    scene = groups_scene(
        network, [0, 0, 1, 1], names, title="t", address=lambda group: f"?g={group}"
    )
    picture = draw_web(scene)
    assert 'href="?g=0"' in picture.svg
    assert picture.table.rows == (
        ("Groupe A", "2", "1", "1"),
        ("Groupe B", "2", "0", "1"),
    )


def test_groups_are_named_past_the_alphabet() -> None:
    assert [group_name(rank) for rank in (0, 25, 26)] == ["Groupe A", "Groupe Z", "Groupe AA"]


def test_a_network_kept_by_a_wave_comes_back_identical() -> None:
    network = small()
    assert stored(restored(stored(network))) == stored(network)
    assert restored(stored(network)).digest == network.digest


def test_no_picture_carries_a_style_that_the_page_would_refuse() -> None:
    leaves = {"a": Leaf("a", "Alliance", "Alliance · 2020", "leaf", "/a")}
    table = table_of(leaves, [], "t", ("1", "2", "3", "4"))
    tree = draw_tree(Tree(list(leaves.values()), [], "t", "d", table))
    for drawn in (draw(small()), tree):
        assert "style=" not in drawn.svg + drawn.narrow_svg


@pytest.mark.parametrize("size", ["svg", "narrow_svg"])
def test_the_tree_names_each_thing_once_under_its_nearest_origin(size) -> None:
    leaves = {
        key: Leaf(key, key.upper(), "Partenariat", "clay", f"/{key}")
        for key in ("a", "b", "c", "d")
    }
    arrows = [("a", "b"), ("b", "d"), ("c", "d")]
    table = table_of(leaves, arrows, "t", ("1", "2", "3", "4"))
    drawn = getattr(draw_tree(Tree(list(leaves.values()), arrows, "t", "d", table)), size)
    assert [drawn.count(f'href="/{key}"') for key in leaves] == [1, 1, 1, 1]
    assert table.rows[3] == ("D", "Partenariat", "B, C", "—")


def test_what_was_born_of_two_stands_after_both() -> None:
    """A short way (a to d) beside a long one (a, b, c, d): no arrow goes back."""
    leaves = {key: Leaf(key, key.upper(), "Rencontre", "leaf", f"/{key}") for key in "abcd"}
    arrows = [("a", "d"), ("a", "b"), ("b", "c"), ("c", "d")]
    table = table_of(leaves, arrows, "t", ("1", "2", "3", "4"))
    drawn = str(draw_tree(Tree(list(leaves.values()), arrows, "t", "d", table)).svg)
    ends = re.findall(r'd="M([\d.]+) [\d.]+C[^"]* ([\d.]+) [\d.]+"', drawn)
    assert len(ends) == 4
    assert all(float(start) < float(end) for start, end in ends)
