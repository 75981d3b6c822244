"""Nodes and edges: both ends public, consent of the member, alliances that are published."""

import csv
import io
import zipfile
from xml.etree.ElementTree import fromstring

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors.factories import make_organisation
from tests.actors.open_factories import join_network
from tests.alliances.factories import make_cast

pytestmark = pytest.mark.django_db
GRAPH = "{http://graphml.graphdrawing.org/xmlns}"


def tables(client: Client) -> dict[str, list[dict[str, str]]]:
    content = client.get(reverse("actors:open-links")).getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";")
            )
            for name in archive.namelist()
        }


def test_networks_and_parents_between_public_sheets(client: Client) -> None:
    network, hidden = make_organisation("Réseau"), make_organisation("Caché", is_public=False)
    member = make_organisation("Membre", parent=network)
    shy = make_organisation("Réservée", withheld=["networks", "parent"], parent=network)
    secret_child = make_organisation("Fille", parent=hidden)
    for one in (member, shy, secret_child):
        join_network(one, network)
        join_network(one, hidden)
    found = tables(client)
    names = {node["id"]: node["name"] for node in found["noeuds"]}
    assert sorted(names.values()) == ["Fille", "Membre", "Réseau", "Réservée"]
    ends = {(names[e["source"]], names[e["target"]], e["kind"]) for e in found["liens"]}
    assert ends == {
        ("Membre", "Réseau", "network"),
        ("Membre", "Réseau", "parent"),
        ("Fille", "Réseau", "network"),
    }


def test_a_withheld_subtype_stays_out(client: Client) -> None:
    make_organisation("=Formule", subtype="company")
    (node,) = tables(client)["noeuds"]
    assert node["name"] == "'=Formule"
    assert node["subtype"] == "company"


def test_only_published_alliances_are_told(client: Client) -> None:
    private = make_cast()
    assert all(tie["kind"] != "alliance" for tie in tables(client)["liens"])
    private.alliance.status = "published"
    private.alliance.save()
    found = tables(client)
    assert [node["name"] for node in found["noeuds"] if node["kind"] == "alliance"] == [
        private.alliance.name
    ]
    members = [tie for tie in found["liens"] if tie["kind"] == "alliance"]
    assert len(members) == 3
    assert {tie["target"] for tie in members} == {str(private.alliance.uuid)}


def test_the_same_as_graphml(client: Client) -> None:
    network = make_organisation("R & D <b>")
    join_network(make_organisation("Membre"), network)
    graph = fromstring(client.get(reverse("actors:open-graph")).getvalue())
    assert len(list(graph.iter(f"{GRAPH}node"))) == 2
    (edge,) = graph.iter(f"{GRAPH}edge")
    assert edge.get("target") == str(network.uuid)
    names = {data.text for data in graph.iter(f"{GRAPH}data") if data.get("key") == "node_name"}
    assert names == {"R & D <b>", "Membre"}


def test_an_empty_graph_is_a_graph(client: Client) -> None:
    assert tables(client) == {"noeuds": [], "liens": []}
    assert fromstring(client.get(reverse("actors:open-graph")).getvalue()) is not None


def test_the_cost_does_not_grow(client: Client) -> None:
    def queries_of_file() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("actors:open-links")).getvalue()
        return len(queries)

    network = make_organisation("Réseau")
    join_network(make_organisation("Structure", parent=network), network)
    few = queries_of_file()
    for number in range(8):
        join_network(make_organisation(f"Structure {number}", parent=network), network)
    assert queries_of_file() == few <= 12
