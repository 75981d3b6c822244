"""Files: out for any tool, in from any tool, and the same after a round trip (R17)."""

import csv
import io
import json
import tempfile

import igraph
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from terreau.core.models import Record
from terreau.fabric.exchange.network_reading import NetworkFileError, read_network
from terreau.fabric.gathering import gather
from terreau.fabric.matching_names import match_names
from terreau.fabric.models import ImportedNetwork, ImportedTie
from terreau.fabric.scopes import Scope
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast
from tests.fabric.factories import make_encounter, make_event, make_experiment, make_partnership

TODAY = timezone.localdate()


@pytest.fixture
def woven(db):
    cast = make_cast(status="published")
    club, town, school = cast.bastien.organisation, cast.fatou.organisation, cast.ama.organisation
    club.siren = "552100554"
    club.save()
    make_encounter(make_event(cast.alliance), club, school)
    make_experiment(cast.alliance, club, town)
    make_partnership(cast.alliance, town, school, level="strategic", is_public=True)
    return cast


def get(client, cast, name: str, **query) -> bytes:
    url = reverse("fabric:export_alliance", args=[cast.alliance.slug, name])
    page = client.get(url, query)
    assert page.status_code == 200
    return page.content


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_nodes_and_links_are_the_two_lists_that_gephi_expects(client, woven) -> None:
    client.force_login(woven.ama.person)
    nodes = {row["Label"]: row for row in lines(get(client, woven, "noeuds.csv"))}
    assert nodes["Club Gravelle"]["SIREN"] == "552100554"
    assert nodes["Club Gravelle"]["Liens"] == "2"
    links = lines(get(client, woven, "liens.csv"))
    assert {(row["From"], row["To"], row["Nature"]) for row in links} == {
        ("Club Gravelle", "Lycée du Val", "meeting"),
        ("Club Gravelle", "Ville de Charenton", "contribution"),
        ("Lycée du Val", "Ville de Charenton", "partnership"),
    }
    assert {row["Type"] for row in links} == {"Undirected"}


def test_graphml_is_read_back_by_another_tool(client, woven) -> None:
    woven.ama.organisation.name = "Lycée « Val » & <Co>"
    woven.ama.organisation.save()
    client.force_login(woven.ama.person)
    with tempfile.NamedTemporaryFile(suffix=".graphml") as file:
        file.write(get(client, woven, "reseau.graphml"))
        file.flush()
        graph = igraph.Graph.Read_GraphML(file.name)
    assert (graph.vcount(), graph.ecount(), graph.is_directed()) == (3, 3, False)
    assert "Lycée « Val » & <Co>" in graph.vs["label"]
    assert sorted(graph.es["kinds"]) == ["contribution", "meeting", "partnership"]
    assert max(graph.es["weight"]) == 3.0


def test_json_says_the_day_and_the_whole_network(client, woven) -> None:
    client.force_login(woven.ama.person)
    told = json.loads(get(client, woven, "reseau.json", au="2026-01-01"))
    assert told["on"] == "2026-01-01"
    assert {link["source"] for link in told["links"]} <= {node["id"] for node in told["nodes"]}


def test_a_passer_by_takes_out_public_links_only(client, woven) -> None:
    links = lines(get(client, woven, "liens.csv", lien="meeting"))
    assert {row["Nature"] for row in links} == {"contribution", "partnership"}


def test_a_number_that_is_withheld_stays_out_of_the_public_file(client, woven) -> None:
    club = woven.bastien.organisation
    club.withheld = ["siren"]
    club.save()
    public = {row["Label"]: row for row in lines(get(client, woven, "noeuds.csv"))}
    assert public["Club Gravelle"]["SIREN"] == ""


def test_another_file_name_is_not_found(client, woven) -> None:
    url = reverse("fabric:export_alliance", args=[woven.alliance.slug, "reseau.exe"])
    assert client.get(url).status_code == 404


