"""Names, numbers and places: the same organisation or not, and why."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import OutOfScale
from terreau_engine.matching import (
    PROPOSED_FROM,
    Lexicon,
    Party,
    compare,
    distance_km,
    evaluate,
    fold_name,
    match_keys,
    name_variants,
    profile_name,
    skeleton,
    word_likeness,
)

calm = settings(deadline=None, max_examples=80)  # a busy machine is not a fault
WORDS = [
    "association", "club", "nautique", "Ham", "école", "St", "Joseph", "OMS", "office", "municipal",
    "sports", "2", "14", "comité", "fêtes", "Galopins", "ville", "SARL", "Réveil", "amicale",
]  # fmt: skip
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
texts = st.one_of(names, st.text(max_size=60))
parties = st.builds(
    Party,
    names=st.lists(texts, min_size=1, max_size=3).map(tuple),
    siren=st.sampled_from(["", "732829320", "356000000"]),
    rna=st.sampled_from(["", "W751234567", "W941111111"]),
    place=st.sampled_from(["", "94018", "94069"]),
    departement=st.sampled_from(["", "94", "67"]),
    world=st.sampled_from(["", "public", "economic"]),
)


def score(first: str, second: str, **context) -> float:
    return compare(Party((first,), **context), Party((second,), **context)).score


def codes(first: Party, second: Party) -> list[str]:
    return [reason.code for reason in compare(first, second).reasons]


def share_a_key(first: Party, second: Party) -> bool:
    return bool(
        {key.print for key in match_keys(first)} & {key.print for key in match_keys(second)}
    )


@calm
@given(parties, parties)
def test_the_score_is_a_chance_and_does_not_depend_on_the_side(first, second):
    there, back = compare(first, second), compare(second, first)
    assert 0 <= there.score <= 1
    assert there.score == pytest.approx(back.score)
    assert [reason.code for reason in there.reasons] == [reason.code for reason in back.reasons]


@calm
@given(names, names)
def test_nothing_is_likelier_than_itself(first, second):
    assert score(first, first) >= score(first, second) - 1e-9


@calm
@given(names, st.randoms(use_true_random=False))
def test_order_case_and_accents_do_not_count(name, dice):
    words = name.split()
    dice.shuffle(words)
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    assert score(name.upper(), name) == pytest.approx(score(name, name))
    assert score(bare, name) == pytest.approx(score(name, name))
    assert set(profile_name(" ".join(words)).core) == set(profile_name(name).core)


@calm
@given(parties, parties)
def test_two_sirens_lower_and_one_siren_raises(first, second):
    def with_siren(party: Party, siren: str) -> Party:
        return Party(party.names, siren=siren, place=party.place)

    unknown = compare(with_siren(first, ""), with_siren(second, "")).score
    same = compare(with_siren(first, "732829320"), with_siren(second, "732829320")).score
    other = compare(with_siren(first, "732829320"), with_siren(second, "356000000")).score
    assert other < unknown < same


@calm
@given(texts)
def test_a_name_folds_to_plain_words_once_and_for_all(text):
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@calm
@given(parties)
def test_the_same_party_shares_its_keys(party):
    assert match_keys(party) == match_keys(party)
    assert len({key.print for key in match_keys(party)}) <= 80


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Association Mégascène", "MEGASCENE"),
        ("Ass. Sport. et Culturelle la Gilles de Retz", "ASC LA GILLES DE RETZ"),
        ("FESTIVAL INTERCELTIQ  LORIENT", "Festival interceltique de Lorient"),
        ("ELAN 2000 GYMTHOUARE", "ELAN 2000 GYM THOUARE"),
        ("Hôpital Sainte-Marthe d’Aubrac", "Hop. Ste Marthe Aubrac"),
        ("AMATRAMI (Ass. meusienne des migrants)", "ASSOCIATION MEUSIENNE DES MIGRANTS"),
        ("BRO GWENRANN EX CERCLE CELTIQUE GUERANDE", "Cercle celtique de Guérande"),
    ],
)
def test_spellings_of_one_body_are_proposed_and_meet_under_a_key(first, second):
    assert share_a_key(Party((first,)), Party((second,)))
    assert score(first, second, place="44109", departement="44") >= PROPOSED_FROM


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("École primaire n° 2", "École primaire n° 14"),
        ("OGEC St Joseph Couffé", "OGEC Saint-Joseph La Haie-Fouassière"),
        ("Ville de Ham", "CCAS de Ham"),
        ("SARL Le Moulin", "Association Le Moulin"),
        ("Section 14 du Réveil", "Section 2 du Réveil"),
    ],
)
def test_names_that_contradict_each_other_are_not_proposed(first, second):
    assert score(first, second) < PROPOSED_FROM


def test_the_town_hall_is_the_town():
    assert score("Mairie de Ham", "Commune de Ham", place="80410") > 0.7


def test_an_acronym_stands_for_its_words_within_a_longer_name():
    sports = Party(("OMS LA CHAPELLE",), place="44035", place_name="La Chapelle-sur-Erdre")
    office = Party(("Office municipal des sports",), place="44035", place_name=sports.place_name)
    assert "acronym" in codes(sports, office)
    assert compare(sports, office).score > score("OMS LA CHAPELLE", "Office municipal des sports")


def test_an_alias_answers_for_the_name():
    known = Party(("Racing club cheminots", "Les Aigles du rail"))
    found = compare(known, Party(("AIGLES DU RAIL",)))
    assert found.score >= PROPOSED_FROM
    assert "by-alias" in [reason.code for reason in found.reasons]


def test_numbers_settle_it_whatever_the_names():
    one, two = Party(("Jet FM",), siren="326875630"), Party(("Radio jeune",), siren="326875630")
    assert compare(one, two).score > 0.7
    assert codes(one, two)[0] == "same-siren"
    numbered = Party(("Radio jeune",), other_numbers=frozenset({"W442000000"}))
    assert compare(Party(("Jet FM",), rna="W442000000"), numbered).score > 0.9


def test_two_establishments_of_one_unit_are_told():
    first = Party(("Centre A",), siret="73282932000074")
    second = Party(("Centre B",), siret="73282932000082")
    assert "other-siret" in codes(first, second)


def test_places_speak_for_and_against():
    club = Party(("Amicale du Moulin",), place="94018", point=(2.41, 48.82), departement="94")
    same = Party(("Amicale Moulin",), place="94018", point=(2.41, 48.82), departement="94")
    near = Party(("Amicale Moulin",), place="94069", point=(2.43, 48.81), departement="94")
    far = Party(("Amicale Moulin",), place="67300", point=(7.49, 48.54), departement="67")
    scores = [compare(club, other).score for other in (same, near, far)]
    assert scores == sorted(scores, reverse=True)
    assert "far" in codes(club, far)
    assert distance_km((2.41, 48.82), (7.49, 48.54)) == pytest.approx(374, abs=3)


def test_a_rare_word_says_more_than_a_common_one():
    lexicon = Lexicon({"moulin": 0.1, "gwenrann": 1.0})
    rare = compare(Party(("Bro Gwenrann",)), Party(("Gwenrann",)), lexicon).score
    common = compare(Party(("Bro Moulin",)), Party(("Moulin",)), lexicon).score
    assert rare > common


def test_words_are_alike_by_degrees():
    assert word_likeness("logemen", "logement") == 0.9
    assert word_likeness("actarom", "actarum") == 0.95
    assert word_likeness("moulin", "moutin") > 0.75
    assert word_likeness("2", "3") == 0
    assert skeleton("philbert") == skeleton("filbert")


def test_a_name_of_five_hundred_letters_and_an_empty_one_are_read():
    assert name_variants("") == ("",)
    assert 0 <= score("a" * 500, "") <= 1
    assert 0 <= score("x y z " * 100, "x y z " * 100) <= 1


def test_scores_are_judged_against_the_truth():
    told = evaluate([0.9, 0.8, 0.3, 0.05], [True, False, True, False], threshold=0.5, missed=2)
    assert (told.precision, told.recall, told.proposed, told.true) == (0.5, 0.25, 2, 4)
    assert told.f1 == pytest.approx(1 / 3)
    assert [band.low for band in told.bands] == [0.0, 0.3, 0.8, 0.9]
    assert evaluate([], [], threshold=0.5).precision is None
    with pytest.raises(OutOfScale):
        evaluate([1.2], [True], threshold=0.5)
    with pytest.raises(OutOfScale):
        evaluate([0.2], [], threshold=0.5)
