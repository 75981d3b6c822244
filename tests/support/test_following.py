"""What becomes of the accompaniment when sheets merge, persons leave, or ask to be erased."""

import pytest
from django.utils import timezone

from terreau.actors.actions.merging import undo_merge
from terreau.actors.posture import Posture
from terreau.actors.scrubbing import Traces, scrub
from terreau.support.models import (
    AllianceStrategy,
    HourEntry,
    SupportFile,
    SupportMeeting,
    SupportNote,
    SupportTask,
)
from tests.actors.factories import make_organisation, make_person
from tests.actors.merging_factories import merge
from tests.alliances.factories import Cast, make_cast
from tests.support.factories import make_file, make_hours, make_note, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def sofia() -> Posture:
    return Posture(make_person("Sofia Admin", is_staff=True))


def test_two_open_files_of_one_supporter_become_one_and_come_back(
    cast: Cast, sofia: Posture
) -> None:
    school, twin = cast.ama.organisation, make_organisation("Lycée du Val, annexe")
    kept, folded = make_file(cast.bastien, school), make_file(cast.bastien, twin)
    make_note(kept, cast.bastien, "La première")
    make_note(folded, cast.bastien, "La seconde")
    AllianceStrategy.objects.create(organisation=twin, boxes={"why": "x"}, posture="Ama")
    done = merge(school, twin, sofia)
    assert list(SupportFile.objects.all()) == [kept]
    assert kept.notes.count() == 2
    assert school.alliance_strategies.count() == 1
    undo_merge(done, by=sofia, now=timezone.now())
    assert [one.notes.count() for one in SupportFile.objects.order_by("pk")] == [1, 1]


def test_a_file_between_two_sheets_that_are_one_is_set_aside_with_all_it_holds(
    cast: Cast, sofia: Posture
) -> None:
    """An organisation does not accompany itself; undone, nothing of the file is lost."""
    twin = make_organisation("Club Gravelle, bureau")
    file = make_file(cast.bastien, twin)
    make_note(file, cast.bastien)
    make_task(file)
    entry = make_hours(cast.bastien.person, file=file)
    done = merge(cast.bastien.organisation, twin, sofia)
    assert not SupportFile.objects.exists()
    assert HourEntry.objects.get(pk=entry.pk).file is None
    undo_merge(done, by=sofia, now=timezone.now())
    back = SupportFile.objects.get()
    assert (back.organisation, back.notes.count(), back.tasks.count()) == (twin, 1, 1)
    assert HourEntry.objects.get(pk=entry.pk).file == back


def test_a_person_who_is_deleted_leaves_hours_without_a_name(cast: Cast) -> None:
    nadia = make_person("Nadia Benali")
    file = make_file(cast.bastien, cast.ama.organisation)
    file.accompanist = nadia
    file.save()
    make_hours(nadia, 45, alliance=cast.alliance)
    make_task(file, assignee=nadia)
    nadia.delete()
    assert HourEntry.objects.get().minutes == 45
    assert HourEntry.objects.get().person is None
    assert SupportTask.objects.get().assignee is None
    file.refresh_from_db()
    assert file.accompanist is None


def test_the_erased_leave_the_words_of_the_files(cast: Cast) -> None:
    school = cast.ama.organisation
    file = make_file(cast.bastien, school, waits_for="Une réponse", waits_from="k.roux@lycee.test")
    note = make_note(file, cast.bastien, f"Écrire à k.roux@lycee.test, de {school.name}")
    SupportMeeting.objects.create(
        file=file, happens_at=timezone.now(), with_whom="k.roux@lycee.test", posture="B"
    )
    entry = make_hours(cast.bastien.person, note="Appel de k.roux@lycee.test")
    scrub(
        Traces(
            emails=frozenset({"k.roux@lycee.test"}),
            names=frozenset({"Karim Roux"}),
            organisations=(school,),
        )
    )
    for row in (file, note, entry):
        row.refresh_from_db()
    told = [file.waits_from, note.text, entry.note, SupportMeeting.objects.get().with_whom]
    assert "k.roux" not in " ".join(told)
    assert "Écrire à" in note.text
    assert SupportNote.objects.count() == 1
