"""The index stays equal to the sheets: written, renamed, folded, removed, rolled back, rebuilt."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from terreau.actors.indexing import refresh_indexes
from terreau.actors.models import DirectoryEntry, Organisation, SearchPosting, SearchWord
from terreau.actors.search import remove_from_index
from terreau.actors.search import snapshot as snapshots
from terreau.actors.search.finding import find
from terreau.actors.search.queries import Filters, read_words
from terreau.actors.search.rebuilding import KIND, find_index_faults, rebuild_index
from terreau.actors.search.snapshot import forget_snapshot
from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from terreau.territories.extensions import tell_followers
from tests.actors.factories import make_organisation

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def names(text: str = "") -> list[str]:
    filters = Filters(today=TODAY, words=read_words(text))
    keys = find(filters, signed_in=True)[0].ordered().keys(slice(None))
    known = dict(Organisation.objects.values_list("pk", "name"))
    return [known[key] for key in keys]


def test_a_renamed_sheet_leaves_its_old_name() -> None:
    sheet = make_organisation("Ancien nom")
    Organisation.objects.filter(pk=sheet.pk).update(name="Tout neuf")
    refresh_indexes([sheet.pk])
    assert names("ancien") == []
    assert names("neuf") == ["Tout neuf"]
    assert list(find_index_faults()) == []


def test_a_sheet_that_is_gone_or_folded_leaves_the_index() -> None:
    gone, folded, kept = (make_organisation(f"Foyer {n}") for n in range(3))
    assert len(names("foyer")) == 3
    key = gone.pk
    gone.delete()
    Organisation.objects.filter(pk=folded.pk).update(merged_into=kept)
    refresh_indexes([key, folded.pk])
    assert names("foyer") == ["Foyer 2"]
    assert list(find_index_faults()) == []
    Organisation.objects.filter(pk=folded.pk).update(merged_into=None)
    refresh_indexes([folded.pk])
    assert names("foyer") == ["Foyer 1", "Foyer 2"]


def test_a_sheet_may_be_taken_out() -> None:
    sheet = make_organisation("Retirée")
    remove_from_index([sheet.pk])
    assert names() == []


def test_what_is_held_follows_writes_and_forgets_rollbacks() -> None:
    make_organisation("Avant")
    assert names() == ["Avant"]
    with transaction.atomic():
        make_organisation("Jamais")
        assert names() == ["Avant", "Jamais"]
        transaction.set_rollback(True)
    assert names() == ["Avant"]
    make_organisation("Après")
    assert names() == ["Après", "Avant"]


def test_following_and_reading_anew_give_the_same_sheets(monkeypatch) -> None:
    made = [make_organisation(f"Club {number % 3}") for number in range(9)]
    names()
    for most in (2_000, 1):
        monkeypatch.setattr(snapshots, "MOST_INSERTED", most)
        for sheet in made[::2]:
            Organisation.objects.filter(pk=sheet.pk).update(name=f"Cercle {most} {sheet.pk % 4}")
        refresh_indexes([sheet.pk for sheet in made[::2]])
        followed = names()
        forget_snapshot()
        assert names() == followed
        assert names("cercle") == [name for name in followed if name.startswith("Cercle")]


def test_the_check_tells_what_differs_and_the_rebuild_mends_it() -> None:
    sheet = make_organisation("Juste")
    other = make_organisation("Autre")
    Organisation.objects.filter(pk=sheet.pk).update(name="Changé sans le dire")
    SearchPosting.objects.filter(token="n.autre").delete()
    DirectoryEntry.objects.create(
        **{
            **DirectoryEntry.objects.filter(key=other.pk).values().get(),
            "key": other.pk + 70_000,
        }
    )
    faults = list(find_index_faults())
    assert len(faults) == 2
    assert "2 fiches" in faults[0]
    assert "rebuild-index" in faults[1]
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    assert "Index refait : 2 fiches." in out.getvalue()
    assert list(find_index_faults()) == []
    assert names() == ["Autre", "Changé sans le dire"]


def test_a_rebuild_tells_its_progress_and_changes_no_answer() -> None:
    for number in range(5):
        make_organisation(f"Club {number}")
    before, told = names("club"), []
    assert rebuild_index(lambda done, total, message: told.append((done, total))) == 5
    assert told[-1] == (5, 5)
    assert names("club") == before


def test_a_rebuild_forgets_the_words_that_no_sheet_writes_any_more() -> None:
    gone = make_organisation("Zibeline")
    make_organisation("Vergers du Val")
    make_organisation("Secrète", is_public=False)
    gone.name = "Martre"
    gone.save()
    refresh_indexes([gone.pk])
    assert SearchWord.objects.filter(word="zibeline").exists()
    before = set(SearchWord.objects.values_list("word", flat=True)) - {"zibeline"}
    rebuild_index()
    assert set(SearchWord.objects.values_list("word", flat=True)) == before
    assert {"martre", "vergers", "secrete"} <= before


def test_indexing_costs_the_same_queries_for_many() -> None:
    made = [make_organisation(f"Club {number}") for number in range(40)]
    with CaptureQueriesContext(connection) as one:
        refresh_indexes([made[0].pk])
    with CaptureQueriesContext(connection) as many:
        refresh_indexes([sheet.pk for sheet in made])
    assert len(many) == len(one) <= 24


def test_a_refresh_of_the_territories_asks_for_the_index_after_its_commit(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell_followers()
        assert not Job.objects.filter(kind=KIND).exists()
    job = Job.objects.get(kind=KIND)
    make_organisation("Club")
    DirectoryEntry.objects.update(departement=12)
    perform(job.pk)
    job.refresh_from_db()
    assert (job.error, list(find_index_faults())) == ("", [])
