"""What a glance rules out could not have been found by looking closely."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching_set import TEST, labelled_set, lexicon_of, read_records
from terreau_engine.matching import (
    PROPOSED_FROM,
    SAME_NAME_FROM,
    Lexicon,
    Party,
    compare,
    worth_comparing,
)
from terreau_engine.matching.fitted import NAME_WEIGHTS

calm = settings(deadline=None, max_examples=300)  # a busy machine is not a fault
# Words that meet: slips, beginnings, letters that sound alike, words glued or known by initials.
WORDS = [
    "gymthouare", "gym", "thouare", "physique", "fysique", "quai", "kai", "oms", "office",
    "municipal", "sports", "logement", "logemen", "lgement", "cie", "compagnie", "marseille",
    "harseille", "2", "14", "st", "saint", "ogec", "organisme", "gestion", "ecole", "abcdefghij",
    "bacdefghij", "mairie", "ham",
]  # fmt: skip
words = st.one_of(st.sampled_from(WORDS), st.text("aehpfqkcuy", min_size=1, max_size=9))
names = st.lists(words, min_size=1, max_size=7).map(" ".join)
POINTS = {"": None, "94018": (2.41, 48.82), "94041": (2.38, 48.81), "13055": (5.37, 43.3)}


@st.composite
def parties(draw) -> Party:
    place = draw(st.sampled_from(sorted(POINTS)))
    return Party(
        names=tuple(draw(st.lists(names, min_size=1, max_size=2))),
        siren=draw(st.sampled_from(["", "732829320", "356000000"])),
        siret=draw(st.sampled_from(["", "", "73282932000074"])),
        rna=draw(st.sampled_from(["", "W751234567", "W941111111"])),
        other_numbers=draw(st.sampled_from([frozenset(), frozenset({"W751234567"})])),
        place=place,
        place_name=draw(st.sampled_from(["Ham", "Marseille"])) if place else "",
        departement=place[:2],
        postcode=draw(st.sampled_from(["", "94220"])),
        point=POINTS[place],
        world=draw(st.sampled_from(["", "public", "economic"])),
    )


def is_kept(first: Party, second: Party, score: float, lexicon: Lexicon) -> bool:
    pair = np.array([0]), np.array([1])
    return worth_comparing([first, second], *pair, lexicon, score=score, same_name=score).item()


@calm
@given(parties(), parties())
def test_a_pair_is_never_ruled_out_under_its_own_score(first, second):
    lexicon = Lexicon({"ham": 0.2, "sports": 0.7})
    found = compare(first, second, lexicon).score
    assert is_kept(first, second, found, lexicon)


def test_a_far_pair_is_ruled_out():
    assert not is_kept(Party(("Club de Ham",)), Party(("Mairie de Lyon",)), 0.1, Lexicon())


def test_a_number_that_both_bear_keeps_any_pair():
    one, other = (Party((name,), siren="732829320") for name in ("Club de Ham", "Mairie de Lyon"))
    assert is_kept(one, other, 0.99, Lexicon())


def test_no_pair_gives_no_answer():
    nothing = np.zeros(0, np.int64)
    found = worth_comparing([], nothing, nothing, Lexicon(), score=0.5, same_name=0.5)
    assert found.tolist() == []


def test_the_bound_knows_which_weights_speak_against():
    assert min(NAME_WEIGHTS[:4]) >= 0 >= max(NAME_WEIGHTS[4:])


@pytest.mark.reference
def test_nothing_is_lost_of_the_published_grants(reference_data):
    grants = reference_data / "grants"
    lexicon, held_out = lexicon_of(read_records(grants)), labelled_set(grants, TEST)
    parties = [party for pair in held_out.pairs for party in (pair.first, pair.second)]
    firsts = np.arange(0, len(parties), 2)
    stays = worth_comparing(
        parties, firsts, firsts + 1, lexicon, score=PROPOSED_FROM, same_name=SAME_NAME_FROM
    )
    scores = np.array([compare(pair.first, pair.second, lexicon).score for pair in held_out.pairs])
    assert not (scores[~stays] >= PROPOSED_FROM).any()
    assert stays.mean() < 0.6
