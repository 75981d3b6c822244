"""What rows of people's own files become: sheets, folded rows, remarks, refusals."""

import pytest

from terreau.actors.models import (
    NetworkMembership,
    Organisation,
    OrganisationNumber,
    Position,
    Source,
)
from terreau.core.exchange.undoing import undo_run
from terreau.core.journal import records_of, verify_chain
from tests.actors.factories import make_person, now
from tests.actors.importing import DATASET, SIBLING, SIRET, agree, bring, counts, make_places, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_person("Sofia Admin", is_staff=True)


@pytest.fixture(autouse=True)
def places() -> None:
    make_places()


def test_a_spreadsheet_as_people_have_it(staff) -> None:
    run = agree(
        staff,
        "Raison sociale;Sigle;N° SIRET;CP;Ville;Mél;Tél;Site web;Thématique;Type de structure;"
        "Effectif salarié;Nom du président\n"
        "Amicale du Pont;ADP;732 829 320 00074;94410;ST MAURICE CEDEX;a@exemple.test, "
        "b@exemple.test;143680000;www.exemple.test;Culture, astrologie;Association loi 1901;"
        "12;Claire Dupont\n",
    )
    assert counts(run) == (1, 0, 0, 0), told(run)
    sheet = Organisation.objects.get()
    assert (sheet.name, sheet.siret, sheet.siren) == ("Amicale du Pont", SIRET, SIRET[:9])
    assert (sheet.place.code, sheet.world, sheet.subtype) == (
        "94069",
        "general_interest",
        "association",
    )
    assert sheet.size_class == "10-49"
    assert [alias.name for alias in sheet.aliases.all()] == ["ADP"]
    assert [domain.code for domain in sheet.domains.all()] == ["culture"]
    assert set(sheet.contacts.values_list("value", flat=True)) == {
        "a@exemple.test",
        "b@exemple.test",
        "0143680000",
        "https://www.exemple.test",
    }
    assert not Position.objects.exists()
    assert "astrologie" in told(run)
    assert "Monde déduit d’après" in told(run)


def test_persons_come_in_only_when_asked_and_are_to_be_informed(staff) -> None:
    run = agree(
        staff,
        "Nom;Monde;Contact;Fonction;Mail du contact\n"
        "Club;acteurs économiques;Claire Dupont;présidente;claire@exemple.test\n",
        takes_personal=True,
        source="Annuaire de la ville",
        provenance={"legal_basis": "legitimate_interest", "publisher": "Ville de Melun"},
    )
    assert counts(run) == (1, 0, 0, 0), told(run)
    position = Position.objects.get()
    assert (position.full_name, position.title) == ("Claire Dupont", "présidente")
    assert (position.source, position.legal_basis) == (
        "Annuaire de la ville",
        "legitimate_interest",
    )
    [(title, message)] = DATASET.for_run(run).result_texts(run)
    assert "article 14" in title
    for words in ("nom de la personne", "Annuaire de la ville", "intérêt légitime", "CNIL"):
        assert words in message
    assert "Claire" not in message
    undo_run(run, by=staff, now=now())
    assert not Position.objects.exists()
    assert not Organisation.objects.exists()


def test_a_file_without_persons_owes_no_information(staff) -> None:
    run = agree(staff, "Nom;Monde\nClub;médias\n")
    assert DATASET.for_run(run).result_texts(run) == []


def test_rows_of_one_legal_unit_make_one_sheet(staff) -> None:
    text = (
        "Nom;Monde;SIRET\n"
        f"Club Gravelle;médias;{SIRET}\n"
        f"CLUB GRAVELLE;médias;{SIBLING}\n"
        f"Club Gravelle antenne nord;médias;{SIBLING}\n"
    )
    run = agree(staff, text)
    assert counts(run) == (1, 0, 2, 0), told(run)
    sheet = Organisation.objects.get()
    assert (sheet.name, sheet.siret) == ("Club Gravelle", SIRET)
    assert [alias.name for alias in sheet.aliases.all()] == ["Club Gravelle antenne nord"]
    assert [number.value for number in sheet.numbers.all()] == [SIBLING]
    again = bring(staff, text)
    assert counts(again) == (0, 0, 3, 0), told(again)


def test_establishments_may_be_kept_apart(staff) -> None:
    run = agree(
        staff,
        f"Nom;Monde;SIRET\nSiège;médias;{SIRET}\nAntenne;médias;{SIBLING}\n",
        provenance={"establishments": "keep"},
    )
    assert counts(run) == (2, 0, 0, 0), told(run)
    first, second = Organisation.objects.order_by("pk")
    assert {first.siret, second.siret} == {SIRET, SIBLING}
    assert (first.parent, second.parent) == (None, first)
    assert not OrganisationNumber.objects.exists()
    undo_run(run, by=staff, now=now())
    assert not Organisation.objects.exists()


def test_same_names_of_two_towns_stay_two(staff) -> None:
    run = agree(
        staff,
        "Nom;Monde;Code postal;Commune\n"
        "Maison pour tous;médias;94410;Saint-Maurice\n"
        "MAISON POUR TOUS;médias;94410;Saint Maurice\n"
        "Maison pour tous;médias;94220;Charenton\n"
        "Maison pour tous;médias;94220;Charenton le Pont\n",
    )
    assert counts(run) == (2, 0, 2, 0), told(run)


def test_a_doubtful_place_is_said_and_the_row_kept(staff) -> None:
    run = agree(staff, "Nom;Monde;Commune\nClub;médias;Saint-Maurice\nLabo;médias;Xanadou\n")
    assert counts(run) == (2, 0, 0, 0)
    assert "Saint-Maurice (67462), Saint-Maurice (94069)" in told(run)
    assert "Xanadou" in told(run)
    assert not Organisation.objects.exclude(place=None).exists()


