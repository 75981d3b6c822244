"""The path: dated by facilitators, honest about its dates, and no word over another."""

import datetime

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau.alliances.actions.path import seen_of
from terreau.alliances.models import PhaseSpan
from terreau.alliances.pictures.path import draw_path, story_of
from terreau.alliances.pictures.path_tall import draw_tall
from terreau.alliances.pictures.path_wide import draw_wide
from terreau.alliances.pictures.stretches import (
    MOST_STEPS,
    PathLane,
    Step,
    Stretch,
    drawn_steps,
)
from terreau.core.models import Record
from terreau.core.partial_dates import PartialDate
from tests.alliances.factories import fresh, make_cast
from tests.alliances.story_factories import make_entry, page, queries_of, sign_in

TODAY = datetime.date(2026, 11, 22)
DATES = st.builds(
    PartialDate,
    st.one_of(
        st.integers(1990, 2030).map(str),
        st.builds("{}-{:02}".format, st.integers(1990, 2030), st.sampled_from([1, 6, 12, 21, 24])),
        st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)).map(str),
    ),
)
WORDS = st.text(st.sampled_from("abcdéWMil ’«»-<"), max_size=120)
STRETCHES = st.builds(Stretch, DATES, st.none() | DATES, WORDS, WORDS)
LANES = st.lists(
    st.builds(
        PathLane,
        st.sampled_from(["Dialogue", "Expérimentations", "Partenariats"]),
        st.just("leaf"),
        st.lists(STRETCHES, min_size=1, max_size=6).map(tuple),
    ),
    max_size=3,
)
STEPS = st.lists(st.builds(Step, DATES, WORDS), max_size=15)
calm = settings(deadline=None, max_examples=40)


def are_apart(one, other) -> bool:
    return (
        one[2] <= other[0] + 0.01
        or other[2] <= one[0] + 0.01
        or one[3] <= other[1] + 0.01
        or other[3] <= one[1] + 0.01
    )


@pytest.mark.parametrize("draw", [draw_wide, draw_tall])
@calm
@given(lanes=LANES, steps=STEPS)
def test_no_word_stands_on_another_nor_outside(draw, lanes, steps) -> None:
    sheet = draw(lanes, steps, TODAY)
    boxes = [box for box in sheet.boxes if box[2] > box[0]]
    for place, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[2] <= sheet.width + 0.01
        assert box[3] <= sheet.height + 0.01
        assert all(are_apart(box, other) for other in boxes[place + 1 :])


def add_phase(alliance, phase="dialogue", starts="2012", ends="", **fields) -> PhaseSpan:
    return PhaseSpan.objects.create(
        alliance=alliance, phase=phase, starts_on=starts, ends_on=ends, **fields
    )


def steps_of(count: int) -> list[Step]:
    """Steps over five years, three in the first."""
    return [Step(PartialDate(str(2010 + max(0, n - 2) % 5)), f"Étape {n}") for n in range(count)]


def test_a_short_path_says_every_step_and_a_long_one_gathers_each_year() -> None:
    few = sorted(steps_of(MOST_STEPS), key=lambda one: one.when.start)
    assert drawn_steps(few) == few
    many = sorted(steps_of(MOST_STEPS + 1), key=lambda one: one.when.start)
    drawn = drawn_steps(many)
    assert [one.when.text for one in drawn] == ["2010", "2011", "2012", "2013", "2014"]
    assert drawn[0].title == "7 étapes, dont « Étape 0 »"
    alone = [*many, Step(PartialDate("2015-06"), "La seule de son année")]
    assert drawn_steps(alone)[-1].title == "La seule de son année"


@pytest.mark.django_db
def test_a_path_of_two_hundred_steps_stays_light_and_its_table_whole(client: Client) -> None:
    cast = make_cast(status="published")
    for number in range(200):
        when = f"{2005 + number % 20}-{number % 12 + 1:02}"
        make_entry(
            cast.alliance, f"Étape {number} !", happened_on=PartialDate(when), is_public=True
        )
    html = client.get(page("path", cast.alliance)).content.decode()
    assert len(html.encode()) < 60_000
    assert html.count("</tr>") == 201
    assert "Les étapes sont réunies par année" in html
    assert html.count("<svg") < 40


@pytest.mark.django_db
def test_two_sources_that_disagree_are_both_shown(client: Client) -> None:
    cast = make_cast(status="published")
    add_phase(cast.alliance, starts="2011", source="Le site de la ville")
    add_phase(cast.alliance, starts="2012", source="Le cours en ligne")
    picture = draw_path(story_of(cast.alliance), today=TODAY)
    for words in ("depuis 2011 · Le site de la ville", "depuis 2012 · Le cours en ligne"):
        assert words in picture.svg
    html = client.get(page("path", cast.alliance)).content.decode()
    assert "source : Le site de la ville" in html
    assert "source : Le cours en ligne" in html


