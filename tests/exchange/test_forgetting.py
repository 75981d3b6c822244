"""Long after its end, an import keeps its counts and forgets its lines."""

import datetime

import pytest
from django.urls import reverse

from terreau.accounts.models import Person
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.forgetting import forget_rows
from terreau.core.exchange.undoing import undo_run
from terreau.core.jobs import upkeep
from terreau.core.jobs.worker import Worker
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import Refused
from tests.exchange.sample import TREES, row, table

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


def after(days: int) -> datetime.datetime:
    return NOW + datetime.timedelta(days=days)


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


@pytest.fixture
def done(ama) -> ImportRun:
    run = receive_file(
        dataset=TREES,
        file_name="verger.csv",
        content=table(row(1, "Chêne"), row(2, "Hêtre")),
        by=ama,
        now=NOW,
    )
    confirm_run(run, by=ama, now=NOW)
    ImportRun.objects.filter(pk=run.pk).update(finished_at=NOW)
    run.refresh_from_db()
    assert (run.state, run.create_count) == (ImportState.DONE, 2)
    return run


def test_a_finished_import_keeps_its_lines_as_long_as_it_can_be_undone(done, ama):
    assert forget_rows(after(90)) == 0
    undo_run(done, by=ama, now=after(90))
    done.refresh_from_db()
    assert (done.state, done.rows.count()) == (ImportState.UNDONE, 2)


def test_past_the_delay_the_lines_go_and_the_import_stays(done, ama):
    assert forget_rows(after(91)) == 2
    done.refresh_from_db()
    assert (done.rows.count(), done.create_count, done.row_count) == (0, 2, 2)
    assert done.rows_forgotten_at == after(91)
    assert forget_rows(after(92)) == 0
    assert len(TREES._trees()) == 2


def test_an_import_without_its_lines_is_not_undone_and_says_why(done, ama, client):
    forget_rows(after(91))
    done.refresh_from_db()
    with pytest.raises(Refused, match="n’est plus gardé"):
        undo_run(done, by=ama, now=after(91))
    client.force_login(ama)
    page = client.get(reverse("exchange:run", args=[done.pk])).content.decode()
    assert "ne sont plus gardées depuis le 21 février 2027" in page
    assert "Annuler tout l’import" not in page


def test_the_delay_is_a_setting(done, settings):
    settings.TERREAU_IMPORT_KEEP_DAYS = 10
    assert forget_rows(after(11)) == 2


def test_what_still_waits_for_somebody_is_kept(ama):
    run = receive_file(
        dataset=TREES, file_name="verger.csv", content=table(row(1, "Chêne")), by=ama, now=NOW
    )
    assert run.state == ImportState.PLANNED
    assert forget_rows(after(400)) == 0


def test_a_forgetting_cut_short_goes_on(done):
    ImportRun.objects.filter(pk=done.pk).update(rows_forgotten_at=after(91))
    assert forget_rows(after(92)) == 2


def test_an_idle_worker_does_the_upkeep_once_in_a_while(monkeypatch):
    seen: list[datetime.datetime] = []
    monkeypatch.setattr(upkeep, "_works", {"note": (60.0, seen.append)})
    keeper = upkeep.Upkeep()
    keeper.keep_up(NOW)
    keeper.keep_up(after(1))
    assert seen == [NOW]


def test_a_work_of_upkeep_that_fails_leaves_the_others_to_be_done(monkeypatch, caplog):
    seen: list[datetime.datetime] = []

    def fail(_now: datetime.datetime) -> None:
        raise ValueError

    monkeypatch.setattr(upkeep, "_works", {"first": (60.0, fail), "second": (60.0, seen.append)})
    upkeep.Upkeep().keep_up(NOW)
    assert seen == [NOW]
    assert "« first » failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_worker_that_waits_keeps_up(monkeypatch):
    worker = Worker()
    monkeypatch.setattr(upkeep, "_works", {"stop": (60.0, lambda _now: worker.stop())})
    monkeypatch.setattr("terreau.core.jobs.worker.POLL_SECONDS", 0)
    worker.run()
    assert worker.is_stopping
