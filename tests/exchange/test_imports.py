"""A file comes in: preview, agreement, result, undo."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terreau.accounts.models import Person
from terreau.core.exchange import actions
from terreau.core.exchange.actions import apply_run, confirm_run, receive_file
from terreau.core.exchange.reading import TableError, read_table
from terreau.core.exchange.sheets import write_errors, write_export
from terreau.core.exchange.undoing import undo_run
from terreau.core.jobs.actions import perform
from terreau.core.jobs.progress import JobInterrupted
from terreau.core.models import ImportRun, ImportState, Job
from terreau.core.verdicts import Refused
from tests.exchange.sample import TREES, row, table

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture
def ama():
    return Person.objects.create_user("ama@example.org", full_name="Ama Koné")


@pytest.fixture
def bring(ama):
    def bring(*rows: str, content: bytes | None = None, **options) -> ImportRun:
        return receive_file(
            dataset=TREES,
            file_name="verger.csv",
            content=content or table(*rows),
            by=ama,
            now=NOW,
            **options,
        )

    return bring


@pytest.fixture
def agree(ama):
    def agree(run: ImportRun) -> ImportRun:
        confirm_run(run, by=ama, now=NOW)
        run.refresh_from_db()
        return run

    return agree


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.create_count, run.change_count, run.same_count, run.reject_count


def names() -> list[str]:
    return sorted(tree.full_name for tree in TREES._trees())


def test_nothing_is_written_before_the_agreement(bring, agree):
    agree(bring(row(1), row(2)))
    run = bring(row(1), row(2, "Hêtre"), row(3), row(4, "Dragon"), row(5, alive="peut-être"))
    assert (run.state, counts(run)) == (ImportState.PLANNED, (1, 1, 1, 2))
    assert names() == ["Arbre 1", "Arbre 2"]
    assert run.rows.get(outcome="change").changes == [["full_name", "Arbre 2", "Hêtre"]]
    agree(run)
    assert (run.state, counts(run)) == (ImportState.DONE, (1, 1, 1, 2))
    assert names() == ["Arbre 1", "Arbre 3", "Hêtre"]


def test_the_provenance_is_kept(bring):
    run = bring(row(1), source="Mairie", licence="Licence Ouverte 2.0", posture="Ama, en son nom")
    assert (run.file_name, run.source, run.licence) == (
        "verger.csv",
        "Mairie",
        "Licence Ouverte 2.0",
    )
    assert len(run.sha256) == 64
    assert run.row_count == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_without_any_change(bring, agree, ama, kind):
    agree(bring(row(1, '"=1+1"'), row(2, '"""Chêne"""', "non"), row(3, '"deux\nlignes"')))
    agree(bring(content=write_export(TREES, ama, "xlsx")))
    before = write_export(TREES, ama, kind)
    run = bring(content=before)
    assert counts(run) == (0, 0, 3, 0)
    agree(run)
    assert write_export(TREES, ama, "csv") == write_export(TREES, ama, "csv")
    assert names() == ['"Chêne"', "=1+1", "deux\nlignes"]


def test_an_import_is_taken_back_whole(bring, agree, ama):
    agree(bring(row(1), row(2)))
    run = agree(bring(row(1, "Hêtre", "non"), row(3)))
    undo_run(run, by=ama, now=NOW)
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    assert names() == ["Arbre 1", "Arbre 2"]
    assert all(tree.is_active for tree in TREES._trees())
    with pytest.raises(Refused, match="Seul un import terminé"):
        undo_run(run, by=ama, now=NOW)


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (lambda: Person.objects.filter(full_name="Arbre 2").update(full_name="X"), "ligne 3 : mod"),
        (lambda: Person.objects.filter(full_name="Arbre 2").delete(), "ligne 3 : supprimée"),
        (lambda: None, "ligne 2 : il porte un nid"),
    ],
)
def test_an_import_whose_rows_moved_since_is_not_taken_back_at_all(
    bring, agree, ama, since, sentence
):
    run = agree(bring(row(1, "Nid" if since() is None else "Arbre 1"), row(2)))
    since()
    planted = names()
    with pytest.raises(Refused, match=sentence):
        undo_run(run, by=ama, now=NOW)
    assert names() == planted
    run.refresh_from_db()
    assert run.state == ImportState.DONE


def test_rows_are_refused_one_by_one_with_a_reason(bring, agree, ama):
    run = bring(
        f"{1:04}@trees.example.org;;oui",
        row(2, "Dragon"),
        row(3),
        row(3, "Jumeau"),
        row(4, "x" * 151),
        row(5, "Lierre"),
    )
    assert counts(run) == (2, 0, 0, 4)
    agree(run)
    assert counts(run) == (1, 0, 0, 5)
    faulty = run.rows.filter(outcome="error")
    reasons = {row.line: next(iter(row.reasons.values())) for row in faulty}
    assert "obligatoire" in reasons[2]
    assert "dragon" in reasons[3]
    assert "ligne 4" in reasons[5]
    assert "150 au plus" in reasons[6]
    assert reasons[7] == "Le lierre ne se plante pas ici."


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_error_sheet_has_the_same_shape_and_is_read_again_once_corrected(bring, agree, kind):
    run = agree(bring(row(1), row(2, "Dragon"), row(3, alive="peut-être")))
    sheet = read_table(write_errors(TREES, run, kind))
    assert sheet.headings[:3] == ("Identifiant", "Nom", "Vivant")
    assert sheet.headings[3:] == ("Nom : à corriger", "Vivant : à corriger")
    assert [line[1:3] for line in sheet.rows] == [("Dragon", "oui"), ("Arbre 3", "peut-être")]
    again = bring(content=write_errors(TREES, run, kind).replace(b"peut-\xc3\xaatre", b"non"))
    left = [heading for heading, column in again.mapping.items() if not column]
    assert left == ["Nom : à corriger", "Vivant : à corriger"]


def test_something_ambiguous_is_refused_with_its_sentence(bring):
    run = bring(row(1, "Sosie"))
    assert run.rows.get().reasons == {"": "Deux arbres portent ce nom. Donnez leur identifiant."}


def test_an_empty_cell_leaves_the_value_unless_asked_to_clear(bring, agree):
    agree(bring(row(1, alive="non")))
    assert counts(bring(row(1, alive=""))) == (0, 0, 1, 0)
    assert counts(bring(row(1, alive=""), empty_clears=True)) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Couleur;Taille\nvert;3\n", "Aucune colonne n’est choisie"),
        (b"Nom;nom\na;b\n", "deux fois"),
    ],
)
def test_headings_that_cannot_be_read_are_refused(bring, content, sentence):
    with pytest.raises(TableError, match=sentence):
        bring(content=content)
    assert not ImportRun.objects.exists()


def test_a_row_that_moved_since_the_preview_is_left_alone_and_told(bring, agree):
    agree(bring(row(1), row(2)))
    run = bring(row(1, "Hêtre"), row(2, "Orme"))
    Person.objects.filter(full_name="Arbre 1").update(full_name="Frêne")
    agree(run)
    assert (run.state, counts(run), names()) == (ImportState.DONE, (0, 1, 0, 1), ["Frêne", "Orme"])
    assert "modifiée depuis l’aperçu" in run.rows.get(outcome="error").reasons[""]


def test_only_who_brought_the_file_agrees_once(bring, agree):
    chloe = Person.objects.create_user("chloe@example.org", full_name="Chloé Weiss")
    run = bring(row(1))
    with pytest.raises(Refused, match="Seule la personne"):
        confirm_run(run, by=chloe, now=NOW)
    agree(run)
    with pytest.raises(Refused, match="n’attend plus"):
        agree(run)
    with pytest.raises(Refused, match="Chloé ne plante pas"):
        receive_file(dataset=TREES, file_name="x", content=table(row(1)), by=chloe, now=NOW)


@pytest.fixture
def long_files(monkeypatch):
    """Treat four rows as a long file, written two by two."""
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    monkeypatch.setattr("terreau.core.exchange.undoing.AT_ONCE", 3)
    for module in ("applying", "runs", "undoing"):
        monkeypatch.setattr(f"terreau.core.exchange.{module}.BATCH", 2)


@pytest.mark.usefixtures("long_files")
def test_a_long_file_goes_through_jobs(bring, agree, ama):
    run = bring(*(row(rank) for rank in range(5)))
    assert run.state == ImportState.PLANNING
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, counts(run)) == (ImportState.PLANNED, (5, 0, 0, 0))
    agree(run)
    assert (run.state, names()) == (ImportState.RUNNING, [])
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, len(names())) == (ImportState.DONE, 5)
    assert Job.objects.get(pk=run.job_id).result["url"] == f"/imports/lot/{run.pk}/"
    undo_run(run, by=ama, now=NOW)
    run.refresh_from_db()
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, names()) == (ImportState.UNDONE, [])


@pytest.mark.usefixtures("long_files")
def test_an_interrupted_import_goes_on_after_its_last_batch(bring, agree):
    class Interrupting:
        def advance(self, done, total, message):
            raise JobInterrupted

    run = bring(*(row(rank) for rank in range(4)), row(0, "Jumeau"))
    perform(run.job_id)
    run.refresh_from_db()
    agree(run)
    with pytest.raises(JobInterrupted):
        apply_run(run, Interrupting())
    run.refresh_from_db()
    assert (run.state, run.applied_rows, len(names())) == (ImportState.RUNNING, 2, 2)
    perform(run.job_id)
    run.refresh_from_db()
    assert (run.state, counts(run)) == (ImportState.DONE, (4, 0, 0, 1))
    assert run.rows.written().count() == 4


def test_planning_costs_the_same_queries_whatever_the_rows(bring):
    def count(size: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            bring(*(row(rank) for rank in range(size)))
        return len(queries)

    assert count(5) == count(150) <= 16
