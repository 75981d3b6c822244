"""Lines of one file that resemble one another, without a number in common: a person decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terreau.actors.exchange.dataset import OrganisationDataset
from terreau.actors.models import DuplicatePair, Organisation
from terreau.core.exchange.actions import confirm_run
from terreau.core.exchange.deciding import decide_alike, decide_rows
from terreau.core.exchange.runs import plan_run
from terreau.core.exchange.undoing import undo_run
from terreau.core.exchange.within import fold_agreed, propose_within
from terreau.core.models import ImportState
from tests.actors.factories import make_person, now
from tests.actors.importing import SIRET, agree, bring, counts, make_places

pytestmark = pytest.mark.django_db
HEAD = "Nom;Monde;Code postal;Ville;Courriel\n"
FILE = HEAD + (
    "Les Jardins de la Marne;médias;94220;Charenton-le-Pont;a@jardins.test\n"
    "Atelier vélo du port;médias;94220;Charenton-le-Pont;\n"
    "Jardins de la Marnes;médias;94220;Charenton-le-Pont;b@jardins.test\n"
)


@pytest.fixture
def staff():
    make_places()
    return make_person("Sofia Admin", is_staff=True)


def rank(run, line: int) -> int:
    return run.rows.get(line=line).rank


def test_two_lines_alike_are_proposed_to_each_other_with_reasons(staff):
    run = bring(staff, FILE)
    assert (run.create_count, run.decide_count) == (2, 1)
    assert not run.rows.get(line=2).awaits
    row = run.rows.get(line=4)
    assert [item["key"] for item in row.proposals] == [f"line:{rank(run, 2)}"]
    told = row.proposals[0]
    assert told["label"] == "Les Jardins de la Marne"
    assert told["detail"] == "ligne 2 de ce fichier · Charenton-le-Pont"
    assert told["reasons"]
    assert 0.35 <= told["score"] <= 1


def test_one_thing_makes_one_sheet_with_what_both_lines_say_then_undoes(staff):
    run = bring(staff, FILE)
    decide_rows(run, {rank(run, 4): f"same:line:{rank(run, 2)}"}, by=staff, now=now())
    assert counts(run) == (2, 0, 1, 0)
    row = run.rows.get(line=4)
    assert row.target_label == "Les Jardins de la Marne"
    assert "la ligne 2" in row.notes[""]
    run = confirm(run, staff)
    assert Organisation.objects.count() == 2
    sheet = Organisation.objects.get(name="Les Jardins de la Marne")
    assert list(sheet.aliases.values_list("name", flat=True)) == ["Jardins de la Marnes"]
    values = OrganisationDataset().read_values(sheet)
    assert values["emails"] == ["a@jardins.test", "b@jardins.test"]
    undo_run(run, by=staff, now=now())
    assert not Organisation.objects.exists()


def confirm(run, staff):
    confirm_run(run, by=staff, now=now())
    run.refresh_from_db()
    return run


def test_two_things_make_two_sheets_that_are_never_asked_again(staff):
    run = bring(staff, FILE)
    decide_rows(run, {rank(run, 4): "create"}, by=staff, now=now())
    confirm(run, staff)
    assert Organisation.objects.count() == 3
    pair = DuplicatePair.objects.get()
    names = {pair.first.name, pair.second.name}
    assert names == {"Les Jardins de la Marne", "Jardins de la Marnes"}
    assert pair.state == "distinct"


def test_a_decision_between_lines_can_be_taken_back(staff):
    run = bring(staff, FILE)
    decide_rows(run, {rank(run, 4): f"same:line:{rank(run, 2)}"}, by=staff, now=now())
    decide_rows(run, {rank(run, 4): ""}, by=staff, now=now())
    row = run.rows.get(line=4)
    assert (row.outcome, row.decision, row.target_label) == ("create", "", "")
    assert "" not in row.notes
    assert run.decide_count == 1


def test_the_best_line_is_taken_by_batch(staff):
    run = bring(staff, FILE)
    decide_alike(run, decision="same", score=0.35, by=staff, now=now())
    assert counts(run) == (2, 0, 1, 0)


def test_a_chain_of_lines_is_folded_into_the_first(staff):
    third = "Jardin de la Marne;médias;94220;Charenton-le-Pont;c@jardins.test\n"
    run = bring(staff, FILE + third)
    first, second, last = (rank(run, line) for line in (2, 4, 5))
    decide_rows(run, {second: f"same:line:{first}"}, by=staff, now=now())
    decide_rows(run, {last: f"same:line:{second}"}, by=staff, now=now())
    confirm(run, staff)
    sheet = Organisation.objects.get(name="Les Jardins de la Marne")
    values = OrganisationDataset().read_values(sheet)
    assert values["emails"] == ["a@jardins.test", "b@jardins.test", "c@jardins.test"]


def test_folding_twice_after_an_interruption_adds_nothing(staff):
    run = bring(staff, FILE)
    decide_rows(run, {rank(run, 4): f"same:line:{rank(run, 2)}"}, by=staff, now=now())
    fold_agreed(run, OrganisationDataset().for_run(run))
    once = run.rows.get(line=2).values
    fold_agreed(run, OrganisationDataset().for_run(run))
    assert run.rows.get(line=2).values == once
    assert "b@jardins.test" in once["emails"]


def test_planning_again_proposes_the_same_once(staff):
    run = bring(staff, FILE)
    before = run.rows.get(line=4).proposals
    run.state = ImportState.PLANNING
    run.save()
    plan_run(run)
    assert run.rows.get(line=4).proposals == before


def test_a_line_whose_first_line_stays_undecided_comes_back_with_its_reason(staff):
    agree(staff, HEAD + "Jardins de la Marnée;médias;94220;Charenton-le-Pont;\n")
    run = bring(staff, FILE)
    assert run.rows.get(line=2).awaits
    decide_rows(run, {rank(run, 4): f"same:line:{rank(run, 2)}"}, by=staff, now=now())
    run = confirm(run, staff)
    row = run.rows.get(line=4)
    assert row.outcome == "error"
    assert "la ligne 2, qui n’a pas été importée" in row.reasons[""]
    assert (run.reject_count, run.decide_count) == (1, 1)


def test_a_line_said_to_be_a_known_sheet_brings_its_twin_along(staff):
    agree(staff, HEAD + "Jardins de la Marnée;médias;94220;Charenton-le-Pont;\n")
    sheet = Organisation.objects.get()
    run = bring(staff, FILE)
    decisions = {rank(run, 2): f"same:{sheet.pk}", rank(run, 4): f"same:line:{rank(run, 2)}"}
    decide_rows(run, decisions, by=staff, now=now())
    confirm(run, staff)
    sheet.refresh_from_db()
    assert sheet.name == "Jardins de la Marnée"
    names = set(sheet.aliases.values_list("name", flat=True))
    assert names == {"Les Jardins de la Marne", "Jardins de la Marnes"}


def test_lines_of_two_different_numbers_are_not_asked(staff):
    head = "Nom;Monde;SIRET;Code postal;Ville\n"
    lines = (
        f"Jardins de la Marne;médias;{SIRET};94220;Charenton-le-Pont\n"
        "Jardins de la Marnes;médias;55208131766522;94220;Charenton-le-Pont\n"
    )
    assert bring(staff, head + lines).decide_count == 0
    third = "Jardin de la Marne;médias;;94220;Charenton-le-Pont\n"
    run = bring(staff, head + lines + third)
    assert {item["key"] for item in run.rows.get(line=4).proposals} == {"line:1", "line:2"}


def test_lines_of_two_towns_are_not_asked(staff):
    other = "Jardins de la Marnes;médias;94410;Saint-Maurice;\n"
    run = bring(staff, HEAD + "Jardins de la Marne;médias;94220;Charenton-le-Pont;\n" + other)
    assert (run.create_count, run.decide_count) == (2, 0)


def test_the_page_of_decisions_shows_the_other_line(client, staff):
    run = bring(staff, FILE)
    client.force_login(staff)
    page = client.get(reverse("exchange:decide", args=[run.pk])).content.decode()
    assert "ligne 2 de ce fichier" in page
    answer = client.post(
        reverse("exchange:decide", args=[run.pk]),
        {f"row_{rank(run, 4)}": f"same:line:{rank(run, 2)}"},
        follow=True,
    )
    assert "Cette ligne parle de la même chose que la ligne 2" in answer.content.decode()


def test_proposing_within_a_file_asks_as_many_queries_of_more_lines(staff):
    few = count_queries(bring(staff, FILE))
    lines = "".join(
        f"Club {kind} de la Marne;médias;94220;Charenton-le-Pont;\n"
        for kind in ("nautique", "nautiques", "hippique", "hipique", "cycliste", "ciclyste")
    )
    assert count_queries(bring(staff, FILE + lines)) == few


def count_queries(run) -> int:
    dataset = OrganisationDataset().for_run(run)
    before = list(run.rows.values_list("proposals", flat=True))
    assert run.decide_count
    with CaptureQueriesContext(connection) as told:
        propose_within(run, dataset)
    assert list(run.rows.values_list("proposals", flat=True)) == before
    return len(told)
