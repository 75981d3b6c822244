"""Duplicates found: for a line of a file, over the whole directory, and never twice."""

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.actors.bridge.matching import MatchKey, say_kept
from terreau.actors.indexing import refresh_indexes
from terreau.actors.matching import candidates, propose_matches, remember_distinct
from terreau.actors.matching.candidates import CAP, find_meetings
from terreau.actors.models import DuplicatePair, MatchWord, Organisation
from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from tests.actors.factories import make_organisation, make_person
from tests.actors.merging_factories import make_twins
from tests.alliances.factories import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia():
    """An administrator."""
    return make_person("Sofia Admin", is_staff=True)


def index_all() -> None:
    refresh_indexes(list(Organisation.objects.values_list("pk", flat=True)))


def search(by) -> dict:
    """Run the search of duplicates over the directory."""
    now = timezone.now()
    job = Job.objects.create(kind="find-duplicates", label="D", requested_by=by, created_at=now)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == "succeeded", job.trace
    return job.result


def test_a_line_finds_the_sheet_it_spells_otherwise():
    place = make_place("94018", "Charenton-le-Pont")
    sheet = make_organisation("Ass. sportive et culturelle la Gilles de Retz", place=place)
    make_organisation("Les amis du port")
    index_all()
    rows = [
        {"name": "ASC LA GILLES DE RETZ", "place": "94018"},
        {"name": "Rien de tel"},
        {"name": "ASSOCIATION SPORTIVE CULTURELLE LA GILLES DE RETZ"},
    ]
    first, none, third = propose_matches(rows)
    assert [proposal.key for proposal in first] == [str(sheet.pk)]
    assert none == ()
    assert third[0].score > 0.5
    assert "même commune : Charenton-le-Pont" in first[0].reasons
    assert first[0].url == reverse("actors:detail", args=[sheet.uuid])


def test_numbers_prevail_over_names():
    same = make_organisation("Amicale laïque", siren="732829320")
    index_all()
    other_name = propose_matches([{"name": "Foyer rural", "siren": "732829320"}])[0]
    other_number = propose_matches([{"name": "Amicale laïque", "siren": "356000000"}])[0]
    assert [proposal.key for proposal in other_name] == [str(same.pk)]
    assert "même SIREN : 732829320" in other_name[0].reasons
    assert other_number == ()


def test_what_was_told_apart_is_never_proposed_again_not_even_to_an_import(sofia):
    place = make_place()
    one = make_organisation("Club nautique de Ham", place=place, siren="732829320")
    two = make_organisation("Club nautique de Hame", place=place)
    index_all()
    row = {"name": one.name, "place": place.code, "siren": one.siren}
    assert {p.key for p in propose_matches([row])[0]} == {str(one.pk), str(two.pk)}
    remember_distinct([(two.pk, one.pk)], by=sofia, now=timezone.now())
    assert {p.key for p in propose_matches([row])[0]} == {str(one.pk)}
    search(sofia)
    assert not DuplicatePair.objects.filter(state="open").exists()


def test_a_merged_sheet_is_never_proposed():
    kept, absorbed = make_twins()
    Organisation.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    index_all()
    found = propose_matches([{"name": absorbed.name, "rna": absorbed.rna}])[0]
    assert str(absorbed.pk) not in {proposal.key for proposal in found}


def test_a_crowd_of_one_name_costs_no_more_and_is_told(django_assert_max_num_queries):
    Organisation.objects.bulk_create(
        Organisation(name="Comité des fêtes", world="general_interest") for _n in range(CAP * 3)
    )
    index_all()
    with django_assert_max_num_queries(12):
        found = propose_matches([{"name": "Comité des fêtes"}] * 30)
    assert all(len(some) <= 3 for some in found)
    assert found[0][0].reasons[-1] == f"plus de {CAP} fiches portent ce nom"


def test_candidates_of_many_lines_take_as_many_queries_as_of_one(django_assert_num_queries):
    make_organisation("Club nautique de Ham", place=make_place())
    index_all()
    row = {"name": "Club nautique Ham", "place": "94018"}
    with django_assert_num_queries(12):
        propose_matches([row])
    with django_assert_num_queries(12):
        propose_matches([row] * 200)


def test_the_search_finds_pairs_once_and_keeps_decisions(sofia):
    kept, absorbed = make_twins(place=make_place())
    Organisation.objects.filter(pk=absorbed.pk).update(name="Club nautique Ham", place=kept.place)
    index_all()
    assert search(sofia)["found"] == 1
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.state) == (kept, absorbed, "open")
    assert pair.score > 0.8
    assert MatchWord.objects.filter(word="*").exists()
    search(sofia)
    assert DuplicatePair.objects.count() == 1
    Organisation.objects.filter(pk=absorbed.pk).update(name="Boulangerie Dupont", place=None)
    index_all()
    search(sofia)
    assert not DuplicatePair.objects.exists()


def test_with_enough_sheets_to_compare_the_commonest_keys_are_left(monkeypatch):
    held = {1: range(100, 130), 2: range(200, 245), 3: range(300, 348), 4: range(400, 450)}
    holders = {key: list(sheets) for key, sheets in held.items()}
    monkeypatch.setattr(candidates, "read_holders", lambda prints: holders)
    monkeypatch.setattr(candidates, "ENOUGH", 40)
    kinds = {3: "area", 2: "two", 1: "word", 4: "name"}
    party = [MatchKey(key, kind) for key, kind in kinds.items()]
    (met,) = find_meetings([party])
    assert met.ids == {*held[1], *held[2], *held[4]}


def test_a_name_known_otherwise_is_said_once() -> None:
    same = ["by-alias", 0.0, "Passerelle jeunesse", "Passerelle Jeunesse"]
    other = ["by-alias", 0.0, "Mairie", "Hôtel de ville"]
    assert say_kept([same, other]) == (
        "par un autre nom connu : « Passerelle Jeunesse »",
        "par un autre nom connu : « Mairie » et « Hôtel de ville »",
    )
