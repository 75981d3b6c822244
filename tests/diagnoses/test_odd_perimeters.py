"""A perimeter of codes that are no more, across départements, overseas, or empty."""

import datetime

import pytest
from django.urls import reverse

from terreau.diagnoses import gathering
from terreau.territories.following import follow_codes
from terreau.territories.indicators.writing import write_series
from terreau.territories.models import Succession, Territory
from terreau.territories.perimeters import describe_perimeter
from tests.diagnoses.crossing_factories import as_one, felt, make_ground, read_diagnosis
from tests.partnerships.factories import of_cast, queries_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(monkeypatch):
    made = make_ground(status="published")
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [felt(made.housing)])
    return made


def _page(ground, name: str = "home") -> str:
    return reverse(f"diagnoses:{name}", args=[ground.alliance.slug])


def _merged(ground, code: str = "94999") -> Territory:
    """A commune that was, now part of the last one."""
    heir = ground.communes[-1]
    gone = Territory.objects.create(
        kind="commune",
        code=code,
        name="Ancienne",
        is_obsolete=True,
        departement=heir.departement,
        region=heir.region,
    )
    Succession.objects.create(
        predecessor=gone, successor=heir, on=datetime.date(2025, 1, 1), cause="merger"
    )
    return gone


def test_a_code_that_is_no_more_is_read_on_its_successor_and_said(ground):
    client = as_one(ground.cast.ama)
    ground.alliance.perimeter.set([ground.communes[-1]])
    whole = read_diagnosis(ground)
    of_cast(ground.cast, domains=list(ground.housing.domains.all()))
    few = queries_of(client, _page(ground))
    ground.alliance.perimeter.set([_merged(ground)])
    diagnosis = read_diagnosis(ground)
    assert diagnosis.perimeter.communes == 1
    assert diagnosis.perimeter.population == whole.perimeter.population == 20_000
    assert [one.value for one in diagnosis.challenges[0].figures] == [
        one.value for one in whole.challenges[0].figures
    ]
    page = read(client, _page(ground))
    assert "Ancienne (94999) n’existe plus ; aujourd’hui : Commune 7 (94007)." in page
    assert "mettez le périmètre de l’alliance à jour" in page
    assert queries_of(client, _page(ground)) <= few + 4


def test_two_codes_become_one_commune_counted_once(ground):
    first, second = _merged(ground, "94998"), _merged(ground, "94999")
    summary = describe_perimeter([first, second, ground.communes[-1]])
    assert (summary.communes, summary.population) == (1, 20_000)


def test_a_code_without_heir_says_that_nobody_knows(ground):
    gone = _merged(ground)
    Succession.objects.all().delete()
    ground.alliance.perimeter.set([gone])
    assert "rien ne dit qui lui succède" in read(as_one(ground.cast.ama), _page(ground))
    assert read_diagnosis(ground).perimeter.communes == 0


def test_codes_are_followed_in_two_queries(ground, django_assert_num_queries):
    gone, today = _merged(ground), ground.communes[0]
    former = Territory.objects.create(
        kind="former_commune", code="94997", name="Déléguée", commune=today
    )
    codes = [("commune", gone.code), ("commune", former.code), ("commune", "00000")]
    with django_assert_num_queries(2):
        found = follow_codes([*codes, ("commune", today.code)])
    assert found.unknown == [("commune", "00000")]
    assert found.today(codes[:2]) == {("commune", "94007"), ("commune", today.code)}


def test_across_departements_and_overseas_what_is_unknown_is_said(ground):
    island = Territory.objects.create(kind="region", code="04", name="La Réunion")
    reunion = Territory.objects.create(
        kind="departement", code="974", name="La Réunion", region=island
    )
    denis = Territory.objects.create(
        kind="commune",
        code="97411",
        name="Saint-Denis",
        population=155_000,
        population_year=2023,
        departement=reunion,
        region=island,
    )
    far = Territory.objects.create(kind="collectivity", code="988", name="Nouvelle-Calédonie")
    write_series("logements-vacants", 2021, {denis.pk: 300}, vintage="2026")
    write_series("logements", 2021, {denis.pk: 1000}, vintage="2026")
    ground.alliance.perimeter.set([ground.communes[-1], denis, far])
    diagnosis = read_diagnosis(ground)
    assert {unit[1] for unit in diagnosis.perimeter.units} == {"94007", "97411", "988"}
    vacancy = diagnosis.challenges[0].figures[0]
    assert (vacancy.value, vacancy.known) == (0.3, 1)
    assert vacancy.total > vacancy.known
    assert "1 commune sur" in read(as_one(ground.cast.ama), _page(ground))


def test_an_empty_perimeter_is_a_page_in_sentences(ground):
    ground.alliance.perimeter.clear()
    client = as_one(ground.cast.bastien)
    page = read(client, _page(ground))
    assert "Se loger" in page
    assert "0 %" not in page
    client.post(_page(ground, "take"), {"title": "Sans territoire"})
    taken = ground.alliance.snapshots.get()
    assert "Sans territoire" in read(client, taken.get_absolute_url())
    assert read(client, f"{taken.get_absolute_url()}page-de-l-elu/")
