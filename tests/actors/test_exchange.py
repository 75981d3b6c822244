"""Organisations in files: out in public, in through every check, identical both ways."""

import pytest
from django.test import Client
from django.urls import reverse

from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.models import ActionDomain, Organisation
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.datasets import get_dataset
from terreau.core.exchange.undoing import undo_run
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.territories.models import Territory
from tests.actors.factories import make_contact, make_mandate, make_organisation, make_person, now

pytestmark = pytest.mark.django_db
DATASET = OrganisationDataset()


@pytest.fixture
def staff():
    return make_person("Sofia Admin", is_staff=True)


@pytest.fixture
def charenton() -> Territory:
    return Territory.objects.create(kind="commune", code="94018", name="Charenton-le-Pont")


def bring(staff, text: str):
    """Receive a CSV as an administrator would and return the planned run."""
    return receive_file(
        dataset=DATASET, file_name="acteurs.csv", content=text.encode(), by=staff, now=now()
    )


def outcome(run) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.create_count, run.change_count, run.same_count, run.reject_count


def reasons(run) -> str:
    return str(list(run.rows.values_list("reasons", flat=True)))


def everything(charenton: Territory) -> Organisation:
    sheet = make_organisation(
        "=Club; « Gravelle »\t",
        subtype="company_club",
        siren="732829320",
        siret="73282932000074",
        place=charenton,
        perimeter=[charenton],
        domains=ActionDomain.objects.filter(code__in=["culture", "sport"]),
        description="@formule\nsur deux lignes",
        source="site, mars 2026",
    )
    sheet.aliases.create(name="C|G")
    make_contact(sheet, value="public@exemple.test", is_public=True, label="accueil")
    make_contact(sheet, kind="phone", value="+33 1 43 68 00 00", is_public=True)
    make_contact(sheet, value="discret@exemple.test")
    return sheet


def exported(client: Client, kind: str) -> bytes:
    answer = client.get(reverse("exchange:export", args=["organisations", kind]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_identical(client: Client, staff, charenton, kind: str) -> None:
    sheet = everything(charenton)
    make_organisation("Collectif sans numéro", world="general_interest")
    client.force_login(staff)
    before = DATASET.read_values(sheet)
    run = receive_file(
        dataset=DATASET,
        file_name=f"acteurs.{kind}",
        content=exported(client, kind),
        by=staff,
        now=now(),
    )
    assert outcome(run) == (0, 0, 2, 0), reasons(run)
    assert DATASET.read_values(Organisation.objects.get(pk=sheet.pk)) == before


def test_only_public_fields_of_public_sheets_go_out(client: Client, charenton) -> None:
    everything(charenton)
    make_organisation("Cachée", is_public=False)
    client.force_login(make_person("Chloé"))
    text = exported(client, "csv").decode("utf-8-sig")
    assert "public@exemple.test" in text
    assert "discret@exemple.test" not in text
    assert "Cachée" not in text
    assert "\n=Club" not in text


def test_a_file_creates_sheets_which_can_be_taken_back(staff, charenton) -> None:
    run = bring(
        staff,
        "Nom;Monde;Type;SIRET;Code de la commune du siège;Domaines d’action;Courriels publics\n"
        "Club Gravelle;acteurs économiques;club d’entreprises;732 829 320 00074;94018;"
        "culture | sport;contact@exemple.test\n",
    )
    assert outcome(run) == (1, 0, 0, 0), reasons(run)
    assert not Organisation.objects.exists()
    confirm_run(run, by=staff, now=now())
    sheet = Organisation.objects.get()
    assert (sheet.siren, sheet.place, sheet.is_public) == ("732829320", charenton, True)
    assert [domain.code for domain in sheet.domains.all()] == ["culture", "sport"]
    assert sheet.contacts.get().value == "contact@exemple.test"
    assert records_of(f"organisation:{sheet.uuid}")[0].verb == "organisation-created"
    run.refresh_from_db()
    undo_run(run, by=staff, now=now())
    assert not Organisation.objects.exists()


def test_a_sheet_that_serves_elsewhere_is_not_taken_back(staff) -> None:
    run = bring(staff, "Nom;Monde\nClub;acteurs économiques\n")
    confirm_run(run, by=staff, now=now())
    make_mandate(make_person(), Organisation.objects.get())
    run.refresh_from_db()
    with pytest.raises(Refused, match="sert déjà ailleurs \\(mandats\\)"):
        undo_run(run, by=staff, now=now())
    assert Organisation.objects.exists()


def test_a_change_keeps_what_the_file_does_not_carry(staff, charenton) -> None:
    sheet = everything(charenton)
    run = bring(
        staff,
        "SIRET;Nom;Monde;Courriels publics\n"
        "73282932000074;Nouveau nom;acteurs économiques;autre@exemple.test\n",
    )
    confirm_run(run, by=staff, now=now())
    assert outcome(run) == (0, 1, 0, 0), reasons(run)
    sheet.refresh_from_db()
    assert (sheet.name, sheet.address, sheet.version) == ("Nouveau nom", "", 2)
    assert sheet.place == charenton
    assert set(sheet.contacts.values_list("value", flat=True)) == {
        "autre@exemple.test",
        "+33 1 43 68 00 00",
        "discret@exemple.test",
    }


@pytest.mark.parametrize(
    ("columns", "row", "sentence"),
    [
        ("Nom;Monde;SIRET", "Club;acteurs économiques;7,32829E+13", "notation scientifique"),
        ("Nom;Monde;SIREN", "Club;acteurs économiques;123456789", "Ce SIREN n’existe pas"),
        ("Nom;Monde", "Club;habitants", "n’est pas dans la liste"),
        ("Nom;Monde;Type", "Club;acteurs publics;entreprise", "n’est pas de ce monde"),
        (
            "Nom;Monde;Code de la commune du siège",
            "Club;acteurs publics;4018",
            "n’est pas le code d’une commune",
        ),
        (
            "Nom;Monde;Périmètre d’action",
            "Club;acteurs publics;commune:94999",
            "n’est plus en vigueur",
        ),
        ("Nom;Monde;Courriels publics", "Club;médias;pas une adresse", "n’est pas complète"),
        ("Nom;Monde;Identifiant Terreau", "Club;médias;42", "Cet identifiant n’est pas de Terreau"),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason(
    staff, charenton, columns: str, row: str, sentence: str
) -> None:
    Territory.objects.create(kind="commune", code="94999", name="Ancienne", is_obsolete=True)
    run = bring(staff, f"{columns}\n{row}\n")
    assert outcome(run) == (0, 0, 0, 1)
    assert sentence in reasons(run)


def test_numbers_of_two_sheets_in_one_row_ask_to_correct(staff) -> None:
    make_organisation("Une", siret="73282932000074")
    make_organisation("Deux", rna="W751234567")
    run = bring(staff, "Nom;Monde;SIRET;RNA\nClub;acteurs économiques;73282932000074;W751234567\n")
    assert outcome(run) == (0, 0, 0, 1)
    assert "« Une », « Deux »" in reasons(run)


def test_everybody_exports_and_who_keeps_the_directory_imports() -> None:
    chloe = make_person("Chloé")
    assert get_dataset("organisations").can_export(chloe)
    with pytest.raises(Refused, match="Seuls les catalyseurs"):
        bring(chloe, "Nom;Monde\nClub;médias\n")
