"""The pages where a sheet is edited: sections, rows, offers, closing, persons, history."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.forms.sections import SECTIONS
from terreau.actors.models import Organisation
from terreau.actors.references import find_organisation, find_unit, refer_to, refer_to_unit
from terreau.core.partial_dates import PartialDate
from terreau.territories.models import Territory
from tests.actors.factories import (
    make_everything,
    make_mandate,
    make_organisation,
    make_person,
)
from tests.actors.test_editing import address_of, fields_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(client: Client) -> Organisation:
    """A sheet whose mandated person is signed in."""
    made, ama = make_organisation("Les Ateliers", world="general_interest"), make_person("Ama")
    make_mandate(ama, made)
    client.force_login(ama)
    return made


def save(client: Client, sheet: Organisation, section: str, **fields):
    return client.post(address_of(sheet, section), {**opened(client, sheet, section), **fields})


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def test_an_unknown_section_is_not_found_and_a_stranger_is_refused(client: Client, sheet) -> None:
    assert client.get(address_of(sheet, "inconnue")).status_code == 404
    client.force_login(make_person("Chloé"))
    for section in SECTIONS:
        assert client.get(address_of(sheet, section)).status_code == 403
        assert client.post(address_of(sheet, section), {}).status_code == 403


def test_size_activity_and_parent_are_saved(client: Client, sheet) -> None:
    make_organisation("Maison mère", siren="732829320")
    answer = save(
        client,
        sheet,
        "identite",
        size_class="10-49",
        is_employer="yes",
        is_mission_led="no",
        naf="9499z",
        legal_category="9220",
        founded_on="automne 2013",
        parent="maison mère",
        csr="charte",
    )
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert (sheet.naf, sheet.is_employer, sheet.is_mission_led) == ("94.99Z", True, False)
    assert (sheet.founded_on, sheet.parent.name) == (PartialDate("2013-23"), "Maison mère")
    assert opened(client, sheet, "identite")["parent"] == "Maison mère · 732829320"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"naf": "34.00Z"}, "Ce code NAF n’existe pas."),
        ({"naf": "emploi"}, "Ce code NAF n’existe pas."),
        ({"legal_category": "1234"}, "Cette catégorie juridique n’existe pas."),
        ({"founded_on": "jadis"}, "n’est pas une date"),
        ({"parent": "Personne ne s’appelle ainsi"}, "Aucune fiche ne répond"),
        ({"parent": "Les Ateliers"}, "n’est pas rattachée à elle-même"),
        ({"numbers-0-value": "0940111A"}, "Dites de quel registre vient ce numéro."),
        ({"numbers-0-scheme": "siret", "numbers-0-value": "123"}, "Un SIRET compte exactement"),
    ],
)
def test_a_wrong_value_is_explained(client: Client, sheet, fields: dict, sentence: str) -> None:
    answer = save(client, sheet, "identite", csr="Un texte à garder", **fields)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert "Un texte à garder" in text_of(answer)


def test_one_more_row_keeps_what_is_typed_and_judges_nothing(client: Client, sheet) -> None:
    typed = {"seats-0-starts_on": "2024-01-05", "networks-0-role": "membre", "add": "seats"}
    answer = save(client, sheet, "liens", **typed)
    assert answer.status_code == 200
    page = text_of(answer)
    assert fields_of(answer)["seats-TOTAL_FORMS"] == "2"
    assert fields_of(answer)["seats-0-starts_on"] == "2024-01-05"
    assert fields_of(answer)["networks-0-role"] == "membre"
    assert "Dites de quelle instance" not in page
    assert 'class="error"' not in page
    sheet.refresh_from_db()
    assert sheet.version == 1
    wild = save(client, sheet, "liens", **{"add": "seats", "seats-TOTAL_FORMS": "9" * 30})
    assert wild.status_code == 200


def test_networks_and_seats_are_saved_and_removed(client: Client, sheet) -> None:
    Territory.objects.create(kind="departement", code="94", name="Val-de-Marne")
    make_organisation("Réseau des clubs")
    answer = save(
        client,
        sheet,
        "liens",
        **{
            "networks-0-network": "reseau des clubs",
            "networks-0-territory": "Val-de-Marne",
            "networks-0-role": "membre",
            "seats-0-body": "Conseil citoyen",
            "seats-0-starts_on": "2024-01-05",
        },
    )
    assert answer.status_code == 302
    network = sheet.networks.get()
    assert (network.network.name, network.territory.code) == ("Réseau des clubs", "94")
    assert sheet.seats.get().body == "Conseil citoyen"
    save(client, sheet, "liens", **{"networks-0-DELETE": "on"})
    assert (sheet.networks.count(), sheet.seats.count()) == (0, 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"networks-0-network": "Réseau"}, "Plusieurs fiches répondent à « Réseau »"),
        ({"networks-0-role": "membre"}, "Dites de quel réseau il s’agit."),
        ({"networks-0-network": "Introuvable"}, "Aucune fiche ne répond"),
        (
            {"networks-0-network": "Réseau Un", "networks-0-territory": "Nulle part"},
            "Aucun territoire ne répond",
        ),
        ({"seats-0-role": "élue"}, "Dites de quelle instance il s’agit."),
        (
            {
                "seats-0-body": "X",
                "seats-0-starts_on": "2025-01-01",
                "seats-0-ends_on": "2024-01-01",
            },
            "La fin précède le début.",
        ),
    ],
)
def test_a_wrong_tie_is_explained(client: Client, sheet, fields: dict, sentence: str) -> None:
    make_organisation("Réseau Un", siren="732829320")
    make_organisation("Réseau Deux")
    answer = save(client, sheet, "liens", **fields)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not sheet.networks.exists()


def test_namesakes_are_told_apart_by_their_siren_or_their_town() -> None:
    town = Territory.objects.create(kind="commune", code="94018", name="Charenton")
    here, there = make_organisation("Amicale", place=town), make_organisation("Amicale")
    numbered = make_organisation("Amicale", siren="732829320")
    assert [refer_to(one) for one in (here, there, numbered)] == [
        "Amicale · Charenton",
        "Amicale",
        "Amicale · 732829320",
    ]
    assert find_organisation("Amicale · Charenton") == here
    assert find_organisation("Amicale · 732829320") == numbered
    assert find_organisation("Amicale", known=[there]) == there
    assert find_organisation("  ") is None
    folded = make_organisation("Seule", merged_into=here)
    with pytest.raises(Exception, match="Aucune fiche"):
        find_organisation(folded.name)
    assert find_unit(refer_to_unit(town)) == town
    assert find_unit("") is None


def test_what_the_public_sees_is_chosen_field_by_field_and_line_by_line(
    client: Client, sheet
) -> None:
    make_everything(sheet)
    form = opened(client, sheet, "public")
    form["public_fields"] = [name for name in form["public_fields"] if name != "csr"]
    form.pop("public_resources")
    form.pop("public_contacts")
    assert client.post(address_of(sheet, "public"), form).status_code == 302
    sheet.refresh_from_db()
    assert sheet.withheld == ["csr"]
    assert not sheet.resources.get().is_public
    assert not sheet.contacts.get().is_public
    client.logout()
    page = client.get(sheet.get_absolute_url()).content.decode()
    assert "charte signée" not in page
    assert "Salle de réunion" not in page


def test_a_saving_offers_to_take_it_back_and_a_second_click_is_told(client: Client, sheet) -> None:
    answer = save(client, sheet, "activite", address="1 quai des Carrières")
    page = text_of(client.get(answer.url))
    assert "Vous avez changé : adresse" in " ".join(page.split())
    undo = re.search(r'action="([^"]*/retablir/)"', page)[1]
    assert client.post(undo).status_code == 302
    sheet.refresh_from_db()
    assert sheet.address == ""
    assert client.post(undo).status_code == 403
    assert client.get(undo).status_code == 405
    for wild in ("9" * 40, "²", "-1", "x"):
        assert client.get(f"{sheet.get_absolute_url()}?fait={wild}").status_code == 200


def test_nothing_changed_is_said_so(client: Client, sheet) -> None:
    answer = save(client, sheet, "activite")
    assert "Rien n’a changé" in text_of(client.get(answer.url))


def test_the_history_says_values_and_gives_one_back(client: Client, sheet) -> None:
    make_everything(sheet)
    first = opened(client, sheet, "activite")
    client.post(address_of(sheet, "activite"), {**first, "address": "", "perimeter": []})
    page = text_of(client.get(reverse("actors:history", args=[sheet.uuid])))
    assert "1 quai des Carrières" in page
    assert "Rétablir : adresse" in page
    change = sheet.changes.first()
    address = reverse("actors:undo_change", args=[sheet.uuid, change.pk])
    client.post(address, {"field": "address"})
    sheet.refresh_from_db()
    assert sheet.address == "1 quai des Carrières"
    assert "rien à rétablir" in text_of(client.post(address, {"field": "nom"}, follow=True))
    other = reverse("actors:undo_change", args=[make_organisation("Autre").uuid, change.pk])
    assert client.post(other).status_code == 404
    client.force_login(make_person("Chloé"))
    page = text_of(client.get(reverse("actors:history", args=[sheet.uuid])))
    assert "Rétablir : adresse" not in page


def test_the_button_says_the_whole_sheet_is_right(client: Client, sheet) -> None:
    assert "Tout est juste" in text_of(client.get(sheet.get_absolute_url()))
    client.post(reverse("actors:confirm", args=[sheet.uuid]))
    sheet.refresh_from_db()
    assert sheet.confirmed_by == "Ama, au nom de Les Ateliers"
    client.force_login(make_person("Chloé"))
    assert client.post(reverse("actors:confirm", args=[sheet.uuid])).status_code == 403
    assert "Tout est juste" not in text_of(client.get(sheet.get_absolute_url()))


def test_two_rows_that_say_the_same_are_told(client: Client, sheet) -> None:
    make_organisation("Autre").numbers.create(scheme="uai", value="0940111A")
    taken = {"numbers-0-scheme": "uai", "numbers-0-value": "0940111A"}
    assert "porte déjà ce numéro" in text_of(save(client, sheet, "identite", **taken))
    sheet.competences.create(name="Coudre", detail="à la main")
    twice = {"competences-1-name": "Coudre", "competences-1-detail": "à la machine"}
    answer = save(client, sheet, "activite", **twice)
    assert "Deux lignes disent la même chose (compétences)" in text_of(answer)
    assert sheet.competences.get().detail == "à la main"
