"""The list of actors: filters, counts, pages, the slice while one types."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import ActionDomain, Organisation, Resource
from terreau.actors.search.finding import find
from terreau.actors.search.queries import Filters
from terreau.actors.search.rebuilding import find_index_faults
from terreau.territories.models import Territory
from tests.actors.factories import make_mandate, make_organisation, make_person, now

pytestmark = pytest.mark.django_db
LIST = "actors:list"


@pytest.fixture
def places() -> dict[str, Territory]:
    france = Territory.objects.create(kind="region", code="11", name="Île-de-France")
    val_de_marne = Territory.objects.create(
        kind="departement", code="94", name="Val-de-Marne", region=france
    )
    guadeloupe = Territory.objects.create(kind="departement", code="971", name="Guadeloupe")
    epci = Territory.objects.create(
        kind="epci", code="200058006", name="Paris Est Marne et Bois", region=france
    )
    above = {"departement": val_de_marne, "region": france}

    def commune(code: str, name: str, lon: float, lat: float, **parents) -> Territory:
        return Territory.objects.create(
            kind="commune", code=code, name=name, lon=lon, lat=lat, **parents
        )

    return {
        "94": val_de_marne,
        "971": guadeloupe,
        "epci": epci,
        "94018": commune("94018", "Charenton-le-Pont", 2.41, 48.82, epci=epci, **above),
        "94028": commune("94028", "Créteil", 2.46, 48.78, **above),
        "97105": commune("97105", "Basse-Terre", -61.73, 16.0, departement=guadeloupe),
    }


def names(client: Client, **filters) -> list[str]:
    listing = client.get(reverse(LIST), filters).context["listing"]
    return [hit.organisation.name for hit in listing.hits]


def offer(organisation: Organisation, title: str, **fields) -> Resource:
    values = {"direction": "offer", "nature": "premises", "stated_at": now(), **fields}
    resource = Resource.objects.create(organisation=organisation, title=title, **values)
    refresh_indexes([organisation.pk])
    return resource


def test_each_filter_narrows_and_they_add_up(client: Client, places) -> None:
    culture = ActionDomain.objects.get(code="culture")
    make_organisation("Musée", world="public", place=places["94018"], domains=[culture])
    make_organisation("Lycée Gravelle", world="academic", place=places["94018"])
    make_organisation("Théâtre", world="general_interest", place=places["97105"], domains=[culture])
    assert names(client) == ["Lycée Gravelle", "Musée", "Théâtre"]
    assert names(client, world="academic") == ["Lycée Gravelle"]
    assert names(client, domain="culture") == ["Musée", "Théâtre"]
    assert names(client, t="departement:971") == ["Théâtre"]
    assert names(client, t=["departement:971", "commune:94018"]) == names(client)
    assert names(client, q="LYCEE") == ["Lycée Gravelle"]
    assert names(client, domain="culture", t="departement:94") == ["Musée"]
    assert names(client, q="lycee", world="public") == []


def test_a_territory_means_the_seat_the_action_or_both(client: Client, places) -> None:
    make_organisation("Siège ici", place=places["94018"])
    make_organisation("Agit ici", place=places["97105"], perimeter=[places["94018"]])
    make_organisation("Agit partout", perimeter=[places["94"]])
    make_organisation("À côté", place=places["94028"], perimeter=[places["94028"]])
    here = {"t": "commune:94018"}
    assert names(client, **here) == ["Agit ici", "Agit partout", "Siège ici"]
    assert names(client, **here, where="seat") == ["Siège ici"]
    assert names(client, **here, where="acts") == ["Agit ici", "Agit partout"]
    assert names(client, t="epci:200058006") == ["Agit ici", "Siège ici"]
    assert names(client, t="region:11", where="acts") == ["À côté", "Agit ici", "Agit partout"]


def test_an_offer_past_its_end_no_longer_counts(client: Client, django_assert_num_queries) -> None:
    today = localdate()
    for name, ends_on in (
        ("Finie", today - datetime.timedelta(days=1)),
        ("Dernier jour", today),
        ("Longue", datetime.date(today.year + 1, 1, 1)),
        ("Sans fin", None),
    ):
        offer(make_organisation(name), "Une salle", ends_on=ends_on)
    running = ["Dernier jour", "Longue", "Sans fin"]
    assert names(client, nature="premises") == running
    assert names(client, direction="offer", nature="premises") == running
    assert names(client, direction="offer") == running
    assert names(client, direction="need") == []
    assert names(client, direction="offer", nature="human") == []
    tomorrow = Filters(today=today + datetime.timedelta(days=1), natures=("premises",))
    assert len(find(tomorrow, signed_in=True)[0].ordered()) == 2
    assert list(find_index_faults()) == []
    with django_assert_num_queries(1):
        find(tomorrow, signed_in=True)


def test_a_private_offer_with_an_end_counts_for_signed_in_persons_only(client: Client) -> None:
    club = make_organisation("Club")
    offer(club, "Une salle", ends_on=localdate(), is_public=False)
    assert names(client, nature="premises") == []
    client.force_login(make_person())
    assert names(client, nature="premises") == ["Club"]


def test_around_a_commune_the_nearest_come_first(client: Client, places) -> None:
    make_organisation("Antilles", place=places["97105"])
    make_organisation("Créteil solidaire", place=places["94028"])
    make_organisation("Pont", place=places["94018"])
    make_organisation("Sans lieu")
    found = names(client, t="commune:94018", where="around")
    assert found == ["Pont", "Créteil solidaire", "Antilles", "Sans lieu"]


def test_offers_needs_sizes_and_situations_narrow(client: Client) -> None:
    club = make_organisation("Club", size_class="10-49")
    other = make_organisation("Autre", lifecycle="closed")
    offer(club, "Une salle")
    offer(other, "Du temps", direction="need", nature="human")
    assert names(client, nature="premises") == ["Club"]
    assert names(client, direction="need") == ["Autre"]
    assert names(client, direction="need", nature="premises") == []
    assert names(client, size="10-49") == ["Club"]
    assert names(client, state="closed") == ["Autre"]


def test_freshness_is_to_the_day(client: Client) -> None:
    today = localdate()
    days = {"Neuve": 364, "Mûre": 365, "Vieille": 730}
    for name, age in days.items():
        make_organisation(name, confirmed_on=today - datetime.timedelta(days=age))
    make_organisation("Inconnue")
    assert names(client, fresh="fresh") == ["Neuve"]
    assert names(client, fresh="ageing") == ["Mûre"]
    assert names(client, fresh="stale") == ["Vieille"]
    assert names(client, fresh="unknown") == ["Inconnue"]
    assert names(client, sort="freshness") == ["Neuve", "Mûre", "Vieille", "Inconnue"]


@pytest.mark.parametrize(
    "filters",
    [
        {"world": "martiens"},
        {"domain": "x"},
        {"t": "departement:999"},
        {"page": "abc"},
        {"sort": ";"},
        {"q": "\x00"},
        {"fresh": "1"},
    ],
)
def test_a_filter_that_means_nothing_filters_nothing(client: Client, filters: dict) -> None:
    make_organisation("Club")
    assert names(client, **filters) == ["Club"]


def test_only_public_sheets_are_listed_to_an_anonymous_person(client: Client) -> None:
    make_organisation("Montrée")
    make_organisation("Cachée", is_public=False)
    assert names(client) == ["Montrée"]
    assert client.get(reverse(LIST)).context["worlds"][1]["count"] == 1
    client.force_login(make_person())
    assert names(client) == ["Cachée", "Montrée"]


def test_worlds_are_counted_under_the_other_filters(client: Client) -> None:
    make_organisation("Club A", world="economic")
    make_organisation("Club B", world="public")
    make_organisation("Autre", world="public")
    worlds = client.get(reverse(LIST), {"q": "club", "world": "public"}).context["worlds"]
    assert {item["world"]: item["count"] for item in worlds if item["count"]} == {
        "economic": 1,
        "public": 1,
    }
    assert next(item for item in worlds if item["is_chosen"])["url"] == "?q=club&world="


def test_the_most_recent_sheet_may_come_first(client: Client) -> None:
    old, new = make_organisation("A ancien"), make_organisation("Z récent")
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    Organisation.objects.filter(pk=old.pk).update(updated_at=day)
    refresh_indexes([old.pk])
    assert names(client) == [old.name, new.name]
    assert names(client, sort="recent") == [new.name, old.name]


def test_pages_of_thirty_keep_the_filters(client: Client) -> None:
    for number in range(31):
        make_organisation(f"Club {number:02}", world="economic")
    make_organisation("Mairie", world="public")
    assert len(names(client, world="economic")) == 30
    assert names(client, world="economic", page=2) == ["Club 30"]
    html = client.get(reverse(LIST), {"world": "economic"}).content.decode()
    assert "?world=economic&amp;page=2" in html


def test_each_filter_in_use_can_be_removed_alone(client: Client, places) -> None:
    query = {"q": "club", "world": "public", "t": ["commune:94018", "departement:971"]}
    chips = client.get(reverse(LIST), query).context["chips"]
    assert [chip.value for chip in chips] == [
        "club",
        "Charenton-le-Pont",
        "Guadeloupe",
        "acteurs publics",
    ]
    assert chips[0].url == "?world=public&t=commune%3A94018&t=departement%3A971"
    assert chips[1].url == "?q=club&world=public&t=departement%3A971"


def test_a_slice_answers_while_one_types(client: Client) -> None:
    make_organisation("Club Gravelle")
    answer = client.get(reverse(LIST), {"q": "grav"}, headers={"hx-request": "true"})
    html = answer.content.decode()
    assert "<html" not in html
    assert "Club <mark>Gravelle</mark>" in html


def test_an_empty_list_invites(client: Client) -> None:
    html = client.get(reverse(LIST), {"q": "personne"}).content.decode()
    assert "Élargissez la recherche" in html
    assert "Voir tous les acteurs" in html
    assert reverse("actors:create") not in html
    client.force_login(make_person())
    assert reverse("actors:create") in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "query", ["", "?q=premi&domain=employment&t=departement:94", "?q=premire", "?sort=recent"]
)
def test_the_list_does_not_grow_with_its_rows(
    client: Client, places, count_queries, signed_in: bool, query: str
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
            offer(sheet, f"Une salle {number}")

    fill("Première")
    address = reverse(LIST) + query
    count_queries(client, address)  # the snapshot follows the writes: two queries, once
    before = count_queries(client, address)
    fill("Seconde")
    count_queries(client, address)
    assert count_queries(client, address) == before <= 12


def test_the_open_list_is_offered_to_everybody_and_the_import_to_staff(client: Client) -> None:
    make_organisation("Club", world="public")
    address, upload = reverse(LIST), reverse("exchange:upload", args=["organisations"])
    open_list = reverse("actors:open-list")
    assert f'href="{open_list}?world=public"' in client.get(address, {"world": "public"}).text
    client.force_login(make_person())
    page = client.get(address).text
    assert f'href="{open_list}"' in page
    assert f'href="{upload}"' not in page
    client.force_login(make_person(is_staff=True))
    assert f'href="{upload}"' in client.get(address).text


def test_who_keeps_the_directory_finds_the_tools_at_the_top(client: Client) -> None:
    make_organisation("Club")
    addresses = ["duplicates", "to-refresh", "campaigns", "reviews"]
    tools = [reverse("exchange:upload", args=["organisations"])]
    tools += [reverse(f"actors:{name}") for name in addresses]
    client.force_login(make_person("Sofia", is_staff=True))
    page = client.get(reverse(LIST)).content.decode()
    assert page.index("Tenir l’annuaire") < page.index('id="resultats"')
    for address in tools:
        assert page.count(f'href="{address}"') == 1
        assert client.get(address).status_code == 200
    client.force_login(make_person("Ama"))
    page = client.get(reverse(LIST)).content.decode()
    assert "Tenir l’annuaire" not in page
    assert not any(f'href="{address}"' in page for address in tools)
