"""Several sheets in one workbook: the right one is found, and a person may choose another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.exchange.reading import TableError, read_rows
from terreau.core.exchange.recognising import choose_sheet
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import Refused
from tests.exchange.orchard import names as planted
from tests.exchange.test_workbooks import xlsx

pytestmark = pytest.mark.django_db
COVER = [["Verger de la Ville, mars 2025"], ["Contact : service des arbres"]]
TREES = [["Variété", "N° d’arbre"], ["Chêne", "12"]]
OLD = [["Variété", "N° d’arbre"], ["Orme", "13"], ["Frêne", "14"]]


@pytest.fixture
def ama(client):
    person = Person.objects.create_user("ama@example.org", full_name="Ama Koné")
    client.force_login(person)
    return person


def bring(client, content: bytes) -> ImportRun:
    client.post("/imports/orchard/", {"file": SimpleUploadedFile("verger.xlsx", content)})
    return ImportRun.objects.latest("created_at")


def see(client, run: ImportRun) -> str:
    return client.get(reverse("exchange:columns", args=[run.pk])).content.decode()


def test_a_cover_page_gives_way_to_the_sheet_whose_headings_are_known(client, ama):
    run = bring(client, xlsx(*COVER, Arbres=TREES, Archives=OLD))
    assert (run.sheet, run.sheets) == ("Arbres", ["Sheet", "Arbres", "Archives"])
    assert run.headings == ["Variété", "N° d’arbre"]
    assert "Lire cette feuille" in see(client, run)
    client.post(
        reverse("exchange:columns", args=[run.pk]), {"column_0": "name", "column_1": "code"}
    )
    run.refresh_from_db()
    assert "seule « Arbres » est lue" in str(run.warnings)
    client.post(reverse("exchange:confirm", args=[run.pk]))
    assert planted() == ["Chêne"]


def test_another_sheet_is_read_when_somebody_chooses_it(client, ama):
    run = bring(client, xlsx(*COVER, Arbres=TREES, Archives=OLD))
    client.post(reverse("exchange:columns", args=[run.pk]), {"sheet": "Archives"})
    run.refresh_from_db()
    assert (run.sheet, run.state, run.row_count) == ("Archives", ImportState.MAPPING, 2)
    assert "Orme" in see(client, run)
    client.post(
        reverse("exchange:columns", args=[run.pk]), {"column_0": "name", "column_1": "code"}
    )
    client.post(reverse("exchange:confirm", args=[run.pk]))
    assert sorted(planted()) == ["Frêne", "Orme"]


def test_a_sheet_that_cannot_be_read_changes_nothing(client, ama):
    run = bring(client, xlsx(*TREES, Vide=[]))
    for name in ("Vide", "Nulle part"):
        page = client.post(
            reverse("exchange:columns", args=[run.pk]), {"sheet": name}, follow=True
        ).content.decode()
        assert ("Ce fichier est vide" if name == "Vide" else "n’a pas cette feuille") in page
        run.refresh_from_db()
        assert (run.sheet, run.headings) == ("Sheet", ["Variété", "N° d’arbre"])


def test_only_who_brought_the_file_chooses_its_sheet(client, ama):
    run = bring(client, xlsx(*TREES, Archives=OLD))
    denis = Person.objects.create_user("denis@example.org", full_name="Denis")
    with pytest.raises(Refused, match="Seule la personne qui a déposé"):
        choose_sheet(run, sheet="Archives", by=denis)
    with pytest.raises(TableError, match="pas cette feuille"):
        choose_sheet(run, sheet="Autre", by=ama)


def test_a_file_of_one_sheet_asks_nothing(client, ama):
    assert "Lire cette feuille" not in see(client, bring(client, xlsx(*TREES)))


def test_an_empty_first_sheet_is_passed_over():
    assert read_rows(xlsx(Arbres=TREES)).sheet == "Arbres"


def test_a_million_columns_are_refused_before_each_is_looked_at():
    asked: list[str] = []
    content = ";".join(["c"] * 100_000).encode() + b"\n"
    with pytest.raises(TableError, match="plus de 300 colonnes"):
        read_rows(content * 2, knows=lambda cell: bool(asked.append(cell)))
    assert asked == []
