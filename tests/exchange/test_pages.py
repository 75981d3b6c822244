"""The pages of imports, walked without any script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.models import ImportRun, ImportState
from tests.exchange.orchard import ORCHARD, Source
from tests.exchange.orchard import names as planted
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
    assert "Créées, puis retirées" in text(client.get(answer.url))


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


ORCHARD_UPLOAD = "/imports/orchard/"
MESSY = "Numéro;Variété;Note\n12;Chêne;beau\n;tilleul;\n"


def bring_to_orchard(client, text: str, name: str = "verger.csv", **said):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(ORCHARD_UPLOAD, {"file": file, **said})


def choose(client, run, **chosen):
    fields = {f"column_{rank}": run.mapping[title] for rank, title in enumerate(run.headings)}
    return client.post(reverse("exchange:columns", args=[run.pk]), {**fields, **chosen})


def test_a_file_of_unknown_headings_goes_through_its_columns(client, ama):
    answer = bring_to_orchard(client, MESSY)
    run = ImportRun.objects.get()
    assert answer.url == reverse("exchange:columns", args=[run.pk])
    assert client.get(reverse("exchange:run", args=[run.pk])).url == answer.url
    page = text(client.get(answer.url))
    assert "<q>Chêne</q>" in page
    assert "Étape 2 sur 6" in page
    assert choose(client, run, column_0="name").status_code == 422
    assert "présente deux fois" in text(choose(client, run, column_0="name"))
    preview = choose(client, run, column_0="code").url
    page = text(client.get(preview))
    assert "lu 0012" in page
    assert "Colonnes laissées de côté : Note" in page
    assert "Changer les colonnes" in page


def test_look_alikes_are_decided_on_their_page_then_confirmed(client, ama):
    known = Person.objects.create_user("0001@orchard.example.org", full_name="Tilleul")
    bring_to_orchard(client, "Nom\ntilleul\nTilleuls\nHêtre\n")
    run = ImportRun.objects.get()
    preview = text(client.get(reverse("exchange:run", args=[run.pk])))
    assert "2 lignes ressemblent à des fiches connues, ou à d’autres lignes" in preview
    assert "Revoir les décisions prises" not in preview
    decide = reverse("exchange:decide", args=[run.pk])
    page = text(client.get(decide))
    assert "même nom" in page
    assert f'value="same:{known.pk}"' in page
    first, second = (f"row_{row.rank}" for row in run.rows.undecided())
    client.post(decide, {first: f"same:{known.pk}", second: "later"})
    assert "Ne plus décider" in text(client.get(f"{decide}?revoir=1"))
    many = reverse("exchange:decide-many", args=[run.pk])
    assert "entre 1 et 100" in text(
        client.post(many, {"score": "0", "decision": "create"}, follow=True)
    )
    client.post(many, {"score": "90", "decision": "create"})
    confirm = reverse("exchange:confirm", args=[run.pk])
    page = text(client.get(confirm))
    assert "2 fiches seront créées." in page
    assert "1 fiche sera modifiée." in page
    client.post(confirm)
    assert sorted(planted()) == ["Hêtre", "Tilleuls", "tilleul"]


def test_what_nobody_decided_is_announced_before_confirming(client, ama):
    Person.objects.create_user("0001@orchard.example.org", full_name="Tilleul")
    bring_to_orchard(client, "Nom\ntilleul\nHêtre\n")
    run = ImportRun.objects.get()
    page = text(client.get(reverse("exchange:confirm", args=[run.pk])))
    assert "1 ligne que vous n’avez pas décidée restera de côté." in page
    client.post(reverse("exchange:confirm", args=[run.pk]))
    sheet = client.get(reverse("exchange:errors", args=[run.pk, "csv"]))
    assert "ressemble à « Tilleul »" in b"".join(sheet).decode()


@pytest.mark.parametrize(
    ("shown", "present", "absent"),
    [
        ("corriger", "Un dragon n’est pas un arbre.", "Arbre 1"),
        ("creer", "Arbre 1", "Un dragon n’est pas un arbre."),
    ],
)
def test_the_preview_is_filtered_by_effect(client, ama, shown, present, absent):
    answer = send(client, table(row(1), row(2, "Dragon")))
    page = text(client.get(f"{answer.url}?voir={shown}"))
    assert present in page
    assert absent not in page


def test_the_preview_does_not_grow(client, ama):
    counts = []
    for size in (5, 120):
        answer = send(client, table(*(row(rank) for rank in range(size))))
        with CaptureQueriesContext(connection) as queries:
            client.get(answer.url)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_page_of_decisions_does_not_grow(client, ama):
    counts = []
    for size in (1, 30):
        Person.objects.create_user(f"{size:04}@orchard.example.org", full_name=f"Tilleul {size}")
        bring_to_orchard(client, "Nom\n" + f"tilleul {size}\n" * size)
        run = ImportRun.objects.latest("created_at")
        assert run.decide_count == size
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("exchange:decide", args=[run.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_a_file_already_imported_is_told_to_who_may_know(client, ama):
    content = table(row(1))
    run_page = send(client, content).url
    client.post(reverse("exchange:confirm", args=[ImportRun.objects.get().pk]))
    page = text(client.get(send(client, content).url))
    assert "déjà été importé par Ama Koné le" in page
    client.force_login(Person.objects.create_user("b@example.org", full_name="Bob"))
    page = text(client.get(send(client, content).url))
    assert "Ce même fichier a déjà été importé." in page
    assert "Ama Koné" not in page
    assert client.get(run_page).status_code == 404


def test_a_file_too_heavy_is_let_go_before_it_is_kept(client, ama, settings):
    settings.TERREAU_IMPORT_MAX_MB = 1
    heavy = SimpleUploadedFile("lourd.csv", b"Code;Nom\n" + b"0001;x\n" * 200_000)
    answer = client.post(ORCHARD_UPLOAD, {"file": heavy, "source": "Mairie"})
    assert answer.status_code == 422
    assert "Ce fichier dépasse 1 Mo. Partagez-le en plusieurs fichiers." in text(answer)
    assert 'value="Mairie"' in text(answer)


def test_the_dataset_asks_for_its_own_provenance(client, ama, monkeypatch):
    monkeypatch.setattr(ORCHARD, "provenance_form", Source)
    assert "Jardinier" in text(client.get(ORCHARD_UPLOAD))
    answer = bring_to_orchard(client, "Code;Nom\n1;Chêne\n")
    assert answer.status_code == 422
    bring_to_orchard(client, "Code;Nom\n1;Chêne\n", gardener="Zoé")
    assert ImportRun.objects.get().provenance == {"gardener": "Zoé"}


def test_a_moved_import_offers_to_undo_the_rest(client, ama):
    send(client, table(row(1), row(2)))
    run = ImportRun.objects.get()
    client.post(reverse("exchange:confirm", args=[run.pk]))
    Person.objects.filter(full_name="Arbre 1").update(full_name="Frêne")
    page = text(client.post(reverse("exchange:undo", args=[run.pk])))
    assert "Annuler le reste" in page
    address = reverse("exchange:run", args=[run.pk])
    assert "ligne 2 : modifiée depuis" in text(client.get(f"{address}?voir=obstacles"))
    client.post(reverse("exchange:undo", args=[run.pk]), {"leaving_moved": "1"})
    assert names() == ["Frêne"]


def test_hostile_text_is_shown_as_text(client, ama):
    hostile = "<script>alert(1)</script>"
    answer = bring_to_orchard(client, f"Code;Nom;{hostile}\n1;{hostile};x\n")
    page = text(client.get(answer.url))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_long_import_can_be_left_and_found_again(client, ama, monkeypatch):
    monkeypatch.setattr("terreau.core.exchange.actions.AT_ONCE", 2)
    answer = send(client, table(*(row(rank) for rank in range(5))))
    page = text(client.get(answer.url))
    assert "Ce travail attend son tour. Vous pouvez quitter cette page" in page
    assert "en lecture" in text(client.get(reverse("exchange:list")))
