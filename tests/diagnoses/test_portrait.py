"""The portrait of an alliance: public figures, inside its rail, for whoever sees the alliance."""

import pytest

from terreau.alliances.models import Alliance
from terreau.territories.models import Territory
from tests.partnerships.factories import queries_of
from tests.scenario import build_scenario

pytestmark = pytest.mark.django_db
ADDRESS = "/alliances/{}/diagnostic/portrait/"


@pytest.fixture
def scenario():
    return build_scenario()


def agir() -> Alliance:
    return Alliance.objects.get(slug="agir")


def test_a_member_reads_it_with_the_tabs_of_the_diagnosis(client, scenario) -> None:
    client.force_login(scenario.people["member"])
    page = client.get(ADDRESS.format("agir")).content.decode()
    assert "Portrait du territoire" in page
    assert "/alliances/agir/diagnostic/" in page
    assert "Trop peu de territoires" in page  # two communes have no family


def test_the_first_reader_pays_for_the_others_and_not_much(client, scenario) -> None:
    client.force_login(scenario.people["member"])
    address = ADDRESS.format("agir")
    assert queries_of(client, address) <= 20
    assert queries_of(client, address) <= 10


def test_anybody_reads_that_of_a_published_alliance_and_of_no_other(client, scenario) -> None:
    assert client.get(ADDRESS.format("ailleurs")).status_code == 200
    assert client.get(ADDRESS.format("agir")).status_code == 404
    client.force_login(scenario.people["stranger"])
    assert client.get(ADDRESS.format("agir")).status_code == 404


def test_without_a_perimeter_it_invites_to_give_one(client, scenario) -> None:
    client.force_login(scenario.people["member"])
    agir().perimeter.clear()
    page = client.get(ADDRESS.format("agir")).content.decode()
    assert "pas encore de périmètre" in page


def test_several_units_are_a_free_perimeter_under_its_own_name(client, scenario) -> None:
    client.force_login(scenario.people["member"])
    agir().perimeter.set(Territory.objects.filter(kind="commune"))
    Alliance.objects.filter(slug="agir").update(perimeter_label="Les deux rives")
    page = client.get(ADDRESS.format("agir")).content.decode()
    assert "label=Les+deux+rives" in page
