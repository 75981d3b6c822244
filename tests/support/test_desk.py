"""The desk: what waits longest first, filters, tasks; and what it adds to « À faire »."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.inbox import count_by_kind, todo_of
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, sign_in
from tests.support.factories import days_ago, make_file, make_partnership, make_task

pytestmark = pytest.mark.django_db
DESK = "/accompagnement/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def waiting(person) -> dict[str, list[str]]:
    today = timezone.localdate()
    told = todo_of(person, today=today, now=timezone.now())
    counts = count_by_kind(person, today)
    assert {kind.key: len(items) for kind, items in told} == counts
    return {kind.key: [item.label for item in items] for kind, items in told}


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(DESK + query).context
    return [str(file) for file, _days, _kind in page["lines"]]


def test_what_has_waited_longest_stands_first_and_filters_narrow(
    client: Client, cast: Cast
) -> None:
    recent = make_file(cast.bastien, cast.ama.organisation, phase="creation")
    old = make_organisation("Vieille attente")
    make_file(cast.bastien, old, waits_for="Un devis", waits_since=days_ago(40))
    shared = make_partnership(cast.ama.organisation, title="Visites d’usine")
    make_file(cast.bastien, partnership=shared, waits_for="Une date", waits_since=days_ago(5))
    make_file(cast.bastien, make_organisation("Close"), closed_on=days_ago(1))
    make_file(cast.chloe, make_organisation("D’ailleurs"))
    sign_in(client, cast.bastien)
    assert names(client) == ["Vieille attente", "Visites d’usine", str(recent)]
    assert names(client, "?type=partnership") == ["Visites d’usine"]
    assert names(client, "?phase=creation") == [str(recent)]
    assert names(client, "?etat=clos") == ["Close"]
    assert names(client, "?q=vieille") == ["Vieille attente"]
    assert names(client, "?phase=creation&type=partnership") == []
    assert names(client, "?phase=%00&etat=zzz&page=-4&q=%00") == names(client)
    text = client.get(DESK).text
    assert "depuis 40 jours" in text
    assert "D’ailleurs" not in text


def test_an_empty_desk_invites(client: Client, cast: Cast) -> None:
    sign_in(client, cast.fatou)
    assert "Vous ne suivez encore personne" in client.get(DESK).text


def test_the_next_task_is_shown_and_done_from_the_desk(client: Client, cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    make_task(file, "Plus tard", due_on=days_ago(-9), assignee=cast.bastien.person)
    first = make_task(file, "D’abord", due_on=days_ago(1), assignee=cast.bastien.person)
    sign_in(client, cast.bastien)
    assert "Prochaine tâche : D’abord" in client.get(DESK).text
    address = reverse("support:task", args=[first.uuid])
    assert client.post(address, {"state": "done", "from": "desk"}).url == DESK
    assert "Prochaine tâche : Plus tard" in client.get(DESK).text


def test_the_desk_does_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bastien)

    def add(number: int) -> None:
        file = make_file(cast.bastien, make_organisation(f"Organisation {number}"))
        make_task(file, assignee=cast.bastien.person)
        make_file(cast.fatou, cast.bastien.organisation, closed_on=None) if not number else None

    add(0)
    few = count_queries(client, DESK)
    for number in range(1, 6):
        add(number)
    assert count_queries(client, DESK) == few <= 12


def test_an_offer_waits_for_the_accompanied_until_their_answer(cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation)
    assert "support-offers" in waiting(cast.ama.person)
    assert "support-offers" not in waiting(cast.bastien.person)
    file.agreed_at = timezone.now()
    file.save()
    assert "support-offers" not in waiting(cast.ama.person)


def test_a_task_waits_for_its_assignee_until_done_or_the_file_is_closed(cast: Cast) -> None:
    file = make_file(cast.bastien, cast.ama.organisation, agreed_at=timezone.now())
    task = make_task(file, assignee=cast.ama.person)
    own = make_task(file, "Relire", assignee=cast.bastien.person)
    assert waiting(cast.ama.person)["support-tasks"] == [task.what]
    assert waiting(cast.bastien.person)["support-tasks"] == [own.what]
    cast.ama.person.mandates.update(ends_on=days_ago(1))
    assert "support-tasks" not in waiting(cast.ama.person)
    file.closed_on = days_ago(0)
    file.save()
    assert "support-tasks" not in waiting(cast.bastien.person)


@pytest.mark.parametrize(("days", "waits"), [(20, False), (21, True)])
def test_a_long_wait_is_taken_up_by_who_accompanies(cast: Cast, days: int, waits: bool) -> None:
    make_file(cast.bastien, cast.ama.organisation, waits_for="Un devis", waits_since=days_ago(days))
    assert ("support-waits" in waiting(cast.bastien.person)) is waits
    today = timezone.localdate() + datetime.timedelta(days=30)
    assert count_by_kind(cast.bastien.person, today)["support-waits"] == 1
