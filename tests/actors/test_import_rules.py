"""What an import may not do: impose, expose, overwrite, bring back who objected, take for ever."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from terreau.actors import extensions
from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.exchange.options import ProvenanceForm
from terreau.actors.models import (
    Organisation,
)
from terreau.actors.objections import block
from terreau.core.exchange.actions import confirm_run
from terreau.core.exchange.undoing import undo_run
from terreau.core.verdicts import Refused
from tests.actors import import_samples as samples
from tests.actors.factories import make_mandate, make_organisation, make_person, now
from tests.actors.importing import DATASET, SIRET, agree, bring, counts, make_places, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_person("Sofia Admin", is_staff=True)


@pytest.fixture(autouse=True)
def places() -> None:
    make_places()


def test_persons_need_a_legal_basis() -> None:
    asked = ProvenanceForm({"takes_personal": "on"})
    assert not asked.is_valid()
    assert "base légale" in asked.errors["legal_basis"][0]
    assert ProvenanceForm({"takes_personal": "on", "legal_basis": "consent"}).is_valid()
    assert ProvenanceForm({}).is_valid()


def test_a_sheet_held_by_its_own_persons_is_theirs(staff) -> None:
    sheet = make_organisation("Club", siret=SIRET)
    make_mandate(make_person("Ama"), sheet)
    text = f"SIRET;Nom;Monde\n{SIRET};Autre nom;acteurs économiques\n"
    run = bring(staff, text)
    assert counts(run) == (0, 1, 0, 0), told(run)


def test_hostile_rows_stay_text(staff) -> None:
    run = agree(
        staff,
        'Nom;Monde;Présentation\n"=HYPERLINK(""http://x"")";médias;<script>alert(1)</script>\n',
    )
    assert counts(run) == (1, 0, 0, 0), told(run)
    sheet = Organisation.objects.get()
    assert sheet.name == '=HYPERLINK("http://x")'
    assert sheet.description == "<script>alert(1)</script>"


def test_a_name_of_500_characters_is_refused_in_its_cell(staff) -> None:
    run = bring(staff, f"Nom;Monde\n{'x' * 500};médias\n")
    assert counts(run) == (0, 0, 0, 1)
    assert "200 au plus" in told(run)


def test_a_number_taken_meanwhile_refuses_its_row_alone(staff) -> None:
    run = bring(staff, f"Nom;Monde;SIRET\nClub;médias;{SIRET}\nLabo;médias;\n")
    other = make_organisation("Autre")
    other.numbers.create(scheme="siret", value=SIRET)
    confirm_run(run, by=staff, now=now())
    run.refresh_from_db()
    assert counts(run)[0] == 1
    assert Organisation.objects.filter(name="Labo").exists()
    assert not Organisation.objects.filter(name="Club").exists()


def test_thirty_thousand_rows_of_one_name_cost_no_more_than_others(staff) -> None:
    rows = [{"name": "Maison pour tous", "world": "media", "numbers": None} for _n in range(30_000)]
    bound = OrganisationDataset()
    with CaptureQueriesContext(connection) as queries:
        completed = [
            row
            for start in range(0, len(rows), 1000)
            for row in bound.complete_rows(rows[start : start + 1000])
        ]
    assert {bound.row_key(row) for row in completed} == {("name", "maison pour tous", "")}
    assert len(queries) <= 3 * 30 + 5
    kept = completed[0]
    for row in completed[1:]:
        assert bound.merge_values(kept, row) is None


def test_who_objected_does_not_come_back(staff) -> None:
    block([(BlockedKind.EMAIL, "claire@exemple.test")], on=localdate())
    block([(BlockedKind.NUMBER, SIRET[:9])], on=localdate())
    run = agree(
        staff,
        "Nom;Monde;SIREN;Courriels publics\n"
        f"Entreprise Dupont;acteurs économiques;{SIRET[:9]};\n"
        "Club;médias;;claire@exemple.test | accueil@exemple.test\n",
    )
    assert counts(run) == (1, 0, 0, 1), told(run)
    assert "opposé" in told(run)
    sheet = Organisation.objects.get()
    assert [contact.value for contact in sheet.contacts.all()] == ["accueil@exemple.test"]


def test_a_facilitator_imports_but_never_into_a_held_sheet(staff, monkeypatch) -> None:
    bastien, chloe = make_person("Bastien"), make_person("Chloé")
    monkeypatch.setattr(extensions, "_facilitator_rules", [lambda person, day: person == bastien])
    make_organisation("Libre", siret=SIRET)
    held = make_organisation("Tenue", rna="W941234567")
    make_mandate(make_person("Ama"), held)
    text = (
        "SIRET;RNA;Nom;Monde\n"
        f"{SIRET};;Libre et jolie;acteurs économiques\n"
        ";W941234567;Autre nom;acteurs économiques\n"
    )
    run = agree(bastien, text)
    assert counts(run) == (0, 1, 0, 1), told(run)
    assert "par un lien « vérifier ma fiche »" in told(run)
    held.refresh_from_db()
    assert held.name == "Tenue"
    assert Organisation.objects.filter(name="Libre et jolie").exists()
    with pytest.raises(Refused, match="Seuls les catalyseurs"):
        bring(chloe, text)


def test_an_official_file_spares_what_was_confirmed(staff) -> None:
    sheet = make_organisation(
        "Les amis du pont", world="general_interest", rna="W941234567", address="notre adresse"
    )
    sheet.confirmed_on = localdate()
    sheet.save()
    line = samples.association(
        name="LES AMIS DU PONT NEUF", adrs_numvoie="3", adrs_libvoie="des Lilas", objet="fêter"
    )
    run = agree(staff, samples.waldec(line))
    assert counts(run) == (0, 1, 0, 0), told(run)
    sheet.refresh_from_db()
    assert (sheet.name, sheet.address, sheet.description) == (
        "Les amis du pont",
        "notre adresse",
        "fêter",
    )
    assert [alias.name for alias in sheet.aliases.all()] == ["LES AMIS DU PONT NEUF"]
    undo_run(run, by=staff, now=now())
    sheet.refresh_from_db()
    assert sheet.description == ""
    assert not sheet.aliases.exists()


def test_a_row_that_a_person_says_known_keeps_the_name_of_its_sheet(staff) -> None:
    sheet = make_organisation("Amicale du Pont", world="general_interest", siren="732829320")
    values = {"name": "AMICALE DU VIEUX PONT", "world": "media", "_guessed": ["world"]}
    values |= {"siret": SIRET, "description": "fêter"}
    [row] = DATASET.meet_many([(sheet, values)])
    assert row == {
        "uuid": str(sheet.uuid),
        "siret": SIRET,
        "description": "fêter",
        "aliases": ["AMICALE DU VIEUX PONT"],
    }