def test_the_departement_of_the_file_settles_a_town(staff) -> None:
    text = "Nom;Monde;Commune\nClub;médias;Saint-Maurice\nLabo;médias;Charenton-le-Pont\n"
    agree(staff, text)
    assert Organisation.objects.get(name="Club").place.code == "94069"


def test_an_unknown_world_is_asked_or_given_by_choice(staff) -> None:
    text = "Nom\nTrouver sonnette à son pied\n"
    run = bring(staff, text)
    assert counts(run) == (0, 0, 0, 1)
    assert "Rien ne dit le monde" in told(run)
    run = bring(staff, text, provenance={"default_world": "general_interest"})
    assert counts(run) == (1, 0, 0, 0)


def test_a_destroyed_number_is_refused_or_left_by_choice(staff) -> None:
    text = "Nom;Monde;SIRET\nClub;médias;7,17E+13\n"
    run = bring(staff, text)
    assert list(run.rows.get().reasons) == ["siret"]
    run = agree(staff, text, provenance={"broken_numbers": "drop"})
    assert counts(run) == (1, 0, 0, 0), told(run)
    assert "La ligne est gardée sans ce numéro" in told(run)
    assert Organisation.objects.get().siret == ""


def test_each_import_leaves_its_source_and_one_line_in_the_journal(staff) -> None:
    run = agree(
        staff,
        "Nom;Monde\nClub;médias\nLabo;médias\n",
        source="Liste 2026",
        licence="LO 2.0",
        provenance={"publisher": "Ville", "vintage": "mars 2026"},
    )
    source = Source.objects.get()
    assert (source.name, source.publisher, source.vintage) == ("Liste 2026", "Ville", "mars 2026")
    assert source.run_id == run.pk
    assert {sheet.origin for sheet in Organisation.objects.all()} == {source}
    [line] = records_of("instance")
    assert line.verb == "organisations-imported"
    assert "Liste 2026" in line.sentence
    assert verify_chain("instance") == []
    for sheet in Organisation.objects.all():
        history = sheet.history.get()
        assert (history.history_type, history.history_user) == ("+", staff)
        assert history.history_change_reason == f"import:{run.pk}"


def test_ties_between_rows_of_one_file(staff) -> None:
    head, unit = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    run = agree(
        staff,
        "Identifiant Terreau;Nom;Monde;Structure de rattachement;Réseaux\n"
        f'{unit};Antenne;médias;{head};"Tête ; fiche={head} ; rôle=membre"\n'
        f"{head};Tête;médias;;\n",
    )
    assert counts(run) == (2, 0, 0, 0), told(run)
    antenna = Organisation.objects.get(uuid=unit)
    assert str(antenna.parent.uuid) == head
    assert NetworkMembership.objects.get(member=antenna).role == "membre"


@pytest.mark.parametrize(
    ("said", "size"), [("4", "1-9"), ("12,5", "10-49"), ("350 ETP", "250-4999")]
)
def test_a_plain_number_of_employees_gives_its_class(staff, said: str, size: str) -> None:
    agree(staff, f"Nom;Nature;Effectif\nAmicale;Association;{said}\nAutre;Association;\n")
    assert Organisation.objects.get(name="Amicale").size_class == size


def test_a_number_among_words_of_the_list_is_read_too(staff) -> None:
    text = (
        "Nom;Nature;Effectif\nUne;Association;1 à 9 salariés\nDeux;Association;10 à 49 salariés\n"
    )
    run = agree(staff, f"{text}Trois;Association;60\nQuatre;Association;beaucoup\n")
    assert counts(run) == (3, 0, 0, 1), told(run)
    assert Organisation.objects.get(name="Trois").size_class == "50-249"
    assert "« 60 » est lu : 50 à 249 salariés." in told(run)


def test_the_preview_speaks_french_not_codes(client, staff) -> None:
    client.force_login(staff)
    run = bring(
        staff,
        "Nom;Nature;CP;Ville;Création;Tél;Périmètre d’action\n"
        "Amicale;Association;94220;Charenton-le-Pont;41529;;commune:94069 | departement:94\n"
        "Café;Association;94220;Charenton-le-Pont;automne 2014;;\n"
        ";Association;94220;Charenton-le-Pont;;;\n"
        f"{'x' * 500};Régie de quartier;94220;Charenton-le-Pont;;;\n",
    )
    page = client.get(f"/imports/lot/{run.pk}/").content.decode()
    assert "Charenton-le-Pont (94018)" in page
    assert "Saint-Maurice (94069), Val-de-Marne (94)" in page
    assert "12 septembre 2013" in page
    assert "automne 2014" in page
    assert "2013-09-12" not in page
    assert "2014-23" not in page
    assert "(« Association »)" in page
    # A row without a readable name shows its own cells, never a word of the code.
    assert "<strong>general_interest</strong>" not in page
    assert "<strong>Association · 94220 · Charenton-le-Pont</strong>" in page
    assert f"<strong>{'x' * 100}" in page


def test_the_words_of_a_page_cost_one_query(client, staff, count_queries) -> None:
    client.force_login(staff)
    line = "Nom {0};Association;94220;Charenton-le-Pont\n"
    few, many = (
        bring(staff, "Nom;Nature;CP;Ville\n" + "".join(line.format(n * 7919) for n in range(size)))
        for size in (2, 30)
    )
    costs = [count_queries(client, f"/imports/lot/{run.pk}/") for run in (few, many)]
    assert costs[0] == costs[1]