def upload(content: bytes | str, name: str = "liens.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def bring(client, cast, edges, nodes=None):
    url = reverse("fabric:bring", args=[cast.alliance.slug])
    files = {"edges": edges, "source": "Carnet de 2019, licence ouverte"}
    return client.post(url, files | ({"nodes": nodes} if nodes else {}))


def test_an_export_comes_back_identical(client, woven) -> None:
    client.force_login(woven.bastien.person)
    exported = get(client, woven, "liens.csv")
    nodes = get(client, woven, "noeuds.csv")
    answer = bring(client, woven, upload(exported), upload(nodes, "noeuds.csv"))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Retrouvés : 3. Sans fiche proche : 0." in page
    draft = ImportedNetwork.objects.get()
    assert not ImportedTie.objects.exists()
    chosen = {
        f"node-{rank}": match.sure.key
        for rank, match in enumerate(match_names(draft.draft["nodes"]))
    }
    assert client.post(answer["Location"], chosen).status_code == 302
    network = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY, kinds=["imported"])
    again = get(client, woven, "liens.csv", lien="imported")
    kept = ("Source", "Target", "From", "To", "Weight", "Since")
    assert len(network.links) == 3
    assert [[row[name] for name in kept] for row in lines(again)] == [
        [row[name] for name in kept] for row in lines(exported)
    ]


def test_a_brought_network_is_removed_whole_and_nothing_else(client, woven) -> None:
    client.force_login(woven.bastien.person)
    edges = upload("From,To\nClub Gravelle,Lycée du Val\n")
    answer = bring(client, woven, edges)
    draft = ImportedNetwork.objects.get()
    keys = {"node-0": woven.bastien.organisation.pk, "node-1": woven.ama.organisation.pk}
    client.post(answer["Location"], keys)
    assert ImportedTie.objects.count() == 1
    url = reverse("fabric:unbring", args=[woven.alliance.slug, draft.uuid])
    client.force_login(woven.ama.person)
    assert client.post(url).status_code == 403
    client.force_login(woven.bastien.person)
    assert client.post(url).status_code == 302
    assert not ImportedTie.objects.exists()
    assert [
        one.verb for one in Record.objects.filter(verb__startswith="network-").order_by("number")
    ] == [
        "network-brought",
        "network-removed",
    ]
    network = gather(Scope(alliance=woven.alliance), is_inside=True, on=TODAY)
    assert len(network.links) == 3


@pytest.mark.parametrize("who", ["ama", "chloe"])
def test_only_facilitators_bring_networks(client, woven, who) -> None:
    client.force_login(getattr(woven, who).person)
    assert bring(client, woven, upload("From,To\nA,B\n")).status_code == 403
    assert not ImportedNetwork.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        "Source;Target;Weight\nAlpha;Bêta;2,5\n".encode("cp1252"),
        "From\tTo\tStrength\nAlpha\tBêta\t2.5\n".encode(),
        '\ufeffDe,Vers,Poids\nAlpha,Bêta,"2,5"\n'.encode(),
        "Organisation 1|Organisation 2|Force\nAlpha|Bêta|2.5\n".encode("utf-16"),
    ],
)
def test_encodings_separators_and_headings_are_guessed(content) -> None:
    read = read_network(content, None, ("liens.csv", ""))
    assert [(tie["source"], tie["target"], tie["weight"]) for tie in read.ties] == [
        ("Alpha", "Bêta", 2.5)
    ]


def test_kumu_and_gephi_lists_are_joined_by_name_or_by_key() -> None:
    gephi = read_network(
        b"Source,Target,Type,Label\n1,2,Undirected,convention\n",
        b"Id,Label,SIREN\n1,Alpha,552100554\n2,Beta,\n3,Seul,\n",
        ("edges.csv", "nodes.csv"),
    )
    assert {key: node["name"] for key, node in gephi.nodes.items()} == {"1": "Alpha", "2": "Beta"}
    assert gephi.ties[0]["label"] == "convention"
    kumu = read_network(
        b"From,To,Direction\nalpha,Beta,undirected\n",
        b"Label,Type\nAlpha,asso\nBeta,asso\n",
        ("connections.csv", "elements.csv"),
    )
    assert [(tie["source"], tie["target"], tie["label"]) for tie in kumu.ties] == [
        ("Alpha", "Beta", "")
    ]


