"""« among » finds what « in » finds, however many are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau.territories.models import Territory

pytestmark = pytest.mark.django_db
CODES = ["01001", "2A004", "é", 'a"b', "{1,2}", "\\", "NULL", "c,d"]


@pytest.fixture
def units(db) -> list[Territory]:
    """Territories under codes that a careless quoting would break."""
    return [
        Territory.objects.create(kind="commune", code=code, name=f"Commune {code}")
        for code in CODES
    ]


def names(**asked) -> set[str]:
    found = Territory.objects.filter(code__in=CODES).filter(**asked)
    return set(found.values_list("name", flat=True))


def test_texts(units: list[Territory]) -> None:
    for wanted in (CODES, CODES[2:6], set(CODES[:1]), ["none of them", CODES[3]]):
        assert names(code__among=wanted) == names(code__in=wanted)


def test_keys_and_links(units: list[Territory]) -> None:
    first, second, *_others = units
    second.departement = first
    second.save()
    assert names(pk__among=[first.pk, second.pk]) == {first.name, second.name}
    assert names(departement__among={first.pk}) == {second.name}
    assert names(departement_id__among=(first.pk,)) == {second.name}


def test_none_asked_answers_nothing_without_asking(units, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert list(Territory.objects.filter(pk__among=[])) == []


def test_forty_thousand_values_are_one_parameter(units, django_assert_num_queries) -> None:
    many = [f"X{rank:05d}" for rank in range(40_000)]
    with django_assert_num_queries(1) as asked:
        assert names(code__among=[*many, CODES[4]]) == {f"Commune {CODES[4]}"}
    assert len(asked.captured_queries[0]["sql"]) > 40_000


def test_what_is_neither_number_nor_text_is_refused(units: list[Territory]) -> None:
    with pytest.raises(TypeError, match="numbers or texts"):
        names(code__among=[b"01001"])


@given(asked=st.lists(st.sampled_from([*CODES, "", "autre"]), max_size=9))
def test_any_choice_agrees_with_in(asked: list[str]) -> None:
    among, within = (
        str(Territory.objects.filter(**{f"code__{word}": asked}).count())
        for word in ("among", "in")
    )
    assert among == within
