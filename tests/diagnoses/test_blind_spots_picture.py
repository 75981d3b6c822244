"""The picture of the blind spots: everything inside, nothing hidden, the same at each drawing."""

import math
import re
from itertools import combinations, product

import pytest
from django.utils import translation

from terreau.diagnoses.pictures.blind_spots import NARROW, WIDE, draw_blind_spots
from terreau.diagnoses.pictures.ground import words_on
from terreau.diagnoses.pictures.packing import Disc, pack
from terreau.diagnoses.pictures.plane import Unknown, plane_for
from terreau.diagnoses.values import (
    ChallengeReading,
    Choices,
    CoverageLine,
    Diagnosis,
    Perimeter,
    SpotLine,
)
from tests.diagnoses.crossing_factories import TODAY

GAP = 1.0  # the clear space that any two bubbles leave between them

# Measured, felt and the number of partnerships of each challenge.
Marks = tuple[float | None, float | None, float | None]
CROWDS: dict[str, list[Marks]] = {
    "one": [(6.05, 7.5, 6)],
    "one-at-the-corner": [(10, 10, 3)],
    "three-of-the-demo": [(6.1, 7.1, 6), (None, 5.3, None), (None, 6.9, 0)],
    "five-at-the-same-place": [(7.5, 7.5, 1)] * 5,
    "on-each-word": [(0.4, 9.8, 2), (7, 9.8, 2), (0.4, 0.2, 2), (7, 0.2, 2), (5, 0, 1)],
    "forty-spread": [(rank * 7 % 11 / 1.1, rank * 5 % 13 / 1.3, rank % 6) for rank in range(40)],
    "forty-together": [(8, 8, 4)] * 40,
    "forty-in-a-corner": [(10, 10, rank % 3) for rank in range(40)],
    "forty-unknown": [(None, None, None)] * 40,
    "forty-not-measured": [(None, 6, 2)] * 40,
    "forty-not-felt": [(4, None, 2)] * 40,
    "forty-of-each-kind": [
        (rank / 4 if rank % 2 else None, 10 - rank / 4 if rank % 3 else None, rank % 5)
        for rank in range(40)
    ],
}


def reading(rank: int, measured: float | None, felt: float | None, acted: float | None):
    level = "unknown" if acted is None else "high" if acted else "low"
    spot = SpotLine(
        measured, None, None, "high", 1.0, felt, "high", 1.0, acted, level, 1.0,
        "shared", (), 1.0, "", 0, 0, None, None, None,
    )  # fmt: skip
    coverage = None if acted is None else CoverageLine(int(acted), int(acted), 1, 0, None)
    return ChallengeReading(f"id-{rank}", f"Enjeu {rank}", "", (), (), (), (), None, coverage, spot)


def diagnosis_of(marks: list[Marks]) -> Diagnosis:
    place = Perimeter("Ici", (), 1, None, "", None)
    challenges = tuple(reading(rank, *one) for rank, one in enumerate(marks))
    return Diagnosis("Alliance", "alliance", "", TODAY, place, Choices(), challenges)


def sheets_of(marks: list[Marks]) -> list[str]:
    with translation.override("fr"):
        picture = draw_blind_spots(diagnosis_of(marks))
    assert picture is not None
    return [str(picture.svg), str(picture.narrow_svg)]


def size_of(svg: str) -> tuple[float, float]:
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()
    return float(width), float(height)


def bubbles_of(svg: str) -> list[tuple[float, float, float]]:
    """Read the circle of each challenge, in the order of the numbers."""
    links = re.findall(r"<a .*?</a>", svg)
    found = [re.search(r'cx="([\d.-]+)" cy="([\d.-]+)" r="([\d.]+)"', one) for one in links]
    return [tuple(map(float, one.groups())) for one in found]


def planes_of(marks: list[Marks]):
    pairs = [(one[0] is not None, one[1] is not None) for one in marks]
    unknown = Unknown(
        pairs.count((False, True)), pairs.count((True, False)), pairs.count((False, False))
    )
    return [plane_for(sheet, len(marks), unknown) for sheet in (WIDE, NARROW)]


@pytest.fixture(params=CROWDS)
def marks(request) -> list[Marks]:
    return CROWDS[request.param]


