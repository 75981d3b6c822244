"""An import meets what the directory knows: by every number, by what a person decided or wrote."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import DuplicatePair, Organisation
from terreau.core.exchange.actions import confirm_run
from terreau.core.exchange.deciding import decide_rows
from terreau.core.exchange.undoing import undo_run
from terreau.territories.models import Territory
from tests.actors.factories import make_organisation, make_person, now
from tests.actors.importing import DATASET, SIBLING, SIRET, bring, make_places, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    make_places()
    return make_person("Sofia Admin", is_staff=True)


def test_further_numbers_and_merged_sheets_name_the_sheet_that_is_kept(
    staff, django_assert_num_queries
) -> None:
    kept = make_organisation("Club", siret=SIRET)
    kept.numbers.create(scheme="siret", value=SIBLING)
    kept.numbers.create(scheme="rna", value="W751234567")
    merged = make_organisation("Le club", rna="W942003456", merged_into=kept, lifecycle="merged")
    other = make_organisation("Labo")
    other.numbers.create(scheme="former_rna", value="W941111111")
    rows = [
        {"name": "A", "siret": SIBLING, "siren": SIBLING[:9]},
        {"name": "B", "rna": "W751234567"},
        {"name": "C", "rna": merged.rna},
        {"name": "D", "numbers": [f"siret:{SIBLING}"]},
        {"name": "E", "uuid": str(merged.uuid)},
        {"name": "F", "siren": SIRET[:9]},
    ]
    found = DATASET.find_existing(rows)
    assert found == [kept, kept, kept, kept, kept, None]
    two = DATASET.find_existing([{"siret": SIRET, "rna": "W941111111"}])[0]
    assert "« Club », « Labo »" in two.sentence
    with CaptureQueriesContext(connection) as alone:
        DATASET.find_existing(rows)
    with django_assert_num_queries(len(alone)):
        DATASET.find_existing(rows * 50)


def test_a_number_learnt_since_the_preview_leaves_the_row_to_its_sheet(staff) -> None:
    run = bring(staff, f"Nom;Monde;SIRET\nClub;médias;{SIBLING}\n")
    sheet = make_organisation("Club", siret=SIRET)
    sheet.numbers.create(scheme="siret", value=SIBLING)
    confirm_run(run, by=staff, now=now())
    run.refresh_from_db()
    assert "apparue depuis" in told(run)
    assert Organisation.objects.get() == sheet


def test_a_row_said_to_be_new_is_never_proposed_again(staff) -> None:

    place = Territory.objects.get(code="94018")
    old = make_organisation("Club nautique de Ham", world="general_interest", place=place)
    refresh_indexes([old.pk])
    run = bring(
        staff, "Nom;Monde;Code de la commune du siège\nClub nautique de Hame;médias;94018\n"
    )
    row = run.rows.get()
    assert [item["key"] for item in row.proposals] == [str(old.pk)]
    decide_rows(run, {row.rank: "create"}, by=staff, now=now())
    confirm_run(run, by=staff, now=now())
    new = Organisation.objects.exclude(pk=old.pk).get()
    pair = DuplicatePair.objects.get()
    assert (pair.first_id, pair.second_id, pair.state) == (old.pk, new.pk, "distinct")
    assert pair.decided_by == staff
    run.refresh_from_db()
    undo_run(run, by=staff, now=now())
    assert Organisation.objects.get() == old
    assert not DuplicatePair.objects.exists()


def test_a_proposed_sheet_gone_meanwhile_hinders_nothing(staff) -> None:

    place = Territory.objects.get(code="94018")
    old = make_organisation("Club nautique de Ham", world="media", place=place)
    refresh_indexes([old.pk])
    run = bring(
        staff, "Nom;Monde;Code de la commune du siège\nClub nautique de Hame;médias;94018\n"
    )
    decide_rows(run, {run.rows.get().rank: "create"}, by=staff, now=now())
    old.delete()
    confirm_run(run, by=staff, now=now())
    assert Organisation.objects.get().name == "Club nautique de Hame"
    assert not DuplicatePair.objects.exists()


def test_a_column_of_types_in_peoples_own_words_is_read_by_the_fuzzy_rules(staff) -> None:
    run = bring(staff, "Nom;Type\nLe Creuset;Collectivité\nPont;Collectivité\nLabo;Entreprise\n")
    assert run.mapping["Type"] == "kind"
    confirm_run(run, by=staff, now=now())
    worlds = Organisation.objects.order_by("pk").values_list("world", "subtype")
    assert list(worlds) == [("public", "public_body")] * 2 + [("economic", "company")]
    again = bring(staff, "Nom;Monde;Type\nClub;acteurs économiques;club d’entreprises\n")
    assert again.mapping["Type"] == "subtype"
