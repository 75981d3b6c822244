"""The API: the same public sheets and filters as the list, errors that say what to do."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.actors.indexing import refresh_indexes
from tests.actors.factories import make_organisation, make_person
from tests.actors.open_factories import (
    SECRETS,
    join_network,
    make_many,
    make_rich_sheet,
    make_town,
)

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations"


@pytest.fixture(autouse=True)
def _every_place_is_free():
    cache.clear()


def results(client: Client, address: str = LIST, **query) -> list[dict]:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def test_everything_public_and_nothing_else(client: Client) -> None:
    sheet = make_rich_sheet()
    join_network(sheet, make_organisation("Réseau caché", is_public=False))
    client.force_login(make_person("Sofia Admin", is_staff=True))
    answer = client.get(LIST)
    (found,) = answer.json()["results"]
    for secret in (*SECRETS, "Réseau caché"):
        assert secret not in answer.text
    assert found["name"] == sheet.name
    assert found["emails"] == ["public@exemple.test"]
    assert found["place"] == {
        "code": "94018",
        "name": "Charenton-le-Pont",
        "lon": 2.41,
        "lat": 48.82,
    }
    assert found["offers"][0]["quantity"] == 2
    assert found["founded_on"] == "2013-09"
    assert found["networks"] == []
    assert found["url"] == f"http://testserver{sheet.get_absolute_url()}"
    assert answer.json()["licence"].startswith("Licence Ouverte")


def test_withheld_is_null_like_unknown(client: Client) -> None:
    make_rich_sheet(withheld=["address", "aliases", "is_employer", "seats"])
    (found,) = results(client)
    assert (found["address"], found["aliases"], found["is_employer"]) == (None, [], None)
    assert found["seats"] == []


def test_only_the_fields_asked(client: Client) -> None:
    sheet = make_rich_sheet()
    assert results(client, fields="name,world") == [
        {"uuid": str(sheet.uuid), "name": sheet.name, "world": "economic"}
    ]


def test_pages_follow_each_other_to_the_end(client: Client) -> None:
    make_many(7, world="public")
    make_many(2, world="media")
    address, names, pages = f"{LIST}?limit=3&world=public&fields=name", [], 0
    while address:
        body = client.get(address).json()
        assert body["count"] == 7
        names += [one["name"] for one in body["results"]]
        address, pages = body["next"], pages + 1
    assert names == [f"Structure {number}" for number in range(7)]
    assert pages == 3


def test_the_filters_of_the_list(client: Client) -> None:
    town = make_town()
    for name, world, place in (("Un", "economic", town), ("Deux", "public", None)):
        refresh_indexes([make_organisation(name, world=world, place=place).pk])
    assert [one["name"] for one in results(client, world="public")] == ["Deux"]
    assert [one["name"] for one in results(client, t="commune:94018")] == ["Un"]
    assert results(client, q="introuvable") == []
    here = "/api/v1/territories/commune/94018/organisations"
    assert [one["name"] for one in results(client, here)] == ["Un"]
    assert results(client, here, world="public") == []
    assert [one["name"] for one in results(client, here, t="commune:75056")] == ["Un"]


def test_one_sheet_and_a_merged_one(client: Client) -> None:
    kept = make_rich_sheet("Gardée")
    folded = make_organisation("Pliée", lifecycle="merged", merged_into=kept)
    for one in (kept, folded):
        answer = client.get(f"{LIST}/{one.uuid}", {"fields": "name"})
        assert answer.json() == {"uuid": str(kept.uuid), "name": "Gardée"}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"{LIST}?fields=secrets", 400, "bad-request"),
        (f"{LIST}?limit=0", 400, "bad-request"),
        (f"{LIST}?limit=9999", 400, "bad-request"),
        (f"{LIST}?limit=dix", 400, "bad-request"),
        (f"{LIST}?cursor=-1", 400, "bad-request"),
        (f"{LIST}?cursor={'9' * 40}", 400, "bad-request"),
        (f"{LIST}?world=martien", 400, "bad-request"),
        (f"{LIST}?fresh=oui", 400, "bad-request"),
        ("/api/v1/changes?since=hier", 400, "bad-request"),
        ("/api/v1/changes?cursor=x", 400, "bad-request"),
        (f"{LIST}/00000000-0000-4000-8000-000000000000", 404, "not-found"),
        (f"{LIST}/pas-un-uuid", 404, "not-found"),
        ("/api/v1/territories/commune/99999/organisations", 404, "not-found"),
        ("/api/v1/territories/planete/1/organisations", 404, "not-found"),
        ("/api/v1/secrets", 404, "not-found"),
    ],
)
def test_errors_are_problems(client: Client, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    body = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"].endswith(".")


def test_a_private_sheet_is_as_absent_as_one_that_never_was(client: Client) -> None:
    hidden = make_organisation("Cachée", is_public=False)
    client.force_login(make_person("Sofia Admin", is_staff=True))
    there = client.get(f"{LIST}/{hidden.uuid}")
    absent = client.get(f"{LIST}/00000000-0000-4000-8000-000000000000")
    assert (there.status_code, there.json()) == (404, absent.json())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(client: Client, method: str) -> None:
    answer = getattr(client, method)(LIST)
    assert answer.status_code == 405
    assert answer.json()["code"] == "method-not-allowed"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options(client: Client) -> None:
    make_rich_sheet()
    head, whole = client.head(LIST), client.get(LIST)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    options = client.options(LIST, headers={"Origin": "https://ailleurs.test"})
    assert options.status_code == 204
    assert options["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in whole


def test_what_one_has_already_is_not_sent_again(client: Client) -> None:
    sheet = make_rich_sheet()
    first = client.get(LIST)
    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    sheet.name = "Autre"
    sheet.save()
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_pace_is_measured_and_says_how_long_to_wait(client: Client, settings) -> None:
    settings.TERREAU_API_RATE = "3/m"
    assert [client.get("/api/v1/worlds").status_code for _time in range(4)] == [200, 200, 200, 429]
    refused = client.get(LIST)
    assert refused.json()["code"] == "too-many-requests"
    assert refused["Retry-After"] == "60"
    assert client.get("/api/v1/worlds", REMOTE_ADDR="10.9.8.7").status_code == 200
    assert client.options(LIST).status_code == 204


def test_changes_since(client: Client) -> None:
    sheet = make_organisation("Une")
    first = client.get("/api/v1/changes", {"limit": 1}).json()
    (change,) = first["results"]
    assert (change["kind"], change["uuid"], change["name"]) == ("created", str(sheet.uuid), "Une")
    assert client.get(first["next"]).json() == {"results": [], "next": None}
    for since in ("2999-01-01", "2999-01-01T00:00:00Z", "2999-01-01T00:00:00+02:00"):
        assert results(client, "/api/v1/changes", since=since) == []
    assert len(results(client, "/api/v1/changes", since=change["at"])) == 1


def test_the_codes_are_listed(client: Client) -> None:
    domains = client.get("/api/v1/domains").json()
    assert {"code": "culture", "name": "culture"}.items() <= next(
        one for one in domains if one["code"] == "culture"
    ).items()
    worlds = client.get("/api/v1/worlds").json()
    assert [one["code"] for one in worlds][:2] == ["public", "economic"]
    assert all(world["subtypes"] for world in worlds)


def test_the_cost_of_a_page_does_not_grow(client: Client) -> None:
    def queries_of(address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def grow(number: int) -> None:
        sheet = make_rich_sheet(f"Structure {number}")
        join_network(sheet, make_organisation(f"Réseau {number}"))

    grow(0)
    addresses = (LIST, f"{LIST}?world=economic", "/api/v1/changes", "/api/v1/domains")
    few = [queries_of(address) for address in addresses]
    for number in range(1, 5):
        grow(number)
    make_many(5)
    assert [queries_of(address) for address in addresses] == few
    assert max(few) <= 24


def test_the_page_of_the_api_is_read_without_script(client: Client) -> None:
    shown = client.get(reverse("api:documentation")).text
    for words in ("GET /api/v1/organisations", "OrganisationPage", "application/problem+json"):
        assert words in shown
    content = shown.partition('id="contenu"')[2] or shown
    assert (
        "<script"
        not in content.partition("</head>")[2].partition("<main")[2].partition("</main>")[0]
    )
