"""The pages of imports, walked without any script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.models import ImportRun, ImportState
from tests.exchange.sample import TREES, row, table

pytestmark = pytest.mark.django_db
UPLOAD = "/imports/trees/"


@pytest.fixture
def ama(client):
    person = Person.objects.create_user("ama@example.org", full_name="Ama Koné")
    client.force_login(person)
    return person


def send(client, content: bytes, **said):
    return client.post(UPLOAD, {"file": SimpleUploadedFile("verger.csv", content), **said})


def names() -> list[str]:
    return [tree.full_name for tree in TREES._trees()]


def text(response) -> str:
    return response.content.decode()


def test_the_whole_journey(client, ama):
    assert "modèle XLSX" in text(client.get(UPLOAD))
    answer = send(client, table(row(1, "<b>Chêne</b>"), row(2, "Dragon")), source="Mairie")
    run = ImportRun.objects.get()
    page = text(client.get(answer.url))
    assert "Rien n’est encore écrit" in page
    assert "&lt;b&gt;Chêne&lt;/b&gt;" in page
    assert "Un dragon n’est pas un arbre." in page
    assert names() == []
    client.post(reverse("exchange:confirm", args=[run.pk]))
    assert names() == ["<b>Chêne</b>"]
    assert "Annuler tout l’import" in text(client.get(answer.url))
    client.post(reverse("exchange:undo", args=[run.pk]))
    assert names() == []
    assert "annulé" in text(client.get(answer.url))


def test_an_undo_that_is_refused_says_why_on_the_page(client, ama):
    send(client, table(row(1)))
    run = ImportRun.objects.get()
    client.post(reverse("exchange:confirm", args=[run.pk]))
    Person.objects.filter(full_name="Arbre 1").update(full_name="Frêne")
    answer = client.post(reverse("exchange:undo", args=[run.pk]))
    assert answer.status_code == 409
    assert "ligne 2 : modifiée depuis" in text(answer)
    assert ImportRun.objects.get().state == ImportState.DONE


def test_a_bad_file_is_told_beside_the_field_and_what_was_typed_stays(client, ama):
    answer = send(client, b"%PDF-1.7", source="Annuaire de la mairie")
    assert answer.status_code == 422
    assert "ni un CSV ni un classeur" in text(answer)
    assert "Annuaire de la mairie" in text(answer)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("name", ["export", "template", "dictionary-file"])
def test_files_are_given_out(client, ama, name, kind):
    answer = client.get(reverse(f"exchange:{name}", args=["trees", kind]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert len(b"".join(answer)) > 20


def test_the_dictionary_describes_each_column(client, ama):
    page = text(client.get(reverse("exchange:dictionary", args=["trees"])))
    assert "Identifiant" in page
    assert "gardez les zéros" in page


def test_one_s_imports_are_not_another_s(client, ama):
    send(client, table(row(1)))
    run = ImportRun.objects.get()
    page = reverse("exchange:run", args=[run.pk])
    sheet = reverse("exchange:errors", args=[run.pk, "csv"])
    assert client.get(sheet).status_code == 200
    chloe = Person.objects.create_user("chloe@example.org", full_name="Chloé Weiss")
    client.force_login(chloe)
    for address in (page, sheet):
        assert client.get(address).status_code == 404
    assert client.post(reverse("exchange:confirm", args=[run.pk])).status_code == 404
    assert client.get(UPLOAD).status_code == 403
    assert client.get(reverse("exchange:export", args=["trees", "csv"])).status_code == 403
    client.logout()
    assert client.get(page).status_code == 302


def test_an_unknown_dataset_is_not_found(client, ama):
    assert client.get(reverse("exchange:upload", args=["dragons"])).status_code == 404


def test_the_list_does_not_grow(client, ama, django_assert_max_num_queries):
    for _ in range(2):
        for rank in range(4):
            send(client, table(row(rank)))
        with django_assert_max_num_queries(10):
            page = text(client.get(reverse("exchange:list")))
        assert "verger.csv" in page
