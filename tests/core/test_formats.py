"""Numbers, rates, areas and dates read as the reader's language writes them."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from terreau.core import formats
from terreau.core.partial_dates import PartialDate

FINE = "\u202f"


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (45000, 0, f"45{FINE}000", "45,000"),
        (1234567.891, 2, f"1{FINE}234{FINE}567,89", "1,234,567.89"),
        (-1500, 0, f"\u22121{FINE}500", "-1,500"),
        (-0.2, 0, "0", "0"),
        (Decimal("12.50"), 1, "12,5", "12.5"),
    ],
)
def test_numbers(value, decimals, french, english):
    assert formats.format_number(value, decimals) == french
    with override("en"):
        assert formats.format_number(value, decimals) == english


@pytest.mark.parametrize(
    ("rate", "french", "english"),
    [
        (0, f"0{FINE}%", "0%"),
        (0.62, f"62{FINE}%", "62%"),
        (1, f"100{FINE}%", "100%"),
        (0.004, f"<{FINE}1{FINE}%", f"<{FINE}1%"),
    ],
)
def test_rates_never_become_zero_when_they_are_not(rate, french, english):
    assert formats.format_percent(rate) == french
    with override("en"):
        assert formats.format_percent(rate) == english


def test_areas():
    assert formats.format_area(1.94) == f"1,9{FINE}km²"
    assert formats.format_area(8234.4) == f"8{FINE}234{FINE}km²"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (999_999, f"999{FINE}999"),
        (1_000_000, "1\xa0million"),
        (1_234_567, "1,2\xa0million"),
        (2_000_000, "2\xa0millions"),
        (68_000_000, "68\xa0millions"),
    ],
)
def test_large_numbers_are_written_in_words(value, words):
    assert formats.format_compact(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime.date(2019, 6, 26), "26 juin 2019"),
        (datetime.date(2020, 5, 1), "1er mai 2020"),
        (datetime.date(2020, 5, 11), "11 mai 2020"),
        (PartialDate("2013-23"), "automne 2013"),
    ],
)
def test_dates(value, words):
    assert formats.format_long_date(value) == words


def test_dates_in_english():
    with override("en"):
        assert formats.format_long_date(datetime.date(2020, 5, 1)) == "1 May 2020"


@pytest.mark.parametrize("say", ["number", "percent", "area", "compact", "long_date", "unknown"])
def test_what_is_not_known_is_said_unknown_and_never_zero(say):
    assert Template(f"{{{{ value|{say} }}}}").render(Context({"value": None})) == "inconnu"


def test_known_values_pass_through_escaped():
    assert Template("{{ v|unknown }}").render(Context({"v": "<b>"})) == "&lt;b&gt;"
    assert Template("{{ v|unknown }}").render(Context({"v": 0})) == "0"


def test_markdown_keeps_the_words_and_drops_the_danger():
    html = formats.render_markdown(
        "# Titre\n\nUn *mot* et **deux**.\n\n- un\n- deux\n\n<script>alert(1)</script>\n\n"
        "[bon](https://exemple.fr) [mauvais](javascript:alert(1)) ![image](https://x.fr/a.png)"
    )
    assert "<strong>Titre</strong>" in html
    assert "<em>mot</em>" in html
    assert "<li>un</li>" in html
    assert '<a href="https://exemple.fr" rel="noopener noreferrer nofollow">bon</a>' in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img" not in html
    assert "<h1" not in html


def test_markdown_of_nothing_is_nothing():
    assert formats.render_markdown(None) == ""


def test_a_moment_is_written_with_its_day_in_words():
    moment = datetime.datetime(2026, 10, 1, 9, 5)  # noqa: DTZ001 - already in the reader's zone
    assert formats.format_long_moment(moment) == "1er octobre 2026, 09:05"
    assert formats.format_day_and_hour(moment) == "1er octobre 2026 à 09:05"
    assert formats.format_long_moment(None) == ""
    assert str(PartialDate("2013-05-01")) == "1er mai 2013"
    with override("en"):
        assert str(PartialDate("2013-05-01")) == "1 May 2013"


def test_no_page_writes_a_first_of_the_month_as_a_plain_one():
    root = Path(formats.__file__).parents[1]
    pages = [page for page in root.rglob("templates/**/*.*") if page.is_file()]
    assert len(pages) > 100
    assert [page.name for page in pages if 'date:"j F Y"' in page.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Passerelle Jeunesse", "au nom de Passerelle Jeunesse"),
        ("Alsace Active", "au nom d’Alsace Active"),
        ("Élan", "au nom d’Élan"),
        ("Handi-Relais", "au nom de Handi-Relais"),
        ("", "au nom de "),
    ],
)
def test_one_speaks_on_behalf_of_a_name_with_its_elision(name: str, said: str) -> None:
    assert formats.on_behalf_of(name) == said
    with override("en"):
        assert formats.on_behalf_of(name) == f"on behalf of {name}"


def test_clauses_follow_one_another_as_the_language_does() -> None:
    parts = ["2 communes sur 2", "INSEE"]
    with override("fr"):
        assert formats.join_clauses(parts) == "2 communes sur 2\u202f; INSEE"
        assert formats.join_clauses(parts[:1]) == "2 communes sur 2"
        assert formats.join_clauses([]) == ""
    with override("en"):
        assert formats.join_clauses(parts) == "2 communes sur 2; INSEE"
