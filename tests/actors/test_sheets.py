"""Read, create and edit the sheet of an organisation."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors import extensions
from terreau.actors.models import ActionDomain, Mandate, Organisation
from terreau.core.journal import records_of, verify_chain
from tests.actors.factories import make_contact, make_mandate, make_organisation, make_person
from tests.actors.forms_data import sheet_data

pytestmark = pytest.mark.django_db
PAYLOADS = ["<script>alert(1)</script>", '=HYPERLINK("x")', "@SUM(A1)", '"><img src=x onerror=y>']


@pytest.fixture
def ama(client: Client):
    person = make_person("Ama Diallo")
    client.force_login(person)
    return person


def only_sheet() -> Organisation:
    return Organisation.objects.get()


def test_two_lines_are_enough_to_create_a_sheet(client: Client, ama) -> None:
    answer = client.post(reverse("actors:create"), sheet_data(name="Collectif du quai"))
    assert answer.status_code == 302
    sheet = only_sheet()
    assert (sheet.name, sheet.world, sheet.siren, sheet.created_by) == (
        "Collectif du quai",
        "general_interest",
        "",
        ama,
    )
    assert not Mandate.objects.exists()


def test_who_creates_may_declare_the_first_mandate_and_the_journal_keeps_it(
    client: Client, ama
) -> None:
    client.post(reverse("actors:create"), sheet_data(declares_mandate="on", title="présidente"))
    mandate = Mandate.objects.get()
    assert (mandate.person, mandate.title, mandate.ends_on) == (ama, "présidente", None)
    scope = f"organisation:{only_sheet().uuid}"
    assert [line.verb for line in records_of(scope)] == ["mandate-declared", "organisation-created"]
    assert "a déclaré parler au nom de « Les Ateliers »" in str(records_of(scope)[0].sentence)
    assert verify_chain(scope) == []


def test_everything_of_the_sheet_is_kept(client: Client, ama) -> None:
    domains = list(ActionDomain.objects.filter(code__in=["employment", "culture"]))
    client.post(
        reverse("actors:create"),
        sheet_data(
            subtype="association",
            aliases="  LA \nLes  Ateliers du Port\nLA\n",
            siret="732 829 320 00074",
            rna="w751234567",
            domains=[domain.pk for domain in domains],
            description="Une\nprésentation",
            source="site, mars 2026",
            contacts=[
                ("email", "contact@exemple.test", "accueil", True),
                ("website", "exemple.test"),
            ],
        ),
    )
    sheet = only_sheet()
    assert (sheet.siren, sheet.siret, sheet.rna) == ("732829320", "73282932000074", "W751234567")
    assert [alias.name for alias in sheet.aliases.all()] == ["LA", "Les Ateliers du Port"]
    assert set(sheet.domains.all()) == set(domains)
    assert sorted(sheet.contacts.values_list("kind", "value", "is_public")) == [
        ("email", "contact@exemple.test", True),
        ("website", "https://exemple.test", False),
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Donnez le nom de l’organisation."),
        ({"name": "x" * 201}, "Ce nom dépasse 200 caractères."),
        ({"world": "inhabitant"}, "n’accueille pas d’organisation"),
        ({"world": "public", "subtype": "company"}, "Ce type n’est pas de ce monde"),
        ({"siren": "732829321"}, "Ce SIREN n’existe pas"),
        ({"siret": "7,32829E+13"}, "notation scientifique"),
        ({"siren": "217500016", "siret": "73282932000074"}, "Ce SIRET commence par 732829320"),
        ({"rna": "123"}, "W puis neuf caractères"),
        ({"aliases": "x" * 201}, "dépasse 200 caractères"),
        ({"contacts": [("email", "pas une adresse")]}, "Cette adresse n’est pas complète."),
        ({"contacts": [("website", "javascript:alert(1)")]}, "Cette adresse de site ne peut pas"),
        ({"contacts": [("phone", "appelez-moi")]}, "Ce numéro ne peut pas être composé."),
        ({"contacts": [("", "contact@exemple.test")]}, "Dites si c’est un courriel"),
        ({"contacts": [("email", "")]}, "Écrivez la coordonnée"),
    ],
)
def test_a_wrong_field_is_explained_and_nothing_typed_is_lost(
    client: Client, ama, fields: dict, sentence: str
) -> None:
    data = sheet_data(**{"description": "Un texte long à retaper", **fields})
    answer = client.post(reverse("actors:create"), data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "Un texte long à retaper" in answer.content.decode()
    assert not Organisation.objects.exists()


def test_a_number_already_borne_names_the_other_sheet(client: Client, ama) -> None:
    make_organisation("Déjà là", siret="73282932000074")
    answer = client.post(reverse("actors:create"), sheet_data(siret="73282932000074"))
    assert "« Déjà là » porte déjà ce numéro SIRET" in answer.content.decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_and_formulas_are_shown_as_text(client: Client, ama, payload: str) -> None:
    fields = ("name", "address", "description", "source", "aliases", "title")
    client.post(
        reverse("actors:create"),
        sheet_data(
            **dict.fromkeys(fields, payload),
            declares_mandate="on",
            contacts=[("phone", "0143680000", payload, True)],
        ),
    )
    sheet = only_sheet()
    assert sheet.name == payload
    pages = [
        reverse("actors:list"),
        sheet.get_absolute_url(),
        reverse("actors:edit", args=[sheet.uuid]),
        reverse("actors:history", args=[sheet.uuid]),
        reverse("actors:people", args=[sheet.uuid]),
    ]
    for page in pages:
        html = client.get(page).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_held_sheet_is_edited_by_its_own_and_staff_and_the_others_are_told_why(
    client: Client,
) -> None:
    creator, ama, chloe = make_person("Créa"), make_person("Ama"), make_person("Chloé")
    sheet = make_organisation("Club", created_by=creator)
    make_mandate(ama, sheet)
    make_mandate(chloe, sheet, ends_on=datetime.date(2025, 1, 1))
    address = reverse("actors:edit", args=[sheet.uuid])
    for person, status in [
        (creator, 403),
        (ama, 200),
        (make_person("Sofia", is_staff=True), 200),
        (chloe, 403),
        (make_person("Autre"), 403),
    ]:
        client.force_login(person)
        assert client.get(address).status_code == status, person
        assert client.post(address, sheet_data(version=9)).status_code == (
            409 if status == 200 else 403
        )
    assert "Seules les personnes qui ont un mandat" in client.get(address).content.decode()
    client.logout()
    assert client.get(address).status_code == 302


def test_a_sheet_that_nobody_holds_is_kept_by_its_creator_and_the_facilitators(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    creator, bastien, chloe = make_person("Créa"), make_person("Bastien"), make_person("Chloé")
    monkeypatch.setattr(extensions, "_facilitator_rules", [lambda who, today: who == bastien])
    sheet = make_organisation("Club", created_by=creator)
    address = reverse("actors:edit", args=[sheet.uuid])
    for person, status in [(creator, 200), (bastien, 200), (chloe, 403)]:
        client.force_login(person)
        assert client.get(address).status_code == status, person
    assert "Personne n’a encore de mandat de « Club »" in client.get(address).content.decode()
    make_mandate(chloe, sheet)
    for person, status in [(creator, 403), (bastien, 403), (chloe, 200)]:
        client.force_login(person)
        assert client.get(address).status_code == status, person


def test_an_edit_is_told_in_the_journal_and_in_the_history(client: Client, ama) -> None:
    sheet = make_organisation("Club", world="general_interest", created_by=ama)
    client.post(
        reverse("actors:edit", args=[sheet.uuid]), sheet_data(name="Club Gravelle", version=1)
    )
    sheet.refresh_from_db()
    assert (sheet.name, sheet.version) == ("Club Gravelle", 2)
    assert list(Organisation.objects.named_like("gravelle")) == [sheet]
    html = client.get(reverse("actors:history", args=[sheet.uuid])).content.decode()
    assert "a modifié la fiche « Club Gravelle » : nom" in html
    assert "Club Gravelle" in html
    assert "Ama Diallo" in html


def test_a_private_sheet_does_not_exist_for_an_anonymous_person(client: Client) -> None:
    shown, hidden = make_organisation("Montrée"), make_organisation("Cachée", is_public=False)
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(hidden.get_absolute_url()).status_code == 404
    client.force_login(make_person("Chloé"))
    assert client.get(hidden.get_absolute_url()).status_code == 200


def test_contacts_people_and_history_show_as_their_publicity_says(client: Client, ama) -> None:
    sheet = make_organisation("Club")
    make_contact(sheet, value="public@exemple.test", is_public=True)
    make_contact(sheet, value="discret@exemple.test")
    make_mandate(make_person("Bastien Roy"), sheet)
    signed_in = client.get(sheet.get_absolute_url()).content.decode()
    client.logout()
    anonymous = client.get(sheet.get_absolute_url()).content.decode()
    for text in ("discret@exemple.test", "Bastien Roy", "Ce qui a changé"):
        assert text in signed_in
        assert text not in anonymous
    assert "public@exemple.test" in anonymous
