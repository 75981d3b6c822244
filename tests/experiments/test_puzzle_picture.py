"""The picture: edges that fit, words that stay inside, holes that lead somewhere."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from terreau.experiments.models import Experiment
from terreau.experiments.pictures.jigsaw import Board, knob_edge
from terreau.experiments.pictures.puzzle import bands_of, draw_puzzle
from terreau.experiments.puzzle_reading import Puzzle, read_puzzle, say_counts, with_puzzle
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import sign_in
from tests.experiments.factories import make_contribution, make_experiment, make_piece


def points(path: str) -> set[tuple[float, float]]:
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return set(zip(numbers[::2], numbers[1::2], strict=True))


def test_an_edge_walked_backwards_is_the_same_line() -> None:
    edge = knob_edge((0, 0), (100, 0), knob=20, side=1)
    assert edge.backwards().backwards() == edge
    assert points(edge.path()) - {(100.0, 0.0)} == points(edge.backwards().path()) - {(0.0, 0.0)}


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (5, 3), (8, 4), (40, 4), (7, 2)])
def test_neighbours_share_their_line_and_words_have_room(count: int, columns: int) -> None:
    cells = Board(count, columns=columns, width=140, height=120, knob=15, gap=3).cells()
    assert len(cells) == count
    for place, cell in enumerate(cells):
        left, top, right, bottom = cell.words
        assert right - left >= 90
        assert bottom - top >= 80
        if (place + 1) % columns and place + 1 < count:
            assert len(points(cell.path) & points(cells[place + 1].path)) >= 8
        if place + columns < count:
            assert len(points(cell.path) & points(cells[place + columns].path)) >= 8


@pytest.mark.django_db
def test_a_piece_is_cut_by_who_brings_it() -> None:
    experiment = make_experiment(None)
    counted = make_piece(experiment, "Chaises", quantity=100, unit="chaises")
    first = make_organisation("A", world="public")
    make_contribution(counted, first, "pledged", quantity=25)
    make_contribution(counted, make_organisation("B", world="media"), "delivered", quantity=50)
    whole = make_piece(experiment, "Salle")
    make_contribution(whole, first, "delivered")
    more = make_piece(experiment, "Trop", quantity=10, unit="lots")
    make_contribution(more, first, "delivered", quantity=40)
    make_piece(experiment, "Rien")
    readings = read_puzzle(with_puzzle(Experiment.objects.all()).get()).pieces
    told = [
        [(one.world, round(one.share, 2), one.is_brought) for one in bands_of(reading)]
        for reading in readings
    ]
    assert told == [
        [("media", 0.5, True), ("public", 0.25, False), ("", 0.25, False)],
        [("public", 1.0, True)],
        [("public", 1.0, True)],
        [("", 1.0, False)],
    ]
    assert say_counts(Puzzle(readings)).startswith("2 pièces apportées")


@pytest.mark.django_db
def test_the_drawing_is_named_linked_and_has_its_table() -> None:
    experiment = make_experiment(None)
    for number in range(9):
        piece = make_piece(experiment, f"Une pièce au nom vraiment très long numéro {number}")
        if number % 2:
            make_contribution(piece, make_organisation(f"Organisation au long nom {number}"))
    puzzle = read_puzzle(with_puzzle(Experiment.objects.all()).get())
    drawn = draw_puzzle(
        puzzle, title="Puzzle <b>", address=lambda piece: f"/p/{piece.pk}/", signed_in=True
    )
    for svg, width in ((drawn.svg, 720), (drawn.narrow_svg, 292)):
        root = ElementTree.fromstring(
            svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
        )
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]
        assert names.count("a") == 9
        assert all(child.get("aria-label") for child in root if child.tag.endswith("}a"))
        sizes = [float(one.get("font-size")) for one in root.iter() if one.get("font-size")]
        assert min(sizes) >= 12
        assert float(root.get("viewBox").split()[2]) == width
    assert "<b>" not in drawn.svg
    assert len(drawn.table.rows) == 9
    ids = re.findall(r'id="([^"]+)"', drawn.svg + drawn.narrow_svg)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_a_bringer_whose_sheet_is_not_public_is_not_named_to_passers_by(client: Client) -> None:
    cast = make_cast(status="published")
    experiment = make_experiment(cast.alliance)
    discreet = make_organisation("Discrète", is_public=False)
    piece = make_piece(experiment)
    make_contribution(piece, discreet)
    for name, args in (("detail", [experiment.uuid]), ("piece", [experiment.uuid, piece.uuid])):
        address = reverse(f"experiments:{name}", args=args)
        assert "Discrète" not in Client().get(address).text
        assert "Discrète" in sign_in(client, cast.ama).get(address).text
