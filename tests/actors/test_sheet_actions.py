"""Writing a sheet: provenance, confirmation, traces, undoing, closing, persons."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from terreau.actors.actions import (
    CompetenceValues,
    NetworkValues,
    NumberValues,
    ResourceValues,
    SeatValues,
    confirm_sheet,
    create_organisation,
    edit_organisation,
    scope_of,
    undo_change,
    validate_sheet_values,
)
from terreau.actors.fields import EVERYTHING
from terreau.actors.models import Organisation, Source
from terreau.actors.posture import Posture
from terreau.actors.snapshots import read_back, rows_of, take_snapshot
from terreau.core.editing import EditConflict
from terreau.core.journal import records_of, verify_chain
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from terreau.territories.models import Territory
from tests.actors.factories import (
    make_everything,
    make_mandate,
    make_organisation,
    make_person,
    make_resource,
    make_speaker,
    now,
    own_name,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ama() -> Posture:
    return make_speaker("Ama Diallo", "Les Ateliers", world="general_interest")


@pytest.fixture
def staff() -> Posture:
    return own_name(make_person("Sofia Admin", is_staff=True))


def edited(sheet: Organisation, values: dict, by: Posture, **more) -> Organisation:
    sheet.refresh_from_db()
    return edit_organisation(
        sheet, values, by=by, expected_version=sheet.version, now=now(), **more
    )


def verbs_of(sheet: Organisation) -> list[str]:
    assert verify_chain(scope_of(sheet)) == []
    return [line.verb for line in records_of(scope_of(sheet))]


def test_a_sheet_is_created_whole() -> None:
    network, person = make_organisation("Réseau"), make_person()
    town = Territory.objects.create(kind="commune", code="94018", name="Charenton")
    source = Source.objects.create(kind="spreadsheet", name="Tableau", created_at=now())
    rows = {
        "resources": [ResourceValues("need", "human", "Bénévoles", Decimal(3), "personnes")],
        "competences": [CompetenceValues("Coudre")],
        "networks": [NetworkValues(network, town, "membre")],
        "seats": [SeatValues("Conseil citoyen", "élue")],
        "numbers": [NumberValues("uai", "0940111A")],
    }
    sheet = create_organisation(
        {
            "name": "Atelier",
            "world": "general_interest",
            "founded_on": PartialDate("2013"),
            "aliases": ["AT"],
            "perimeter": [town],
            "origin": source,
            "provenance": {"address": {"source": source.pk, "name": "Tableau"}},
            **rows,
        },
        by=own_name(person),
        now=now(),
    )
    assert [(row.title, row.stated_by) for row in sheet.resources.all()] == [
        ("Bénévoles", f"{person.full_name}, en son nom")
    ]
    for name in ("competences", "networks", "seats", "numbers"):
        assert rows_of(sheet, name) == rows[name]
    assert (sheet.origin, sheet.provenance["address"]["name"]) == (source, "Tableau")
    assert (sheet.confirmed_on, sheet.changes.count()) == (None, 0)


def test_who_speaks_in_its_name_confirms_by_saving_and_nobody_else(ama, staff) -> None:
    sheet = ama.organisation
    saved = edited(sheet, {"address": "1 quai"}, staff)
    assert saved.confirmed_on is None
    saved = edited(sheet, {"address": "2 quai"}, staff, confirms=True)
    assert saved.confirmed_by == "Sofia Admin, en son nom"
    saved = edited(sheet, {"address": "3 quai"}, ama)
    assert (saved.confirmed_on, saved.confirmed_by) == (timezone.localdate(), ama.label)


def test_ticking_the_box_asks_the_right_to_confirm() -> None:
    creator = make_person("Créa")
    sheet = make_organisation("Club", created_by=creator)
    assert edited(sheet, {"address": "ici"}, own_name(creator)).confirmed_on is None
    with pytest.raises(Refused, match="disent que sa fiche est juste"):
        edited(sheet, {"address": "là"}, own_name(creator), confirms=True)
    sheet.refresh_from_db()
    assert sheet.address == "ici"


def test_each_changed_field_keeps_its_day_and_its_author(ama) -> None:
    sheet = ama.organisation
    saved = edited(sheet, {"address": "1 quai", "name": sheet.name, "aliases": ["LA"]}, ama)
    today = timezone.localdate().isoformat()
    assert saved.provenance == {
        "address": {"on": today, "by": ama.label},
        "aliases": {"on": today, "by": ama.label},
    }
    assert saved.last_change.values == {"address": ["", "1 quai"], "aliases": [[], ["LA"]]}
    assert edited(sheet, {"address": "1 quai"}, ama).last_change is None
    assert sheet.changes.count() == 1


def test_a_given_provenance_replaces_the_one_of_the_posture(ama) -> None:
    given = {"address": {"source": 3, "name": "SIRENE", "on": "2025-01-01"}}
    saved = edited(
        ama.organisation, {"address": "1 quai", "csr": "charte", "provenance": given}, ama
    )
    assert saved.provenance["address"] == given["address"]
    assert saved.provenance["csr"]["by"] == ama.label


def test_an_untouched_line_keeps_its_age_and_a_changed_one_is_of_today(ama) -> None:
    sheet, past = ama.organisation, now() - datetime.timedelta(days=300)
    kept = make_resource(sheet, title="Gardée", stated_at=past)
    changed = make_resource(sheet, title="Changée", stated_at=past)
    rows = rows_of(sheet, "resources")
    rows = [row if row.title == "Gardée" else _with_quantity(row) for row in rows]
    edited(sheet, {"resources": rows}, ama)
    kept.refresh_from_db()
    changed.refresh_from_db()
    assert (kept.stated_at, kept.stated_by) == (past, "Ama Diallo, en son nom")
    assert changed.stated_at > past
    assert (changed.quantity, changed.stated_by) == (Decimal(5), ama.label)


def _with_quantity(row: ResourceValues) -> ResourceValues:
    values = {**vars(row), "quantity": Decimal(5), "stated_at": None}
    return ResourceValues(**values)


def test_everything_is_kept_as_plain_values_and_read_back(ama) -> None:
    sheet = ama.organisation
    make_everything(sheet)
    before = take_snapshot(sheet, EVERYTHING)
    values = {name: read_back(name, kept) for name, kept in before.items()}
    assert edited(sheet, values, ama).last_change is None
    sheet.refresh_from_db()
    assert take_snapshot(sheet, EVERYTHING) == before


def test_emptying_a_sheet_is_undone_in_one_gesture(ama) -> None:
    sheet = ama.organisation
    make_everything(sheet)
    before = take_snapshot(sheet, EVERYTHING)
    offer = sheet.resources.get()
    empty = {name: [] for name in ("resources", "competences", "networks", "seats", "numbers")}
    empty |= {"aliases": [], "contacts": [], "perimeter": [], "place": None, "founded_on": None}
    saved = edited(sheet, {**empty, "parent": None, "csr": "", "is_employer": None}, ama)
    assert not sheet.resources.exists()
    undo_change(saved.last_change, by=ama, now=now())
    sheet.refresh_from_db()
    assert take_snapshot(sheet, EVERYTHING) == before
    assert sheet.resources.get().uuid == offer.uuid
    assert verbs_of(sheet)[0] == "organisation-restored"
    saved.last_change.refresh_from_db()
    with pytest.raises(Refused, match="déjà annulée"):
        undo_change(saved.last_change, by=ama, now=now())


def test_one_field_is_given_back_and_the_rest_stays(ama) -> None:
    sheet = ama.organisation
    saved = edited(sheet, {"address": "1 quai", "csr": "charte"}, ama)
    made = undo_change(saved.last_change, by=ama, now=now(), names=["csr"])
    sheet.refresh_from_db()
    assert (sheet.address, sheet.csr) == ("1 quai", "")
    assert made.values == {"csr": ["charte", ""]}
    with pytest.raises(ValidationError, match="rien à rétablir"):
        undo_change(saved.last_change, by=ama, now=now(), names=["name"])
    assert undo_change(saved.last_change, by=ama, now=now(), names=["csr"]) is None


def test_a_stranger_undoes_nothing(ama) -> None:
    saved = edited(ama.organisation, {"address": "1 quai"}, ama)
    chloe = make_speaker("Chloé Petit", "Ailleurs")
    with pytest.raises(Refused):
        undo_change(saved.last_change, by=chloe, now=now())
    assert Organisation.objects.get(pk=ama.organisation.pk).address == "1 quai"


def test_what_no_longer_exists_is_left_out_of_what_is_given_back(ama) -> None:
    sheet, network = ama.organisation, make_organisation("Réseau")
    edited(sheet, {"networks": [NetworkValues(network)], "parent": network}, ama)
    saved = edited(sheet, {"networks": [], "parent": None}, ama)
    network.delete()
    undo_change(saved.last_change, by=ama, now=now())
    sheet.refresh_from_db()
    assert (sheet.parent, sheet.networks.count()) == (None, 0)


def test_two_savings_at_once_conflict(ama) -> None:
    sheet = ama.organisation
    edited(sheet, {"address": "1 quai"}, ama)
    with pytest.raises(EditConflict):
        edit_organisation(sheet, {"csr": "x"}, by=ama, expected_version=1, now=now())


def test_parents_never_turn_in_a_circle(ama, staff) -> None:
    top = ama.organisation
    middle = make_organisation("Milieu", parent=top)
    low = make_organisation("Bas", parent=middle)
    with pytest.raises(ValidationError, match="tournerait en rond"):
        edited(top, {"parent": low}, staff)
    with pytest.raises(ValidationError, match="rond"):
        edited(low, {"parent": low}, staff)
    assert edited(low, {"parent": top}, staff).parent == top


def test_tout_est_juste_is_said_by_who_knows(ama) -> None:
    sheet = ama.organisation
    confirm_sheet(sheet, by=ama, now=now())
    sheet.refresh_from_db()
    assert (sheet.confirmed_on, sheet.version) == (timezone.localdate(), 1)
    assert verbs_of(sheet) == ["organisation-confirmed"]
    with pytest.raises(Refused):
        confirm_sheet(sheet, by=make_speaker("Chloé Petit", "Ailleurs"), now=now())


def test_values_are_checked_without_a_query(django_assert_num_queries) -> None:
    good = {"name": "Club", "world": "economic", "siret": "73282932000074", "siren": "732829320"}
    with django_assert_num_queries(0):
        assert validate_sheet_values(good) == {}
        faults = validate_sheet_values({**good, "siren": "217500016", "subtype": "commune"})
        assert set(faults) == {"siret", "subtype"}
        assert set(validate_sheet_values({"name": "x" * 201, "world": "?", "rna": "1"})) == {
            "name",
            "world",
            "rna",
        }


def test_a_current_mandate_of_another_does_not_confirm(ama) -> None:
    other = make_organisation("Autre")
    bastien = make_person("Bastien", is_staff=True)
    posture = Posture(bastien, make_mandate(bastien, other))
    assert edited(ama.organisation, {"csr": "x"}, posture).confirmed_on is None
