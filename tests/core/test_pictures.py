"""Pictures carry their words and their table, escape everything, and let nothing overlap."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.core.partial_dates import PartialDate
from terreau.core.pictures import PictureTable
from terreau.core.pictures.bars import Bar, draw_bars
from terreau.core.pictures.maps import (
    WIDTH,
    Area,
    Inset,
    MapLayer,
    MapPoint,
    bounds_of,
    draw_map,
    path_of_rings,
)
from terreau.core.pictures.matrix import MatrixRow, draw_matrix
from terreau.core.pictures.scales import ellipsis, heat_class, text_width, wrap, year_ticks
from terreau.core.pictures.timeline import Lane, Milestone, Span, draw_timeline

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("1")</script> & « L’Étape »'
LONG = "Fédération interdépartementale des associations du lien social et de l’insertion durable"
TODAY = datetime.date(2026, 11, 22)
TABLE = PictureTable("Tableau", ("Qui",), (("Nous",),))


def parse(svg):
    return ElementTree.fromstring(str(svg).replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def words_boxes(svg):
    """Find the box of each text, as wide as the estimate says."""
    boxes = []
    for text in parse(svg).iter(f"{SVG}text"):
        size = float(text.get("font-size", 13))
        width = text_width(text.text, size, is_bold="t-strong" in text.get("class", ""))
        x, y = float(text.get("x")), float(text.get("y"))
        left = {"middle": x - width / 2, "end": x - width}.get(text.get("text-anchor"), x)
        boxes.append((left, y - size * 0.75, left + width, y + size * 0.1, text.text))
    return boxes


def overlapping(boxes):
    return [
        (one[4], other[4])
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one[0] < other[2] - 0.5
        and other[0] < one[2] - 0.5
        and one[1] < other[3]
        and other[1] < one[3]
    ]


def bars(*labels):
    return draw_bars(
        [Bar(label, (place % 11) / 10) for place, label in enumerate(labels)],
        title="Ce que l’on attend",
        description="Le premier domine.",
        base="45 organisations, 2026",
        is_rate=True,
        several_answers=True,
    )


def matrix(labels, columns, holes=frozenset()):
    return draw_matrix(
        [MatrixRow(label, tuple(range(len(columns))), "public") for label in labels],
        columns,
        title="Qui agit sur quoi",
        description="Des vides.",
        base="Base : 17 membres.",
        holes=holes,
    )


def timeline(*lanes):
    return draw_timeline(lanes, title="Le chemin", description="Trois vies.", today=TODAY)


def area_map(points=(), insets=()):
    square = Area(*path_of_rings([[(0, 0), (100, 0), (100, 100), (0, 100)]]), label=NASTY)
    layers = [MapLayer((square,), css="is-inside"), MapLayer(points=tuple(points))]
    return draw_map(layers, title="Carte", description="Un carré.", table=TABLE, insets=insets)


def lane(label, *milestones, start="2012", end=None, grown_from=None):
    return Lane(
        label,
        (Span(PartialDate(start), PartialDate(end) if end else None),),
        milestones=tuple(Milestone(PartialDate(when), words) for when, words in milestones),
        grown_from=grown_from,
    )


PICTURES = {
    "bars": lambda: bars(NASTY, LONG, "Court"),
    "matrix": lambda: matrix([NASTY, LONG], (NASTY, "Emploi"), frozenset({(0, 1)})),
    "timeline": lambda: timeline(lane(NASTY, ("2013", NASTY)), lane(LONG, grown_from=0)),
    "map": lambda: area_map([MapPoint(50, 50, NASTY, "public"), MapPoint(51, 50, LONG)]),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_named_described_and_tabled(kind):
    picture = PICTURES[kind]()
    for svg in filter(None, (picture.svg, picture.narrow_svg)):
        root = parse(svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title.text == picture.title
        assert description.text == picture.description
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    width = len(picture.table.headers)
    assert picture.table.rows
    assert all(len(row) == width for row in picture.table.rows)


@pytest.mark.parametrize("kind", PICTURES)
def test_what_people_wrote_is_escaped(kind):
    picture = PICTURES[kind]()
    for svg in (picture.svg, picture.narrow_svg):
        assert "<script" not in svg
        assert "style=" not in svg
        assert not re.search(r"\son\w+=", svg)


@pytest.mark.parametrize("kind", PICTURES)
def test_two_drawings_of_a_page_do_not_share_their_ids(kind):
    picture = PICTURES[kind]()
    if picture.narrow_svg:
        assert not set(re.findall(r'id="(\w+)"', picture.svg)) & set(
            re.findall(r'id="(\w+)"', picture.narrow_svg)
        )
    assert str(PICTURES[kind]().svg) == str(picture.svg)


@pytest.mark.parametrize("kind", ["bars", "matrix", "timeline"])
def test_the_phone_gets_its_own_drawing_with_legible_words(kind):
    narrow = parse(PICTURES[kind]().narrow_svg)
    width = float(narrow.get("viewBox").split()[2])
    smallest = min(float(text.get("font-size")) for text in narrow.iter(f"{SVG}text"))
    # A card on a phone of 360 px leaves about 292 px to the drawing.
    assert smallest * 292 / width >= 12


@pytest.mark.parametrize("side", ["svg", "narrow_svg"])
@pytest.mark.parametrize("kind", ["bars", "matrix", "timeline"])
def test_no_word_covers_another(kind, side):
    assert overlapping(words_boxes(getattr(PICTURES[kind](), side))) == []


names = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "Zs", "P")), min_size=1, max_size=90
).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(st.lists(names, min_size=1, max_size=9), st.lists(names, min_size=1, max_size=7))
def test_no_content_makes_words_of_a_matrix_overlap(rows, columns):
    picture = matrix(rows, tuple(columns))
    assert overlapping(words_boxes(picture.svg)) == []
    assert overlapping(words_boxes(picture.narrow_svg)) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1990, 2026), st.integers(1, 12), names), min_size=1, max_size=8),
    names,
)
def test_no_content_makes_words_of_a_timeline_overlap(facts, name):
    milestones = [(f"{year}-{month:02}", words) for year, month, words in facts]
    picture = timeline(lane(name, *milestones, start="1990"), lane(name, start="2001"))
    assert overlapping(words_boxes(picture.svg)) == []
    assert overlapping(words_boxes(picture.narrow_svg)) == []


def test_bars_say_their_base_and_that_several_answers_were_possible():
    picture = bars("Se connaître")
    assert picture.note == "Plusieurs réponses possibles, base : 45 organisations, 2026."


def test_an_unknown_bar_is_said_unknown_and_has_no_length():
    picture = draw_bars(
        [Bar("Autre", None), Bar("Zéro", 0)], title="T", description="D", base="3 réponses"
    )
    assert picture.table.rows == (("Autre", "inconnu"), ("Zéro", "0"))
    assert "p-fill" not in picture.svg
    assert picture.note == "Base : 3 réponses."


def test_a_blind_spot_is_hatched_and_said_in_the_table():
    picture = matrix(["Publics"], ("Emploi", "Sport"), frozenset({(0, 0)}))
    assert picture.svg.count('class="hole"') == 1
    assert picture.table.rows == (("Publics", "0 (angle mort)", "1"),)


def test_hatching_stays_inside_its_cell():
    svg = matrix(["Publics"], ("Emploi",), frozenset({(0, 0)})).svg
    cell = re.search(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="6"', svg
    )
    left, top, width, height = (float(number) for number in cell.groups())
    lines = re.search(r'd="([^"]+)" class="hole-lines"', svg).group(1)
    for x, y in re.findall(r"([\d.]+) ([\d.]+)", lines):
        assert left - 0.1 <= float(x) <= left + width + 0.1
        assert top - 0.1 <= float(y) <= top + height + 0.1


def test_the_table_of_a_timeline_keeps_dates_as_they_are_known():
    picture = timeline(lane("Dialogue", ("2012-23", "première table")))
    assert picture.table.rows == (
        ("Dialogue", "Dialogue", "2012", "en cours"),
        ("Dialogue", "première table", "automne 2012", "automne 2012"),
    )


def test_spans_of_a_lane_that_live_together_have_each_a_track():
    both = Lane(
        "Essais", (Span(PartialDate("2012"), PartialDate("2015")), Span(PartialDate("2013")))
    )
    heights = set(re.findall(r"M[\d.]+ ([\d.]+)H", timeline(both).svg))
    assert len(heights) == 2


def test_an_empty_timeline_is_still_a_drawing():
    assert parse(timeline().svg).get("role") == "img"


def test_a_map_with_links_lets_readers_reach_them():
    linked = area_map([MapPoint(50, 50, "Ville", "public", url="/acteurs/1/")])
    assert 'role="group"' in linked.svg
    assert '<a href="/acteurs/1/" aria-label="Ville">' in linked.svg


def test_map_labels_keep_inside_and_clear_of_each_other():
    crowd = [MapPoint(x * 3, 50 + x % 2, f"Acteur numéro {x}", "public") for x in range(33)]
    boxes = words_boxes(area_map(crowd).svg)
    assert overlapping(boxes) == []
    assert all(box[0] >= -1 and box[2] <= WIDTH + 1 for box in boxes)


def test_insets_stand_below_the_map():
    far = Area(*path_of_rings([[(0, 0), (5, 0), (5, 5)]]), label="Île")
    inset = Inset("Mayotte", (MapLayer((far,)),))
    alone, with_far = parse(area_map().svg), parse(area_map(insets=[inset] * 7).svg)
    assert float(with_far.get("viewBox").split()[3]) > float(alone.get("viewBox").split()[3])
    assert [text.text for text in with_far.iter(f"{SVG}text")] == ["Mayotte"] * 7


def test_the_frame_follows_the_layers_that_set_it():
    near = MapLayer(points=(MapPoint(1, 2, ""), MapPoint(5, 7, "")))
    far = MapLayer(points=(MapPoint(900, 900, ""),), sets_frame=False)
    assert bounds_of([near, far]) == (1, 2, 5, 7)
    assert bounds_of([]) == (0, 0, 1, 1)


def test_words_are_cut_to_their_room_and_lose_nothing_when_they_fit():
    assert ellipsis("Emploi", 200, 13) == "Emploi"
    assert ellipsis(LONG, 100, 13).endswith("…")
    assert text_width(ellipsis(LONG, 100, 13), 13) <= 100
    lines = wrap("Anticonstitutionnellement", 90, 13, lines=3)
    assert len(lines) > 1
    assert "".join(line.rstrip("\u2010") for line in lines) == "Anticonstitutionnellement"


def test_heat_has_no_colour_for_zero_and_the_deepest_for_the_most():
    assert [heat_class(value, 10) for value in (None, 0, 1, 5, 10)] == [
        "heat-0",
        "heat-0",
        "heat-1",
        "heat-3",
        "heat-5",
    ]


def test_years_are_thinned_to_their_room():
    years = year_ticks(datetime.date(1900, 1, 1), datetime.date(2026, 1, 1), 8)
    assert len(years) <= 9
    assert years[0] <= 1900 < 2026 < years[-1]