def test_each_refused_row_says_why() -> None:
    content = (
        "Source;Target;Weight;Since\nA;B;1;2019\nA;;1;\nA;A;1;\nA;C;0;\nA;C;1;le mois dernier\n"
        "A;C;beaucoup;\n"
    )
    read = read_network(content.encode(), None, ("liens.csv", ""))
    reasons = [(line, reason) for _file, line, reason in read.refused]
    assert [line for line, _reason in reasons] == [3, 4, 5, 6, 7]
    assert reasons[0][1] == "Il manque l’une des deux organisations."
    assert reasons[1][1] == "Ce lien relie une organisation à elle-même."
    assert reasons[2][1] == "La force d’un lien est plus grande que zéro."
    assert "n’est pas une date" in reasons[3][1]
    assert (read.ties[0]["since"], read.ties[0]["weight"]) == ("2019", 1.0)


def test_a_link_towards_somebody_who_is_not_in_the_list_is_refused() -> None:
    read = read_network(b"Source,Target\n1,2\n1,9\n", b"Id,Label\n1,A\n2,B\n", ("e", "n"))
    assert read.refused == [("e", 3, "« 9 » n’est pas dans la liste des nœuds.")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Nom;Ville\nA;B\n", "n’a pas les colonnes"),
        (b"Source;Target\nA;A\n", "Aucun lien ne se lit"),
        (b"", "liens.csv"),
        (b"\x00\x01\x02\x03", "liens.csv"),
    ],
)
def test_a_file_that_is_no_network_is_refused_in_a_sentence(content, said) -> None:
    with pytest.raises(NetworkFileError, match=said):
        read_network(content, None, ("liens.csv", ""))


def test_names_are_matched_by_number_by_name_and_by_what_resembles(db) -> None:
    number = make_organisation("Un tout autre nom", siren="552100554")
    same = make_organisation("Mission locale")
    near = make_organisation("Ressourcerie du Lac")
    found = match_names(
        [
            {"key": "1", "name": "Inconnue", "siren": "552 100 554", "siret": "", "rna": ""},
            {"key": "2", "name": "MISSION LOCALE", "siren": "", "siret": "", "rna": ""},
            {"key": "3", "name": "Ressourcerie du Lac Bleu", "siren": "", "siret": "", "rna": ""},
            {"key": "4", "name": "Rien de tel", "siren": "", "siret": "", "rna": ""},
        ]
    )
    assert [match.sure and match.sure.key for match in found] == [number.pk, same.pk, None, None]
    assert [one.key for one in found[2].proposals] == [near.pk]
    assert found[3].choices == []


def test_two_sheets_of_one_name_are_never_chosen_by_themselves(db) -> None:
    first, second = make_organisation("Mission locale"), make_organisation("Mission locale")
    node = {"key": "1", "name": "Mission locale", "siren": "", "siret": "", "rna": ""}
    match = match_names([node])[0]
    assert match.sure is None
    assert {one.key for one in match.proposals} == {first.pk, second.pk}


def test_a_sheet_that_was_not_proposed_cannot_be_chosen(client, woven) -> None:
    client.force_login(woven.bastien.person)
    answer = bring(client, woven, upload("From,To\nClub Gravelle,Lycée du Val\n"))
    other = make_organisation("Rien à voir")
    refused = client.post(answer["Location"], {"node-0": other.pk, "node-1": ""})
    assert refused.status_code == 422
    assert "Cette fiche n’est pas proposée pour ce nom." in refused.content.decode()
    nobody = client.post(answer["Location"], {"node-0": "", "node-1": ""})
    assert nobody.status_code == 422
    assert "choisissez au moins deux fiches reliées" in nobody.content.decode()


def test_a_network_confirmed_twice_is_written_once(client, woven) -> None:
    client.force_login(woven.bastien.person)
    answer = bring(client, woven, upload("From,To\nClub Gravelle,Lycée du Val\n"))
    chosen = {"node-0": woven.bastien.organisation.pk, "node-1": woven.ama.organisation.pk}
    client.post(answer["Location"], chosen)
    client.post(answer["Location"], chosen)
    assert ImportedTie.objects.count() == 1


def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(client, woven) -> None:
    client.force_login(woven.bastien.person)
    page = bring(client, woven, upload("Nom;Ville\nA;B\n"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "Carnet de 2019, licence ouverte" in text
    assert "n’a pas les colonnes" in text