@pytest.mark.django_db
def test_a_date_known_to_the_year_is_drawn_pale_and_an_open_end_in_dots() -> None:
    cast = make_cast()
    add_phase(cast.alliance, starts="2012")
    svg = draw_path(story_of(cast.alliance), today=TODAY).svg
    assert 'stroke-opacity="0.4"' in svg
    assert "p-open" in svg
    PhaseSpan.objects.update(ends_on="2014-05-02")
    assert "p-open" not in draw_path(story_of(cast.alliance), today=TODAY).svg


@pytest.mark.django_db
def test_a_passer_by_sees_only_the_public_steps(client: Client) -> None:
    cast = make_cast(status="published")
    make_entry(cast.alliance, "Première table publique", is_public=True)
    make_entry(cast.alliance, "Étape entre nous")
    html = client.get(page("path", cast.alliance)).content.decode()
    assert "Première table publique" in html
    assert "Étape entre nous" not in html
    assert (
        "Étape entre nous"
        in sign_in(client, cast.ama).get(page("path", cast.alliance)).content.decode()
    )


@pytest.mark.django_db
def test_a_facilitator_dates_a_phase_with_what_is_known(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.bastien)
    typed = {"phase": "experiment", "starts_on": "automne 2013", "label": "Premiers <b>essais</b>"}
    answer = client.post(page("phase-add", cast.alliance), typed)
    assert answer.status_code == 302
    span = PhaseSpan.objects.get()
    assert (span.starts_on.text, span.ends_on) == ("2013-23", None)
    html = client.get(page("path", cast.alliance)).content.decode()
    assert "depuis automne 2013" in html
    assert "<b>essais" not in html
    assert "expérimentations" in Record.objects.filter(scope=cast.alliance.scope).last().sentence


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ama", "chloe"])
def test_others_do_not(client: Client, who: str) -> None:
    cast = make_cast(status="published")
    span = add_phase(cast.alliance)
    sign_in(client, getattr(cast, who))
    for url in (page("phase-add", cast.alliance), page("phase-edit", cast.alliance, phase=span.pk)):
        answer = client.post(url, {"phase": "dialogue", "starts_on": "2010"})
        assert answer.status_code == 403
        assert "revient aux facilitateurs" in answer.content.decode()
    assert PhaseSpan.objects.get().starts_on.text == "2012"


@pytest.mark.django_db
def test_an_end_before_the_start_is_refused_and_nothing_typed_is_lost(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.bastien)
    typed = {"phase": "dialogue", "starts_on": "2014", "ends_on": "mai 2012", "label": "Un mot"}
    html = client.post(page("phase-add", cast.alliance), typed).content.decode()
    assert "La fin précède le début" in html
    assert "mai 2012" in html
    assert "Un mot" in html
    assert not PhaseSpan.objects.exists()


@pytest.mark.django_db
def test_the_second_of_two_people_is_told_and_loses_nothing(client: Client) -> None:
    cast = make_cast()
    span = add_phase(cast.alliance)
    seen = seen_of(PhaseSpan.objects.get())
    sign_in(client, cast.bastien)
    url = page("phase-edit", cast.alliance, phase=span.pk)
    PhaseSpan.objects.update(label="Écrit par Fatou")
    typed = {"phase": "dialogue", "starts_on": "2013", "label": "Écrit par Bastien", "seen": seen}
    html = client.post(url, typed).content.decode()
    assert "Quelqu’un a modifié cette phase" in html
    assert "Écrit par Bastien" in html
    assert PhaseSpan.objects.get().label == "Écrit par Fatou"
    again = typed | {"seen": seen_of(PhaseSpan.objects.get())}
    assert client.post(url, again).status_code == 302
    assert PhaseSpan.objects.get().label == "Écrit par Bastien"


@pytest.mark.django_db
def test_a_phase_is_removed_and_the_record_remembers(client: Client) -> None:
    cast = make_cast()
    span = add_phase(cast.alliance)
    sign_in(client, cast.bastien)
    url = page("phase-edit", cast.alliance, phase=span.pk)
    answer = client.post(url, {"remove": "1", "seen": seen_of(PhaseSpan.objects.get())})
    assert answer.status_code == 302
    assert not PhaseSpan.objects.exists()
    assert "a retiré du chemin" in Record.objects.filter(scope=cast.alliance.scope).last().sentence


@pytest.mark.django_db
def test_the_phase_of_another_alliance_is_not_there(client: Client) -> None:
    cast, other = make_cast(), make_cast()
    span = add_phase(other.alliance)
    sign_in(client, cast.bastien)
    assert client.get(page("phase-edit", cast.alliance, phase=span.pk)).status_code == 404


@pytest.mark.django_db
def test_the_queries_of_the_page_do_not_grow(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.bastien)
    url = page("path", fresh(cast.alliance))
    add_phase(cast.alliance)
    make_entry(cast.alliance)
    client.get(url)
    before = queries_of(client, url)
    for number in range(12):
        add_phase(cast.alliance, "partnership", f"20{number + 10}", label=f"Partenariat {number}")
        make_entry(cast.alliance, f"Étape {number}")
    assert queries_of(client, url) == before <= 15
