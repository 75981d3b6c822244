"""Hours as a file: one's own only, identical when they come back (R17)."""

import pytest
from django.test import Client

from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.undoing import undo_run
from terreau.support.exchange.hours import HoursDataset
from terreau.support.models import HourEntry
from tests.actors.factories import now
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in
from tests.alliances.test_alliance_exchange import file_of, outcome, table, written
from tests.support.factories import days_ago, make_file, make_hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def entries(cast: Cast) -> list[HourEntry]:
    """Three of Bastien's, of which one is tied to all; one of Fatou's."""
    file = make_file(cast.bastien, cast.ama.organisation)
    tied = {"alliance": cast.alliance, "file": file, "organisation": cast.bastien.organisation}
    make_hours(cast.fatou.person, note="À Fatou")
    return [
        make_hours(cast.bastien.person, 95, note="=1+1 ; « café »", phase="start", **tied),
        make_hours(cast.bastien.person, 15, engineering="catalysis", on=days_ago(9)),
        make_hours(cast.bastien.person, 1440, trade="place", on=days_ago(3)),
    ]


def bring(person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=HoursDataset(), file_name=f"heures.{kind}", content=content, by=person, now=now()
    )


def reasons(run) -> str:
    return str(list(run.rows.values_list("reasons", flat=True)))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_what_comes_back_changes_nothing(
    client: Client, cast: Cast, entries: list[HourEntry], kind: str
) -> None:
    content = file_of(sign_in(client, cast.bastien), "hours", kind)
    run = bring(cast.bastien.person, content, kind)
    assert outcome(run) == (0, 0, 3, 0), reasons(run)


def test_after_a_loss_a_file_brings_all_back_identical(
    client: Client, cast: Cast, entries: list[HourEntry]
) -> None:
    before = file_of(sign_in(client, cast.bastien), "hours")
    assert "À Fatou" not in before.decode()
    HourEntry.objects.filter(person=cast.bastien.person).delete()
    run = bring(cast.bastien.person, before)
    assert outcome(run) == (3, 0, 0, 0), reasons(run)
    confirm_run(run, by=cast.bastien.person, now=now())
    assert sorted(table(file_of(client, "hours")), key=str) == sorted(table(before), key=str)
    run.refresh_from_db()
    undo_run(run, by=cast.bastien.person, now=now())
    assert not HourEntry.objects.filter(person=cast.bastien.person).exists()


def test_a_line_is_corrected_a_new_one_added_and_wrong_ones_refused(
    client: Client, cast: Cast, entries: list[HourEntry]
) -> None:
    rows = table(file_of(sign_in(client, cast.bastien), "hours"))
    line = next(row for row in rows if row["Minutes"] == "15")
    line["Minutes"] = "45"
    new = {**dict.fromkeys(line, ""), "Jour": line["Jour"], "Minutes": "30", "Métier": "lieu"}
    wrong = [
        {**new, "Minutes": "1500"},
        {**new, "Alliance": "nulle-part"},
        {**new, "Jour": "2999-01-01"},
        {**new, "Identifiant": str(HourEntry.objects.get(person=cast.fatou.person).uuid)},
    ]
    run = bring(cast.bastien.person, written([*rows, new, *wrong]))
    created, changed, same, refused = outcome(run)
    assert (changed, same) == (1, 2), reasons(run)
    assert created + refused == 5
    confirm_run(run, by=cast.bastien.person, now=now())
    mine = HourEntry.objects.filter(person=cast.bastien.person)
    assert sorted(mine.values_list("minutes", flat=True)) == [30, 45, 95, 1440]
    assert HourEntry.objects.get(person=cast.fatou.person).note == "À Fatou"
