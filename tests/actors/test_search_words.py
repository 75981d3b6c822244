"""The words of French, as the index holds them."""

import pytest

from terreau.actors.search.queries import MOST_TERMS, Term, read_words
from terreau.actors.search.words import LONGEST_WORD, MOST_WORDS, stem, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Économie sociale & solidaire", ["economie", "sociale", "solidaire"]),
        ("A.D.M.R.", ["admr"]),
        ("A D M R", ["admr"]),
        ("E.S.S du Val-de-Marne", ["ess", "val", "marne"]),
        ("Cœur d'Aïn", ["coeur", "ain"]),
        ("Sainte-Anne, Saint Maurice", ["st", "anne", "st", "maurice"]),
        ("SIRET 110 001 013 00017", ["siret", "11000101300017"]),
        ("le la les de du", []),
        ("", []),
        ("☃ * « » %", []),
    ],
)
def test_a_text_becomes_plain_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("associations", "associatif"), ("jeune", "jeunes"), ("éducatif", "éducation")],
)
def test_words_of_a_family_share_their_stem(one: str, other: str) -> None:
    assert stem(words_of(one)[0]) == stem(words_of(other)[0])


def test_what_holds_a_digit_is_not_cut() -> None:
    assert stem("w751234567") == "w751234567"


def test_very_long_texts_are_bounded() -> None:
    words = words_of("x" * 500 + " mot" * 5_000)
    assert len(words[0]) == LONGEST_WORD
    assert len(words) == MOST_WORDS


def test_the_last_word_may_be_unfinished_and_a_lone_letter_waits() -> None:
    assert read_words("club gra").terms == (Term("club"), Term("gra", is_unfinished=True))
    assert read_words("club g").terms == (Term("club", is_unfinished=True),)
    assert read_words("g").terms == ()
    assert len(read_words(" ".join(f"mot{n}" for n in range(50))).terms) == MOST_TERMS
    assert read_words("\x00").is_empty
