"""Closing an organisation, and the persons met there: what is written, and never said."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from terreau.accounts.extensions import personal_data
from terreau.actors.actions import (
    add_position,
    close_organisation,
    close_position,
    edit_position,
    erase_position,
    mark_informed,
    reopen_organisation,
    scope_of,
)
from terreau.actors.models import Organisation, Position, SheetChange
from terreau.actors.posture import Posture
from terreau.core.journal import records_of, verify_chain
from terreau.core.partial_dates import PartialDate
from terreau.core.verdicts import Refused
from tests.actors.factories import (
    make_organisation,
    make_person,
    make_position,
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


def verbs_of(sheet: Organisation) -> list[str]:
    assert verify_chain(scope_of(sheet)) == []
    return [line.verb for line in records_of(scope_of(sheet))]


def test_a_closing_keeps_the_sheet_and_may_end_the_mandates(ama, staff) -> None:
    sheet = ama.organisation
    close_organisation(
        sheet,
        closed_on=PartialDate("2026-11"),
        reason="dissolution",
        ends_mandates=True,
        by=ama,
        now=now(),
    )
    sheet.refresh_from_db()
    ama.mandate.refresh_from_db()
    assert (sheet.lifecycle, sheet.closed_on.text) == ("closed", "2026-11")
    assert ama.mandate.ends_on == timezone.localdate()
    assert verbs_of(sheet) == ["mandate-closed", "organisation-closed"]
    with pytest.raises(ValidationError, match="n’est plus en activité"):
        close_organisation(sheet, closed_on=PartialDate("2026"), by=staff, now=now())
    reopen_organisation(sheet, by=staff, now=now())
    sheet.refresh_from_db()
    assert (sheet.lifecycle, sheet.closed_on, sheet.closing_reason) == ("active", None, "")
    with pytest.raises(ValidationError, match="rien à rouvrir"):
        reopen_organisation(sheet, by=staff, now=now())


def test_a_closing_is_never_to_come(ama) -> None:
    with pytest.raises(ValidationError, match="à venir"):
        close_organisation(ama.organisation, closed_on=PartialDate("2099"), by=ama, now=now())
    close_organisation(ama.organisation, closed_on=PartialDate("2020"), by=ama, now=now())
    ama.mandate.refresh_from_db()
    assert ama.mandate.ends_on is None


def test_a_successor_closes_the_one_before_on_the_eve(ama) -> None:
    sheet, first = ama.organisation, datetime.date(2026, 3, 1)
    before = make_position(sheet, "Lise", starts_on=datetime.date(2020, 1, 1))
    added = add_position(
        sheet, {"full_name": "Paul", "starts_on": first}, by=ama, now=now(), succeeds=before
    )
    before.refresh_from_db()
    assert (before.ends_on, added.starts_on) == (datetime.date(2026, 2, 28), first)
    with pytest.raises(ValidationError, match="précède le début"):
        close_position(added, ends_on=datetime.date(2026, 2, 1), by=ama, now=now())


def test_the_journal_never_names_a_person_met(ama) -> None:
    sheet = ama.organisation
    position = add_position(
        sheet, {"full_name": "Paul Morin", "email": "paul@exemple.test"}, by=ama, now=now()
    )
    edit_position(position, {"title": "directeur"}, by=ama, now=now())
    mark_informed(position, by=ama, now=now())
    close_position(position, ends_on=timezone.localdate(), by=ama, now=now())
    erase_position(position, by=None, now=now())
    assert not Position.objects.exists()
    lines = list(records_of(scope_of(sheet)))
    assert [line.verb for line in lines] == [
        "position-erased",
        "position-closed",
        "position-informed",
        "position-edited",
        "position-added",
    ]
    assert not any("Paul" in str(line.params) or "paul@" in str(line.params) for line in lines)
    assert not SheetChange.objects.exists()


def test_a_stranger_notes_and_erases_nobody(ama) -> None:
    position, chloe = make_position(ama.organisation), make_speaker("Chloé Petit", "Ailleurs")
    with pytest.raises(Refused):
        add_position(ama.organisation, {"full_name": "X"}, by=chloe, now=now())
    with pytest.raises(Refused):
        erase_position(position, by=chloe, now=now())
    assert Position.objects.count() == 1


def test_the_export_of_my_data_holds_what_others_noted_of_me() -> None:
    sheet, ama = make_organisation("Club"), make_person("Ama", email="ama@exemple.test")
    make_position(sheet, "Ama D.", email="AMA@exemple.test", source="carte de visite")
    make_position(sheet, "Paul", email="paul@exemple.test")
    noted = personal_data(ama)["positions notées par d’autres"]
    assert [(row["organisation"], row["source"]) for row in noted] == [("Club", "carte de visite")]
