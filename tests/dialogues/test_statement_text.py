"""What hides, reverses or piles up never reaches a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.dialogues.statement_text import clean_statement, has_words, sameness


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Plus de\n\tbus  le soir ", "Plus de bus le soir"),
        ("Plus\u200b de\u2060 bus\ufeff", "Plus de bus"),
        ("Plus de bus\u202e riosel", "Plus de bus riosel"),
        ("\u2067Plus de bus\u2069", "Plus de bus"),
        ("Plus\x00 de\x07 bus", "Plus de bus"),
        ("E\u0301cole", "École"),
        ("E\u200b\u0301cole", "École"),
        ("Z\u0334\u0335\u0336\u0337\u0338algo", "Z\u0334\u0335\u0336algo"),
        ("Des familles 👨\u200d👩\u200d👧", "Des familles 👨\u200d👩\u200d👧"),
        ("Plus\u200dde bus", "Plusde bus"),
        ("مزيد من الحافلات", "مزيد من الحافلات"),
        ("Un vélo ❤\ufe0f", "Un vélo ❤\ufe0f"),
        ("Privé \ue000", "Privé"),
    ],
)
def test_a_statement_is_cleaned(typed, kept):
    assert clean_statement(typed) == kept


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text):
    clean = clean_statement(text)
    assert clean_statement(clean) == clean
    assert "\n" not in clean
    assert clean == clean.strip()


@pytest.mark.parametrize(
    ("text", "said"), [("Oui", True), ("…", False), ("🚲🚲", False), ("12", False), ("نعم", True)]
)
def test_a_statement_says_something(text, said):
    assert has_words(text) is said


def test_the_same_words_are_the_same_in_any_script():
    assert sameness("Plus de bus, le SOIR !") == sameness("plus de bus le soir")
    assert sameness("مزيد من الحافلات") != sameness("نعم")
