"""The world of an organisation that a file does not say."""

import pytest

from terreau.actors.activities import DIVISIONS
from terreau.actors.enums import SUBTYPES_BY_WORLD
from terreau.actors.exchange.drafts import topics_of
from terreau.actors.exchange.sizes import staff_of
from terreau.actors.exchange.worlds import clean_naf, guess_world, naf_section


@pytest.mark.parametrize(
    ("told", "subtype"),
    [
        ({"legal_category": "7210"}, "commune"),
        ({"legal_category": "7348"}, "epci"),
        ({"legal_category": "7361"}, "social_action_centre"),
        ({"legal_category": "9220"}, "association"),
        ({"legal_category": "9300"}, "foundation"),
        ({"legal_category": "5710"}, "company"),
        ({"legal_category": "5458"}, "cooperative"),
        ({"legal_category": "6316"}, "farm"),
        ({"legal_category": "7172"}, "state_service"),
        ({"name": "Ville de Poitiers"}, "commune"),
        ({"name": "Conseil Départemental de la Vendée"}, "departement"),
        ({"name": "Toulouse Métropole"}, "epci"),
        ({"name": "CCAS de Saint-Maurice"}, "social_action_centre"),
        ({"name": "SAS MABRIS"}, "company"),
        ({"name": "Rodriguez SA"}, "company"),
        ({"name": "Centre social Jacques Prévert"}, "social_centre"),
        ({"name": "Régie de quartiers Tela 13"}, "siae"),
        ({"name": "Amicale Condorcet"}, "association"),
        ({"name": "Foyer de Saint-Maurice", "rna": "W941234567"}, "association"),
        ({"name": "Centre social du Pont", "rna": "W941234567"}, "social_centre"),
        ({"kind": "Association loi 1901", "name": "A croquer"}, "association"),
        ({"kind": "ACI", "name": "Les Jardins"}, "siae"),
        ({"kind": "Collectivité", "name": "Le Creuset"}, "public_body"),
        ({"kind": "Collectivités locales", "name": "Ville de Melun"}, "commune"),
        ({"kind": "Entreprise", "name": "Le Creuset"}, "company"),
        ({"kind": "collectivité territoriale", "name": "Département du Nord"}, "departement"),
    ],
)
def test_the_surest_rule_decides(told: dict, subtype: str) -> None:
    guess = guess_world(**told)
    assert guess.subtype == subtype
    assert guess.subtype in SUBTYPES_BY_WORLD[guess.world]
    assert guess.sentence.startswith("Monde déduit d’après")


@pytest.mark.parametrize("name", ["", "Trouver sonnette à son pied", "L’enfant et sa famille"])
def test_nothing_sure_gives_no_world(name: str) -> None:
    assert guess_world(name=name).world == ""


def test_a_section_gives_a_world_without_a_type() -> None:
    guess = guess_world(name="Les Lilas", naf="10.71C")
    assert (guess.world, guess.subtype) == ("economic", "")


def test_each_division_of_the_naf_has_one_section() -> None:
    assert len(DIVISIONS) == 21
    divisions = [n for first, last in DIVISIONS.values() for n in range(first, last + 1)]
    assert len(divisions) == len(set(divisions)) == 88
    assert [naf_section(code) for code in ("01.11Z", "84.11Z", "9499Z", "99.00Z")] == list("AOSU")


@pytest.mark.parametrize("code", ["34.00Z", "04.10Z", "abc", "88.99", "8899"])
def test_a_code_without_section_or_shape_is_refused(code: str) -> None:
    if naf_section(code):
        assert clean_naf(code) == code
    else:
        with pytest.raises(ValueError, match=code):
            clean_naf(code)


def test_free_words_give_domains_and_classes() -> None:
    assert topics_of("Culture / sport, logement | astrologie") == (
        ["culture", "sport", "housing"],
        ["astrologie"],
    )
    assert [staff_of(text) for text in ("0", "9", "10 salariés", "1 200", "6000")] == [
        "0",
        "1-9",
        "10-49",
        "250-4999",
        "5000+",
    ]
