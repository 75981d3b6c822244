"""Rows that look like something known wait for a person."""

import datetime

import pytest

from terreau.accounts.models import Person
from terreau.core.exchange import deciding
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.deciding import decide_alike, decide_rows
from terreau.core.exchange.reading import read_table
from terreau.core.exchange.sheets import write_errors
from terreau.core.jobs.actions import perform
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import Refused
from tests.exchange.orchard import DOMAIN, ORCHARD, names

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


@pytest.fixture
def oak():
    return Person.objects.create_user(f"0001{DOMAIN}", full_name="Chêne")


@pytest.fixture
def run(ama, oak) -> ImportRun:
    text = "Nom;Vivant\nchêne;non\nchênes;oui\nTilleul;oui\n"
    return receive_file(dataset=ORCHARD, file_name="a.csv", content=text.encode(), by=ama, now=NOW)


def rank(run: ImportRun, line: int) -> int:
    return run.rows.get(line=line).rank


def test_look_alikes_are_proposed_with_their_score_and_reasons(run, oak):
    assert (run.create_count, run.decide_count) == (1, 2)
    row = run.rows.get(line=2)
    assert row.awaits
    assert row.proposals[0] | {"detail": ""} == {
        "key": str(oak.pk),
        "label": "Chêne",
        "detail": "",
        "score": 1.0,
        "reasons": ["même nom"],
        "url": "",
    }


def test_the_same_thing_is_compared_then_changed(run, ama, oak):
    decide_rows(run, {rank(run, 2): f"same:{oak.pk}"}, by=ama, now=NOW)
    row = run.rows.get(line=2)
    assert (row.outcome, row.decided_by, row.target_label) == ("change", ama, "Chêne")
    assert [change[0] for change in row.changes] == ["name", "alive"]
    confirm_run(run, by=ama, now=NOW)
    oak.refresh_from_db()
    assert (oak.full_name, oak.is_active) == ("chêne", False)


def test_a_new_thing_and_one_left_aside(run, ama):
    decide_rows(run, {rank(run, 2): "create", rank(run, 3): "skip"}, by=ama, now=NOW)
    assert (run.create_count, run.skip_count, run.decide_count) == (2, 1, 0)
    confirm_run(run, by=ama, now=NOW)
    assert sorted(names()) == ["Chêne", "Tilleul", "chêne"]


def test_a_decision_can_be_taken_back(run, ama, oak):
    decide_rows(run, {rank(run, 2): f"same:{oak.pk}"}, by=ama, now=NOW)
    decide_rows(run, {rank(run, 2): ""}, by=ama, now=NOW)
    row = run.rows.get(line=2)
    assert (row.outcome, row.decision, row.target_key, row.decided_by) == ("create", "", "", None)
    assert run.decide_count == 2


def test_what_is_not_decided_stays_out_and_in_the_error_sheet(run, ama):
    confirm_run(run, by=ama, now=NOW)
    assert sorted(names()) == ["Chêne", "Tilleul"]
    run.refresh_from_db()
    assert (run.create_count, run.decide_count) == (1, 2)
    sheet = read_table(write_errors(ORCHARD, run, "ods"))
    assert sheet.headings == ("Nom", "Vivant", "Ligne : à corriger")
    assert [line[0] for line in sheet.rows] == ["chêne", "chênes"]
    assert "ressemble à « Chêne »" in sheet.rows[0][2]


def test_a_batch_takes_the_best_above_a_score_and_makes_new_below(run, ama):
    decide_alike(run, decision="same", score=0.95, by=ama, now=NOW)
    assert (run.decide_count, run.change_count) == (1, 1)
    decide_alike(run, decision="create", score=0.95, by=ama, now=NOW)
    assert (run.decide_count, run.create_count) == (0, 2)


def test_two_proposals_as_good_are_not_settled_by_a_batch(run, ama):
    row = run.rows.get(line=2)
    row.proposals = [*row.proposals, {**row.proposals[0], "key": "999"}]
    row.save()
    decide_alike(run, decision="same", score=0.9, by=ama, now=NOW)
    assert run.decide_count == 2


def test_many_look_alikes_are_settled_by_a_job(run, ama, monkeypatch):
    monkeypatch.setattr(deciding, "AT_ONCE", 1)
    decide_alike(run, decision="same", score=0.5, by=ama, now=NOW)
    run.refresh_from_db()
    assert run.state == ImportState.DECIDING
    with pytest.raises(Refused, match="n’attend plus de confirmation"):
        confirm_run(run, by=ama, now=NOW)
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, run.decide_count, run.change_count) == (ImportState.PLANNED, 0, 2)


def test_something_that_was_not_proposed_cannot_be_chosen(run, ama):
    with pytest.raises(Refused, match="ne propose pas cette fiche"):
        decide_rows(run, {rank(run, 2): f"same:{ama.pk}"}, by=ama, now=NOW)


def test_a_target_that_disappeared_is_an_error_of_the_row(run, ama, oak):
    key = oak.pk
    oak.delete()
    decide_rows(run, {rank(run, 2): f"same:{key}"}, by=ama, now=NOW)
    assert "supprimée depuis l’aperçu" in run.rows.get(line=2).reasons[""]


def test_only_who_brought_the_file_decides_and_only_before_agreeing(run, ama):
    denis = Person.objects.create_user("denis@example.org", full_name="Denis")
    with pytest.raises(Refused, match="Seule la personne"):
        decide_rows(run, {rank(run, 2): "create"}, by=denis, now=NOW)
    confirm_run(run, by=ama, now=NOW)
    run.refresh_from_db()
    with pytest.raises(Refused, match="n’attend plus de décision"):
        decide_rows(run, {rank(run, 2): "create"}, by=ama, now=NOW)
