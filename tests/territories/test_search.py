"""What people type finds what they mean."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terreau.territories.enums import SuccessionCause
from terreau.territories.folding import fold
from terreau.territories.models import Succession, Territory
from terreau.territories.search import find_territories
from terreau.territories.typing_errors import distance_within
from tests.territories.factories import unit


def names(text: str, **options) -> list[str]:
    return [found.name for found in find_territories(text, **options)]


@pytest.mark.usefixtures("traps")
class TestSearch:
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("charen", "Charenton-le-Pont"),
            ("saint maurice", "Saint-Maurice"),
            ("St-Maurice", "Saint-Maurice"),
            ("SAINT MAURICE", "Saint-Maurice"),
            ("94220", "Charenton-le-Pont"),
            ("94018", "Charenton-le-Pont"),
            ("2A004", "Ajaccio"),
            ("2a", "Corse-du-Sud"),
            ("94", "Val-de-Marne"),
            ("creteil", "Créteil"),
            ("l hay les roses", "L’Haÿ-les-Roses"),
            ("L'Hay", "L’Haÿ-les-Roses"),
            ("charneton", "Charenton-le-Pont"),
            ("charento le pon", "Charenton-le-Pont"),
            ("vitry s/ seine", "Vitry-sur-Seine"),
            ("vitrysurseine", "Vitry-sur-Seine"),
            ("Lyon", "Lyon"),
            ("grand lyon", "Métropole de Lyon"),
            ("219400181", "Charenton-le-Pont"),
        ],
    )
    def test_the_first_answer(self, typed: str, first: str) -> None:
        assert names(typed)[0] == first

    def test_reunion_is_found_with_and_without_its_article(self) -> None:
        assert set(names("la Réunion")[:2]) == {"La Réunion"}
        assert "La Réunion" in names("reunion")

    def test_larger_communes_come_first(self) -> None:
        found = find_territories("saint", kinds=["commune"], limit=8)
        people = [place.population for place in found]
        assert people == sorted(people, reverse=True)

    def test_kinds_restrict(self) -> None:
        assert {found.kind for found in find_territories("94", kinds=["commune"])} == {"commune"}

    def test_a_postcode_says_why_it_answers(self) -> None:
        assert find_territories("94220")[0].search_note == "code postal 94220"

    def test_a_former_commune_leads_to_today(self) -> None:
        found = find_territories("annecy le vieux")[0]
        assert found.name == "Annecy"
        assert found.search_note == "Annecy-le-Vieux, aujourd’hui dans Annecy"

    def test_an_obsolete_code_leads_to_its_successor(self) -> None:
        charenton, maurice = unit("commune", "94018"), unit("commune", "94069")
        Territory.objects.filter(pk=maurice.pk).update(is_obsolete=True)
        Succession.objects.create(
            predecessor=maurice, successor=charenton, cause=SuccessionCause.MERGER, source="test"
        )
        # A change of the table without a loading: the stamp of the index must be moved by one.
        Territory.objects.create(kind="commune", code="94999", name="Repère")
        found = find_territories("94069")[0]
        assert found == charenton
        assert "n’existe plus" in found.search_note

    @pytest.mark.parametrize("typed", ["", "  ", "-", "zzqqxx", "'; DROP TABLE", "%", "9" * 90])
    def test_nothing_is_found_without_a_fault(self, typed: str) -> None:
        assert find_territories(typed) == []

    def test_any_name_is_found_by_itself(self) -> None:
        places = Territory.objects.communes().order_by("?")[:60]
        for place in places:
            found = find_territories(place.name, kinds=["commune"], limit=60)
            assert place in found, place

    def test_three_queries_whatever_is_found(self, django_assert_num_queries) -> None:
        find_territories("charenton")
        for typed in ("charenton", "saint", "94220"):
            with django_assert_num_queries(3):
                find_territories(typed)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.differing_executors], deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


WORDS = st.text(string.ascii_lowercase, min_size=4, max_size=10)


@given(WORDS, st.integers(0, 8))
def test_one_swap_is_one_error(word: str, place: int) -> None:
    place %= len(word) - 1
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    distance = distance_within(swapped, word, 1)
    assert distance is not None
    assert distance <= 1


@given(WORDS, WORDS)
def test_the_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance_within(one, other, 10) == distance_within(other, one, 10)
