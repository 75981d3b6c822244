"""The list of actors: filters, counts, pages."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.models import ActionDomain, Organisation
from terreau.territories.models import Territory
from tests.actors.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Territory]:
    val_de_marne = Territory.objects.create(kind="departement", code="94", name="Val-de-Marne")
    guadeloupe = Territory.objects.create(kind="departement", code="971", name="Guadeloupe")
    return {
        "94018": Territory.objects.create(
            kind="commune", code="94018", name="Charenton-le-Pont", departement=val_de_marne
        ),
        "97105": Territory.objects.create(
            kind="commune", code="97105", name="Basse-Terre", departement=guadeloupe
        ),
    }


def names(client: Client, **filters) -> list[str]:
    page = client.get(reverse("actors:list"), filters).context["page"]
    return [organisation.name for organisation in page]


def test_each_filter_narrows_and_they_add_up(client: Client, places) -> None:
    culture = ActionDomain.objects.get(code="culture")
    make_organisation("Musée", world="public", place=places["94018"], domains=[culture])
    make_organisation("Lycée Gravelle", world="academic", place=places["94018"])
    make_organisation("Théâtre", world="general_interest", place=places["97105"], domains=[culture])
    assert names(client) == ["Lycée Gravelle", "Musée", "Théâtre"]
    assert names(client, world="academic") == ["Lycée Gravelle"]
    assert names(client, domain="culture") == ["Musée", "Théâtre"]
    assert names(client, departement="971") == ["Théâtre"]
    assert names(client, q="LYCEE") == ["Lycée Gravelle"]
    assert names(client, domain="culture", departement="94") == ["Musée"]
    assert names(client, q="lycee", world="public") == []


@pytest.mark.parametrize(
    "filters",
    [
        {"world": "martiens"},
        {"domain": "x"},
        {"departement": "999"},
        {"page": "abc"},
        {"sort": ";"},
    ],
)
def test_a_filter_that_means_nothing_filters_nothing(client: Client, filters: dict) -> None:
    make_organisation("Club")
    answer = client.get(reverse("actors:list"), filters)
    assert answer.status_code == 200
    assert [organisation.name for organisation in answer.context["page"]] == ["Club"]


def test_only_public_sheets_are_listed_to_an_anonymous_person(client: Client) -> None:
    make_organisation("Montrée")
    make_organisation("Cachée", is_public=False)
    assert names(client) == ["Montrée"]
    assert client.get(reverse("actors:list")).context["worlds"][1]["count"] == 1
    client.force_login(make_person())
    assert names(client) == ["Cachée", "Montrée"]


def test_worlds_are_counted_under_the_other_filters(client: Client) -> None:
    make_organisation("Club A", world="economic")
    make_organisation("Club B", world="public")
    make_organisation("Autre", world="public")
    worlds = client.get(reverse("actors:list"), {"q": "club", "world": "public"}).context["worlds"]
    assert {item["world"]: item["count"] for item in worlds if item["count"]} == {
        "economic": 1,
        "public": 1,
    }
    assert next(item for item in worlds if item["is_chosen"])["url"] == "?q=club&world="


def test_the_most_recent_sheet_may_come_first(client: Client) -> None:
    old, new = make_organisation("A ancien"), make_organisation("Z récent")
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    Organisation.objects.filter(pk=old.pk).update(updated_at=day)
    assert names(client) == [old.name, new.name]
    assert names(client, sort="recent") == [new.name, old.name]


def test_pages_of_thirty_keep_the_filters(client: Client) -> None:
    for number in range(31):
        make_organisation(f"Club {number:02}", world="economic")
    make_organisation("Mairie", world="public")
    assert len(names(client, world="economic")) == 30
    assert names(client, world="economic", page=2) == ["Club 30"]
    html = client.get(reverse("actors:list"), {"world": "economic"}).content.decode()
    assert "?world=economic&amp;page=2" in html


def test_an_empty_list_invites(client: Client) -> None:
    html = client.get(reverse("actors:list"), {"q": "personne"}).content.decode()
    assert "Élargissez la recherche" in html
    assert reverse("actors:create") not in html
    client.force_login(make_person())
    assert reverse("actors:create") in client.get(reverse("actors:list")).content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_list_does_not_grow_with_its_rows(
    client: Client, places, count_queries, signed_in: bool
) -> None:
    ama = make_person()
    if signed_in:
        client.force_login(ama)

    def fill(prefix: str) -> None:
        for number in range(8):
            sheet = make_organisation(
                f"{prefix} {number}",
                place=places["94018"],
                domains=ActionDomain.objects.all()[: number + 1],
            )
            make_mandate(ama, sheet)

    fill("Première")
    address = reverse("actors:list") + "?q=e&domain=employment&departement=94"
    before = count_queries(client, address)
    fill("Seconde")
    assert count_queries(client, address) == before <= 12


def test_files_are_offered_to_persons_and_the_import_to_staff(client: Client) -> None:
    make_organisation("Club")
    address, upload = reverse("actors:list"), reverse("exchange:upload", args=["organisations"])
    export = reverse("exchange:export", args=["organisations", "csv"])
    assert export not in client.get(address).content.decode()
    client.force_login(make_person())
    page = client.get(address).content.decode()
    assert export in page
    assert f'href="{upload}"' not in page
    client.force_login(make_person(is_staff=True))
    assert f'href="{upload}"' in client.get(address).content.decode()
