"""The open list: public and consented only, chunk by chunk, the same sheets in every format."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import Organisation
from terreau.actors.open_data import selection
from terreau.actors.open_data.selection import Selection
from tests.actors.factories import make_organisation, make_person
from tests.actors.open_factories import (
    SECRETS,
    join_network,
    make_many,
    make_rich_sheet,
    make_town,
)

pytestmark = pytest.mark.django_db
KINDS = ("csv", "geojson", "jsonld")


def file_of(client: Client, kind: str, **query) -> bytes:
    """Download the open list in one format."""
    answer = client.get(reverse("actors:open-download", args=[kind]), query)
    assert answer.status_code == 200
    return answer.getvalue()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_private_goes_out_for_anybody(client: Client, kind: str) -> None:
    make_rich_sheet()
    refresh_indexes([make_organisation("Maison discrète", is_public=False).pk])
    client.force_login(make_person("Sofia Admin", is_staff=True))
    content = file_of(client, kind).decode()
    assert "Gravelle" in content
    assert "public@exemple.test" in content
    for secret in (*SECRETS, "Maison discrète"):
        assert secret not in content


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_organisation_withholds_stays_out(client: Client, kind: str) -> None:
    withheld = ["address", "description", "aliases", "competences", "seats", "numbers", "naf"]
    sheet = make_rich_sheet(withheld=withheld)
    content = file_of(client, kind).decode()
    for kept in (
        "rue des Lilas",
        "@formule",
        "C|G",
        "C\\\\|G",
        "Animer",
        "CCI",
        "registre",
        "94.99",
    ):
        assert kept not in content
    assert str(sheet.uuid) in content


def test_a_private_network_or_parent_is_not_named(client: Client) -> None:
    hidden = make_organisation("Réseau caché", is_public=False)
    sheet = make_rich_sheet(parent=hidden)
    join_network(sheet, hidden)
    join_network(sheet, make_organisation("Réseau ouvert"))
    for kind in KINDS:
        content = file_of(client, kind).decode()
        assert "Réseau ouvert" in content
        assert "Réseau caché" not in content
        assert str(hidden.uuid) not in content


def test_formulas_are_neutralised(client: Client) -> None:
    make_rich_sheet()
    (row,) = table(file_of(client, "csv"))
    assert row["Nom"].startswith("'=Club")
    assert row["Présentation"].startswith("'@formule")


def test_a_closed_one_is_told_and_a_merged_one_is_not(client: Client) -> None:
    kept = make_organisation("Gardée")
    make_organisation("Fermée", lifecycle="closed")
    make_organisation("Pliée", lifecycle="merged", merged_into=kept)
    names = {row["Nom"]: row["Situation"] for row in table(file_of(client, "csv"))}
    assert names == {"Gardée": "en activité", "Fermée": "fermée"}


def test_the_point_is_that_of_the_town_hall_and_says_so(client: Client) -> None:
    make_rich_sheet("Ici")
    make_organisation("Nulle part")
    content = json.loads(file_of(client, "geojson"))
    places = {one["properties"]["name"]: one["geometry"] for one in content["features"]}
    assert places["Ici"] == {"type": "Point", "coordinates": [2.41, 48.82]}
    assert places["Nulle part"] is None
    assert "mairie" in content["description"]
    assert content["license"].startswith("Licence Ouverte")


def test_json_ld_speaks_schema_org_without_fetching(client: Client) -> None:
    sheet = make_rich_sheet()
    join_network(sheet, make_organisation("Tête de réseau", world="general_interest"))
    content = json.loads(file_of(client, "jsonld"))
    assert isinstance(content["@context"], dict)
    nodes = {node["name"]: node for node in content["@graph"]}
    node = nodes[sheet.name]
    assert nodes["Tête de réseau"]["@type"] == "NGO"
    assert node["makesOffer"][0]["eligibleQuantity"]["value"] == 2
    assert node["seeks"] == [{"@type": "Demand", "name": "Élèves", "category": "audience"}]
    assert node["areaServed"][0]["identifier"] == "commune:94018"
    assert node["sameAs"] == ["https://gravelle.test/"]
    assert {"@type": "PropertyValue", "propertyID": "terreau", "value": str(sheet.uuid)} in node[
        "identifier"
    ]
    assert node["memberOf"][0]["name"] == "Tête de réseau"
    assert node["url"] == f"http://testserver{sheet.get_absolute_url()}"


def test_hostile_text_stays_text(client: Client) -> None:
    name = '</script><b>"\\ \u2028 ' + "x" * 150
    make_organisation(name)
    for kind in ("geojson", "jsonld"):
        content = json.loads(file_of(client, kind))
        found = content.get("features") or content["@graph"]
        assert name in json.dumps(found, ensure_ascii=False).encode().decode() or any(
            name in (one.get("name"), one.get("properties", {}).get("name")) for one in found
        )


def test_the_filters_of_the_list_hold(client: Client) -> None:
    town = make_town()
    for name, world in (("Un", "economic"), ("Deux", "public"), ("Trois", "public")):
        place = town if name == "Deux" else None
        refresh_indexes([make_organisation(name, world=world, place=place).pk])
    assert {row["Nom"] for row in table(file_of(client, "csv", world="public"))} == {
        "Deux",
        "Trois",
    }
    here = table(file_of(client, "csv", world="public", t="commune:94018"))
    assert [row["Nom"] for row in here] == ["Deux"]
    assert table(file_of(client, "csv", world="public", q="introuvable")) == []


@pytest.mark.parametrize("query", [{}, {"world": "economic"}])
def test_a_long_list_is_read_by_chunks_of_constant_cost(
    client: Client, query: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    after = Selection.after

    def counted(chosen: Selection, key: int, limit: int) -> list[Organisation]:
        rows = after(chosen, key, limit)
        sizes.append(len(rows))
        return rows

    monkeypatch.setattr(Selection, "after", counted)
    monkeypatch.setattr(Selection.chunks, "__defaults__", (4,))
    make_many(10)

    def queries_of_file() -> int:
        sizes.clear()
        with CaptureQueriesContext(connection) as queries:
            rows = table(file_of(client, "csv", **query))
        assert len(rows) == Organisation.objects.count()
        return len(queries)

    few = queries_of_file()
    assert sizes == [4, 4, 2]
    make_many(8)
    many = queries_of_file()
    assert sizes[:4] == [4, 4, 4, 4]
    assert max(sizes) == 4
    a_chunk = (many - few) / 2
    assert a_chunk <= 16


def test_the_page_says_what_it_holds(client: Client, count_queries) -> None:
    address = reverse("actors:open-list")
    make_rich_sheet()
    shown = client.get(address).text
    base = "Base : fiches publiques, 1 en tout"
    for words in ("Liste ouverte", "Licence Ouverte 2.0", "0 %", base, "GeoJSON"):
        assert words in shown.replace("\u202f", " ").replace("\xa0", " ")
    few = count_queries(client, address)
    make_many(12)
    assert count_queries(client, address) == few <= 12


def test_an_empty_list_has_its_files_too(client: Client) -> None:
    assert "0 fiche" in client.get(reverse("actors:open-list")).text
    assert table(file_of(client, "csv")) == []
    assert json.loads(file_of(client, "geojson"))["features"] == []
    assert json.loads(file_of(client, "jsonld"))["@graph"] == []


def test_a_file_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    sheet = make_rich_sheet()
    address = reverse("actors:open-download", args=["csv"])
    first = client.get(address)
    first.getvalue()
    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    sheet.name = "Autre"
    sheet.save()
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "Autre" in again.getvalue().decode()


def test_an_unknown_format_is_not_found_and_writing_is_refused(client: Client) -> None:
    assert client.get(reverse("actors:open-download", args=["pdf"])).status_code == 404
    assert client.get(reverse("actors:open-dictionary", args=["pdf"])).status_code == 404
    assert client.post(reverse("actors:open-download", args=["csv"])).status_code == 405


def test_a_list_too_long_for_a_workbook_leads_to_the_csv(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terreau.actors.open_data.tables.WORKBOOK_ROWS", 1)
    make_many(2)
    answer = client.get(reverse("actors:open-download", args=["xlsx"]), follow=True)
    assert "trop longue pour un classeur" in answer.text
    assert "Un classeur s’arrête ici à 1 lignes, et cette liste en compte" in answer.text
    assert "prenez le CSV, qui les donne toutes" in answer.text


def test_the_dictionary_tells_every_column(client: Client) -> None:
    make_rich_sheet()
    answer = client.get(reverse("actors:open-dictionary", args=["csv"]))
    told = {row["Colonne"] for row in table(answer.getvalue())}
    (row,) = table(file_of(client, "csv"))
    assert told == set(row)


def test_a_gone_sheet_does_not_stop_the_reading() -> None:
    make_many(6)
    keys = sorted(Organisation.objects.values_list("pk", flat=True))
    Organisation.objects.filter(pk__in=keys[:4]).delete()
    found = [one.pk for chunk in Selection(keys).chunks(2) for one in chunk]
    assert found == keys[4:]
    assert selection.CHUNK == 500