def test_every_bubble_lies_in_the_room_that_tells_the_truth(marks):
    for svg, plane in zip(sheets_of(marks), planes_of(marks), strict=True):
        width, height = size_of(svg)
        bubbles = bubbles_of(svg)
        assert len(bubbles) == len(marks)
        for (x, y, radius), (measured, felt, _acted) in zip(bubbles, marks, strict=True):
            assert radius <= x <= width - radius
            assert radius <= y <= height - radius
            assert (x + radius < plane.left) is (measured is None)
            assert (y - radius > plane.bottom) is (felt is None)


def test_no_bubble_touches_another_nor_a_word(marks):
    for svg, plane in zip(sheets_of(marks), planes_of(marks), strict=True):
        bubbles = bubbles_of(svg)
        for one, other in combinations(bubbles, 2):
            assert math.dist(one[:2], other[:2]) >= one[2] + other[2] + GAP
        with translation.override("fr"):
            boxes = [words.box for words in words_on(plane, Choices())]
        for (x, y, radius), (left, top, right, bottom) in product(bubbles, boxes):
            nearest = min(max(x, left), right), min(max(y, top), bottom)
            assert math.dist((x, y), nearest) >= radius


def test_every_word_lies_inside_the_frame(marks):
    for plane in planes_of(marks):
        for words in words_on(plane, Choices()):
            left, top, right, bottom = words.box
            assert 0 <= left <= right <= plane.sheet.width, words
            assert 0 <= top <= bottom <= plane.sheet.height, words


def test_the_number_of_a_bubble_holds_in_it(marks):
    for svg, sheet in zip(sheets_of(marks), (WIDE, NARROW), strict=True):
        assert min(radius for _, _, radius in bubbles_of(svg)) >= sheet.size * 0.75 - 0.1


def test_the_same_diagnosis_is_drawn_the_same(marks):
    assert sheets_of(marks) == sheets_of(marks)


def test_a_bubble_stands_where_its_scores_say_while_there_is_room():
    marks = CROWDS["one"]
    for svg, plane in zip(sheets_of(marks), planes_of(marks), strict=True):
        ((x, y, _radius),) = bubbles_of(svg)
        assert (x, y) == pytest.approx(plane.place(6.05, 7.5), abs=0.1)
        assert 'r="2"' not in svg


def test_bubbles_of_one_place_stand_around_its_mark_and_lead_to_it():
    marks = CROWDS["five-at-the-same-place"]
    for svg, plane in zip(sheets_of(marks), planes_of(marks), strict=True):
        x, y = plane.place(7.5, 7.5)
        dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="2"', svg)
        assert (
            dots == [(f"{x:.1f}".rstrip("0").rstrip("."), f"{y:.1f}".rstrip("0").rstrip("."))] * 5
        )
        leads = re.findall(r'<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', svg)
        ends = [tuple(map(float, one[2:])) for one in leads]
        bubbles = bubbles_of(svg)
        assert ends == [pytest.approx(one[:2], abs=0.1) for one in bubbles]
        for one in bubbles:
            assert math.dist(one[:2], (x, y)) >= one[2] + 2


def test_a_moved_bubble_stays_on_the_side_that_its_scores_say():
    marks = [(6.1, 9.9, 1)] * 4
    for svg, plane in zip(sheets_of(marks), planes_of(marks), strict=True):
        for x, y, _radius in bubbles_of(svg):
            assert x >= plane.x(6)
            assert y <= plane.y(6)


def test_more_partnerships_are_larger_even_when_room_is_short():
    marks = [(8.0, 8.0, float(rank % 4)) for rank in range(40)]
    for svg in sheets_of(marks):
        radii = [radius for _, _, radius in bubbles_of(svg)]
        assert radii[0] < radii[1] < radii[2] < radii[3]


def test_no_challenge_no_picture():
    assert draw_blind_spots(diagnosis_of([])) is None


def test_what_cannot_hold_is_still_drawn_inside():
    room = (0.0, 0.0, 30.0, 30.0)
    discs = [Disc((15.0, 15.0), 10.0, room, room, None)] * 9
    placed = pack(tuple(discs), (), 8.0)
    assert [(one.x, one.y, one.radius) for one in placed] == [(15.0, 15.0, 8.0)] * 9
