"""What is written is what was shown; what moved since is left alone, and told."""

import datetime

import pytest
from django.core.files.base import ContentFile

from terreau.accounts.models import Person
from terreau.core.exchange import actions, undoing
from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.applying import apply_run
from terreau.core.exchange.reading import read_table
from terreau.core.exchange.runs import plan_run
from terreau.core.exchange.sheets import write_errors
from terreau.core.exchange.undoing import undo_run
from terreau.core.jobs.actions import perform
from terreau.core.jobs.progress import JobInterrupted
from terreau.core.models import ImportRun, ImportState
from terreau.core.verdicts import Refused
from tests.exchange.orchard import DOMAIN, ORCHARD, names

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
FILE = "Code;Nom\n0001;Chêne\n0002;Hêtre\n0003;Lierre\n"


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


@pytest.fixture
def bring(ama):
    def bring(text: str = FILE, by=None) -> ImportRun:
        return receive_file(
            dataset=ORCHARD, file_name="a.csv", content=text.encode(), by=by or ama, now=NOW
        )

    return bring


def agree(run: ImportRun) -> ImportRun:
    confirm_run(run, by=run.requested_by, now=NOW)
    run.refresh_from_db()
    return run


def plant(code: str, name: str) -> Person:
    return Person.objects.create_user(f"{code}{DOMAIN}", full_name=name)


def test_a_thing_of_the_same_identifier_that_appeared_since_is_not_doubled(bring):
    run = bring()
    plant("0001", "Chêne")
    plant("0002", "Hêtre pourpre")
    agree(run)
    assert names() == ["Chêne", "Hêtre pourpre"]
    assert (run.create_count, run.same_count, run.reject_count) == (0, 1, 2)
    assert "apparue depuis l’aperçu" in run.rows.get(line=3).reasons[""]


def test_a_thing_that_moved_or_went_since_is_left_alone(bring):
    agree(bring())
    run = bring("Code;Nom\n0001;Chêne vert\n0002;Charme\n")
    Person.objects.filter(full_name="Chêne").update(full_name="Orme")
    Person.objects.filter(full_name="Hêtre").delete()
    agree(run)
    assert names() == ["Orme"]
    reasons = [row.reasons[""] for row in run.rows.all()]
    assert "modifiée depuis l’aperçu" in reasons[0]
    assert "supprimée depuis l’aperçu" in reasons[1]


def test_a_refusal_of_the_domain_is_told_beside_the_rows_written(bring):
    run = agree(bring())
    assert names() == ["Chêne", "Hêtre"]
    assert run.rows.get(line=4).reasons == {"": "Le lierre ne se plante pas ici."}


def test_the_run_keeps_its_own_copy_and_refuses_one_that_was_replaced(bring):
    run = bring()
    run.file.storage.delete(run.file.name)
    run.file.storage.save(run.file.name, ContentFile(b"Code;Nom\n0666;Faux\n"))
    agree(run)
    assert names() == ["Chêne", "Hêtre"], "what is written was read before the agreement"
    run.state, run.read_rows = ImportState.PLANNING, 0
    run.rows.all().delete()
    plan_run(run)
    assert run.state == ImportState.REFUSED
    assert "n’est plus celui que vous avez déposé" in run.message


def test_two_people_with_the_same_file_change_nothing_twice(bring):
    first, second = bring(), bring(by=Person.objects.create_user("b@example.org", full_name="B"))
    agree(first)
    agree(second)
    assert names() == ["Chêne", "Hêtre"]
    assert (second.create_count, second.same_count) == (0, 2)


def test_one_agreement_is_written_by_one_worker_only(bring):
    run = bring()
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, confirmed_at=NOW)
    run.refresh_from_db()
    late = ImportRun.objects.get(pk=run.pk)
    apply_run(run)
    with pytest.raises(JobInterrupted):
        apply_run(late)
    assert names() == ["Chêne", "Hêtre"]


def test_an_undo_leaves_what_moved_when_asked_to(bring, ama):
    run = agree(bring())
    Person.objects.filter(full_name="Chêne").update(full_name="Chêne vert")
    with pytest.raises(Refused, match="annuler le reste en laissant ces fiches"):
        undo_run(run, by=ama, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.left_count, names()) == (ImportState.DONE, 1, ["Chêne vert", "Hêtre"])
    assert run.rows.get(line=2).obstacle == "ligne 2 : modifiée depuis"
    undo_run(run, by=ama, leaving_moved=True, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.left_count, names()) == (ImportState.UNDONE, 1, ["Chêne vert"])


def test_a_change_elsewhere_in_the_sheet_is_no_obstacle(bring, ama):
    plant("0001", "Vieux chêne")
    run = agree(bring("Code;Nom\n0001;Chêne\n"))
    Person.objects.filter(full_name="Chêne").update(is_active=False)
    undo_run(run, by=ama, now=NOW)
    assert names() == ["Vieux chêne"]
    assert not Person.objects.get(full_name="Vieux chêne").is_active


def test_what_others_now_stand_on_is_left_with_its_reason(bring, ama):
    run = agree(bring("Code;Nom\n0001;Chêne Nid\n0002;Hêtre\n"))
    with pytest.raises(Refused, match="ligne 2 : il porte un nid"):
        undo_run(run, by=ama, now=NOW)
    undo_run(run, by=ama, leaving_moved=True, now=NOW)
    assert names() == ["Chêne Nid"]


def test_a_long_undo_that_meets_an_obstacle_stops_before_touching_anything(bring, ama, monkeypatch):
    run = agree(bring())
    monkeypatch.setattr(undoing, "AT_ONCE", 1)
    Person.objects.filter(full_name="Chêne").update(full_name="Chêne vert")
    undo_run(run, by=ama, now=NOW)
    run.refresh_from_db()
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, names()) == (ImportState.DONE, ["Chêne vert", "Hêtre"])
    assert "ligne 2 : modifiée depuis" in run.message
    undo_run(run, by=ama, leaving_moved=True, now=NOW)
    run.refresh_from_db()
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, names()) == (ImportState.UNDONE, ["Chêne vert"])


def test_a_file_corrected_from_its_error_sheet_completes_the_import(bring, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 300)
    run = agree(bring("Code;Nom\n0001;Chêne\n0002;Dragon\n0003;\n"))
    sheet = write_errors(ORCHARD, run, "csv")
    assert [line[0] for line in read_table(sheet).rows] == ["0002", "0003"]
    text = sheet.decode("utf-8-sig").replace("Dragon", "Hêtre").replace("0003;;", "0003;Orme;")
    again = agree(bring(text))
    assert (again.create_count, again.reject_count) == (2, 0)
    assert names() == ["Chêne", "Hêtre", "Orme"]
