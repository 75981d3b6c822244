"""A frozen diagnosis taken out: files with their dictionary, tagged PDF, one page, sheets."""

import csv
import datetime
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from terreau.actors.models import ActionDomain
from terreau.diagnoses import gathering
from terreau.diagnoses.actions.snapshots import (
    publish_snapshot,
)
from terreau.diagnoses.exchange.columns import COLUMNS
from terreau.diagnoses.freezing import fingerprint, freeze, thaw
from tests.diagnoses.crossing_factories import (
    NOW,
    as_one,
    felt,
    make_ground,
    make_snapshot,
)
from tests.partnerships.factories import of_cast, read

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=200)


@pytest.fixture
def perceived():
    """What is perceived; a test may change it."""
    return []


@pytest.fixture
def ground(monkeypatch, perceived):
    made = make_ground(status="published")
    perceived.append(felt(made.housing))
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: perceived)
    of_cast(made.cast, domains=[ActionDomain.objects.get(code="sport")])
    return made


def _page(snapshot, name="snapshot", *more):
    return reverse(f"diagnoses:{name}", args=[snapshot.alliance.slug, snapshot.uuid, *more])


def _published(snapshot, ground):
    publish_snapshot(snapshot, by=ground.cast.bastien, now=NOW)
    return snapshot


def _lines(client, address) -> list[dict]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_the_file_says_every_fact_and_its_dictionary_every_column(ground, snapshot):
    client = as_one(ground.cast.ama)
    rows = _lines(client, _page(snapshot, "export_snapshot", "diagnostic.csv"))
    (vacancy,) = [row for row in rows if row["code"] == "part-logements-vacants"]
    assert (vacancy["valeur"], vacancy["pairs"], vacancy["annee"]) == ("0.09", "8", "2021")
    assert {row["nature"] for row in rows} == {
        *("diagnostic", "perimetre", "choix", "lecture", "croisement", "mesure", "regard"),
        *("monde", "partenariats", "source"),
    }
    words = _lines(client, _page(snapshot, "export_snapshot", "dictionnaire.csv"))
    assert [row["colonne"] for row in words] == [name for name, _said in COLUMNS]
    assert list(rows[0]) == [name for name, _said in COLUMNS]
    assert all(row["ce qu’elle dit"] for row in words)


def test_nothing_of_the_json_is_missing_from_the_lines(ground, snapshot):
    client = as_one(ground.cast.ama)
    rows = _lines(client, _page(snapshot, "export_snapshot", "diagnostic.csv"))
    told = {(row["nature"], row["code"]): row for row in rows}
    assert told["diagnostic", "fingerprint"]["valeur"] == snapshot.fingerprint
    assert told["diagnostic", "question"]["valeur"] == ground.alliance.question
    assert told["perimetre", "population"]["valeur"] == "20000"
    assert told["perimetre", "epci:200000007"]["libelle"] == "Communauté 7"
    assert told["croisement", "perceived"]["valeur"] == "7.5"
    assert (told["regard", "survey"]["reponses"], told["monde", "public"]["valeur"]) == (
        "40",
        "7.0",
    )
    vacancy = told["mesure", "part-logements-vacants"]
    assert (vacancy["connus"], vacancy["total"], vacancy["geographie"]) == ("1", "1", "2026")
    assert (vacancy["sens"], bool(vacancy["source"]), bool(vacancy["base"])) == ("less", True, True)
    assert told["partenariats", "running"]["total"] == "1"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_title_that_a_spreadsheet_would_run_is_neutralised(ground, sign):
    evil = f"{sign}HYPERLINK(A1)"
    ground.housing.title = evil
    ground.housing.save()
    taken = make_snapshot(ground, evil)
    client = as_one(ground.cast.ama)
    text = client.get(_page(taken, "export_snapshot", "diagnostic.csv")).content.decode()
    cells = {cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row}
    assert f"'{evil}" in cells
    assert evil not in cells
    book = client.get(_page(taken, "export_snapshot", "diagnostic.xlsx")).content
    found = load_workbook(io.BytesIO(book)).active
    kept = [cell for row in found.iter_rows() for cell in row if evil in str(cell.value)]
    assert kept
    assert {cell.data_type for cell in kept} == {"s"}
    assert {cell.value for cell in kept} == {f"'{evil}"}


def test_the_json_is_the_content_and_its_mark_can_be_computed_again(ground, snapshot):
    answer = as_one(ground.cast.ama).get(_page(snapshot, "export_snapshot", "diagnostic.json"))
    told = json.loads(answer.content)
    assert fingerprint(told["content"]) == told["fingerprint"] == snapshot.fingerprint
    assert freeze(thaw(told["content"])) == told["content"]


@pytest.mark.parametrize("name", ["diagnostic.xlsx", "diagnostic.ods"])
def test_workbooks_are_written_too(ground, snapshot, name):
    answer = as_one(ground.cast.ama).get(_page(snapshot, "export_snapshot", name))
    assert answer.content[:2] == b"PK"
    assert ground.alliance.slug in answer["Content-Disposition"]


def test_a_file_of_another_name_is_not_there(ground, snapshot):
    read(as_one(ground.cast.ama), _page(snapshot, "export_snapshot", "tout.csv"), 404)


def test_the_live_files_are_for_the_members(ground):
    address = reverse("diagnoses:export", args=[ground.alliance.slug, "diagnostic.csv"])
    assert _lines(as_one(ground.cast.ama), address + "?ressenti=8")
    read(as_one(ground.cast.chloe), address, 403)


def test_the_sheets_to_print_have_all(ground, snapshot):
    page = read(as_one(ground.cast.ama), _page(snapshot, "print"))
    assert "Les sources" in page
    assert "Se loger" in page
