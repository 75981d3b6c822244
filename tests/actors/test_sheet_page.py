"""The page of a sheet: what it shows, to whom, how old it is, and at what cost."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from terreau.actors.consent import WITHHOLDABLE
from terreau.actors.models import Organisation
from terreau.actors.snapshots import take_snapshot
from tests.actors.factories import (
    make_everything,
    make_mandate,
    make_organisation,
    make_person,
    make_position,
    make_resource,
    now,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> Organisation:
    made = make_organisation("Les Ateliers", world="general_interest")
    make_everything(made)
    return made


@pytest.fixture
def ama(client: Client):
    person = make_person("Ama Diallo")
    client.force_login(person)
    return person


def page_of(client: Client, sheet: Organisation) -> str:
    answer = client.get(sheet.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_sheet_is_shown(client: Client, sheet, ama) -> None:
    html = page_of(client, sheet)
    for text in (
        "association",
        "Aussi connue comme",
        "217 500 016",
        "94.99Z · S, autres services, dont associations",
        "9220 · association loi 1901",
        "automne 2013",
        "10 à 49 salariés",
        "charte signée",
        "le quartier des quais",
        "Charenton-le-Pont",
        "Réparer des vélos",
        "Salle de réunion",
        "12,5",
        "heures",
        "le soir",
        "Réseau des clubs",
        "Conseil de développement",
        "0940111A",
    ):
        assert text in html, text


def test_unknown_is_said_and_never_a_zero(client: Client) -> None:
    html = page_of(client, make_organisation("Collectif"))
    assert "Inconnu : SIREN, catégorie juridique, activité (NAF), création, effectif" in html
    assert "effectif" in html
    assert "aucun salarié" not in html
    assert "Périmètre d’action inconnu." in html
    assert "n’a encore vérifié cette fiche" in html


@pytest.mark.parametrize(
    ("days", "word", "age"),
    [
        (0, "à jour", "aujourd’hui"),
        (364, "à jour", "il y a 11 mois"),
        (365, "à revoir", "il y a 11 mois"),
        (729, "à revoir", "il y a 23 mois"),
        (730, "à rafraîchir", "il y a 23 mois"),
        (1200, "à rafraîchir", "il y a 3 ans"),
        (None, "jamais vérifiée", ""),
    ],
)
def test_silence_lowers_the_freshness(client: Client, days, word: str, age: str) -> None:
    day = None if days is None else localdate() - datetime.timedelta(days=days)
    html = page_of(client, make_organisation("Club", confirmed_on=day))
    assert word in html
    assert age in html


def test_who_confirmed_and_what_was_said_apart_is_told(client: Client, sheet, ama) -> None:
    sheet.confirmed_on, sheet.confirmed_by = localdate(), "Bastien Roy, au nom de Les Ateliers"
    sheet.provenance = {
        "address": {"source": 3, "name": "Fichier SIRENE", "on": "2025-03-01", "by": "Chloé Petit"},
        "csr": {"on": "pas une date", "by": "Chloé Petit"},
    }
    sheet.save()
    signed_in = page_of(client, sheet)
    client.logout()
    anonymous = page_of(client, sheet)
    assert "Vérifiée aujourd’hui par Bastien Roy" in signed_in
    assert "1er mars 2025 · Fichier SIRENE" in signed_in
    assert "date inconnue · Chloé Petit" in signed_in
    assert "Fichier SIRENE" in anonymous
    for name in ("Bastien Roy", "Chloé Petit"):
        assert name not in anonymous


def test_what_is_withheld_is_hidden_from_the_public_only(client: Client, sheet, ama) -> None:
    Organisation.objects.filter(pk=sheet.pk).update(withheld=list(WITHHOLDABLE))
    hidden = (
        "217 500 016",
        "automne 2013",
        "charte signée",
        "le quartier des quais",
        "1 quai des Carrières",
        "Réparer des vélos",
        "Réseau des clubs",
        "Conseil de développement",
        "0940111A",
        "site, mars 2026",
        "Aussi connue comme",
    )
    signed_in = page_of(client, sheet)
    client.logout()
    anonymous = page_of(client, sheet)
    for text in hidden:
        assert text in signed_in, text
        assert text not in anonymous, text
    assert "Les Ateliers" in anonymous


def test_each_withheld_field_is_hidden_alone(client: Client, sheet) -> None:
    texts = {"address": "1 quai des Carrières", "csr": "charte signée", "seats": "Conseil de dév"}
    for name, text in texts.items():
        Organisation.objects.filter(pk=sheet.pk).update(withheld=[name])
        html = page_of(client, sheet)
        assert text not in html
        assert all(other in html for key, other in texts.items() if key != name)


def test_a_line_that_is_not_public_is_for_signed_in_persons(client: Client, sheet, ama) -> None:
    make_resource(sheet, title="Budget en réserve", is_public=False)
    assert "Budget en réserve" in page_of(client, sheet)
    client.logout()
    assert "Budget en réserve" not in page_of(client, sheet)


def test_positions_are_never_public_and_past_ones_are_folded(client: Client, sheet, ama) -> None:
    make_position(sheet, "Paul Morin", email="paul@exemple.test")
    make_position(sheet, "Lise Ancienne", ends_on=datetime.date(2024, 1, 1))
    signed_in = page_of(client, sheet)
    client.logout()
    anonymous = page_of(client, sheet)
    for text in ("Paul Morin", "paul@exemple.test", "Lise Ancienne"):
        assert text in signed_in
        assert text not in anonymous
    assert signed_in.index("1 position passée") < signed_in.index("Lise Ancienne")


def test_an_offer_ages_and_ends(client: Client, sheet) -> None:
    yesterday = localdate() - datetime.timedelta(days=1)
    make_resource(sheet, title="Finie", ends_on=yesterday)
    make_resource(sheet, title="Vieille", stated_at=now() - datetime.timedelta(days=900))
    html = page_of(client, sheet)
    assert "période terminée" in html
    assert "à rafraîchir" in html
    assert "dit il y a 2 ans" in html
    assert html.index("Vieille") < html.index("Finie")


def test_parents_substructures_and_members_are_shown_and_private_ones_are_not(
    client: Client, sheet
) -> None:
    network = Organisation.objects.get(name="Réseau des clubs")
    make_organisation("Antenne Nord", parent=network)
    make_organisation("Antenne cachée", parent=network, is_public=False)
    html = page_of(client, network)
    assert "1 organisation dit être membre de ce réseau." in html
    assert "Antenne Nord" in html
    assert "Antenne cachée" not in html
    assert "Fait partie de" in page_of(client, sheet)
    Organisation.objects.filter(pk=network.pk).update(is_public=False)
    html = page_of(client, sheet)
    assert "Réseau des clubs" not in html
    assert "dont la fiche n’est pas publique" in html


def test_the_pages_of_a_sheet_do_not_grow_with_its_rows(
    client: Client, sheet, ama, count_queries
) -> None:
    make_mandate(ama, sheet)
    make_position(sheet)

    def fill(start: int) -> None:
        for number in range(start, start + 3):
            make_mandate(make_person(f"P{number}"), sheet)
            make_position(sheet, f"Q{number}", ends_on=datetime.date(2024, 1, 1))
            make_resource(sheet, title=f"R{number}", territories=[sheet.place])
            sheet.aliases.create(name=f"alias {number}")
            sheet.competences.create(name=f"savoir {number}")
            sheet.seats.create(body=f"instance {number}")
            sheet.networks.create(network=make_organisation(f"Réseau {number}"))
            make_organisation(f"Antenne {number}", parent=sheet)
            sheet.changes.create(
                at=now(), values=take_snapshot_pair(sheet), posture="Ama Diallo, en son nom"
            )

    fill(0)
    for rank, name in enumerate(("detail", "people", "history", "edit_resources"), start=1):
        address = reverse(f"actors:{name}", args=[sheet.uuid])
        client.get(address)
        before = count_queries(client, address)
        fill(rank * 10)
        assert count_queries(client, address) == before <= 15, address


def take_snapshot_pair(sheet: Organisation) -> dict:
    """What a saving that emptied the places would have kept."""
    kept = take_snapshot(sheet, ["perimeter", "resources", "networks", "domains", "place"])
    return {name: [value, [] if isinstance(value, list) else ""] for name, value in kept.items()}
