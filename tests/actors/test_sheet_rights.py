"""Who edits, confirms and undoes: each refused case one step from a granted one."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from terreau.actors import extensions
from terreau.actors.models import SheetChange
from terreau.actors.permissions import (
    can_confirm_sheet,
    can_edit_organisation,
    can_see_positions,
    can_undo_change,
    is_free,
)
from tests.actors.factories import (
    make_everything,
    make_mandate,
    make_organisation,
    make_person,
    make_position,
    now,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def bastien(monkeypatch: pytest.MonkeyPatch):
    person = make_person("Bastien Roy")
    monkeypatch.setattr(extensions, "_facilitator_rules", [lambda who, today: who == person])
    return person


def test_a_mandate_ends_the_keeping_by_others_and_its_end_gives_it_back(bastien) -> None:
    sheet = make_organisation("Club")
    assert can_edit_organisation(bastien, sheet, today=TODAY)
    mandate = make_mandate(make_person("Ama"), sheet)
    refusal = can_edit_organisation(bastien, sheet, today=TODAY)
    assert "Seules les personnes qui ont un mandat" in refusal.reason
    mandate.ends_on = TODAY - datetime.timedelta(days=1)
    mandate.save()
    assert can_edit_organisation(bastien, sheet, today=TODAY)


def test_what_the_caller_already_read_gives_the_same_answer(bastien) -> None:
    sheet, ama = make_organisation("Club"), make_person("Ama")
    make_mandate(ama, sheet)
    for person in (ama, bastien, make_person("Chloé")):
        asked = can_edit_organisation(person, sheet, today=TODAY)
        told = can_edit_organisation(person, sheet, today=TODAY, speaks=person == ama, held=True)
        assert bool(asked) == bool(told)


def test_a_sheet_folded_into_another_is_edited_by_nobody() -> None:
    kept, sofia = make_organisation("Gardée"), make_person("Sofia", is_staff=True)
    folded = make_organisation("Réunie", merged_into=kept, lifecycle="merged")
    assert can_edit_organisation(sofia, kept, today=TODAY)
    assert not can_edit_organisation(sofia, folded, today=TODAY)
    assert not can_confirm_sheet(sofia, folded, today=TODAY)


def test_who_speaks_and_the_facilitators_confirm(bastien) -> None:
    sheet, ama, chloe = make_organisation("Club"), make_person("Ama"), make_person("Chloé")
    make_mandate(ama, sheet)
    make_mandate(chloe, sheet, ends_on=TODAY - datetime.timedelta(days=1))
    assert can_confirm_sheet(ama, sheet, today=TODAY)
    assert can_confirm_sheet(bastien, sheet, today=TODAY)
    assert not can_confirm_sheet(chloe, sheet, today=TODAY)
    assert not can_confirm_sheet(AnonymousUser(), sheet, today=TODAY)


def test_the_creator_edits_without_confirming(bastien) -> None:
    creator = make_person("Créa")
    sheet = make_organisation("Club", created_by=creator)
    assert can_edit_organisation(creator, sheet, today=TODAY)
    assert "disent que sa fiche est juste" in can_confirm_sheet(creator, sheet, today=TODAY).reason


def test_a_change_is_undone_once_by_who_may_edit() -> None:
    ama, chloe, sheet = make_person("Ama"), make_person("Chloé"), make_organisation("Club")
    make_mandate(ama, sheet)
    change = SheetChange.objects.create(organisation=sheet, at=now(), values={})
    assert can_undo_change(ama, change, sheet, today=TODAY)
    assert not can_undo_change(chloe, change, sheet, today=TODAY)
    change.undone_at = now()
    assert "déjà annulée" in can_undo_change(ama, change, sheet, today=TODAY).reason


def test_positions_are_seen_by_whoever_is_signed_in() -> None:
    assert can_see_positions(make_person("Ama"))
    assert "Connectez-vous" in can_see_positions(AnonymousUser()).reason


def test_its_own_rows_leave_a_sheet_free_and_the_others_hold_it() -> None:
    sheet = make_organisation("Les Ateliers", world="general_interest")
    make_everything(sheet)
    SheetChange.objects.create(organisation=sheet, at=now(), values={})
    assert is_free(sheet)
    position = make_position(sheet)
    assert "sert déjà ailleurs" in is_free(sheet).reason
    position.delete()
    assert is_free(sheet)
    make_organisation("Antenne", parent=sheet)
    assert not is_free(sheet)
