"""The one inbox: each nature counts what it builds; three arrangements; the decisions' kinds."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.accounts.inbox import TodoItem, count_by_kind, count_todo, todo_kinds, todo_of
from terreau.accounts.tasks import send_due_digests
from terreau.core.jobs import upkeep
from terreau.dialogues.models import Agenda, AgendaAnswer, Decision, DecisionAnswer
from terreau.portal.waiting import Group, Waiting, arrange
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import sign_in
from tests.scenario import build_scenario

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def labels(person, kind: str) -> list[str]:
    today = timezone.localdate()
    told = {one.key: items for one, items in todo_of(person, today=today, now=timezone.now())}
    counts = count_by_kind(person, today)
    assert {key: len(items) for key, items in told.items()} == counts
    return [item.detail for item in told.get(kind, [])]


def test_every_nature_builds_as_many_items_as_it_counts() -> None:
    """For each person of the small France, today and a year from now."""
    scenario = build_scenario()
    natures = set()
    for person in scenario.people.values():
        for later in (0, 370):
            today = timezone.localdate() + datetime.timedelta(days=later)
            told = todo_of(person, today=today, now=timezone.now())
            built = {kind.key: len(items) for kind, items in told}
            assert built == count_by_kind(person, today)
            assert count_todo(person, today) == sum(built.values())
            keys = [item.key for _kind, items in told for item in items]
            assert len(set(keys)) == len(keys)
            natures |= set(built)
    assert {"sheets", "agendas", "support-tasks", "support-offers"} <= natures
    assert len({kind.key for kind in todo_kinds()}) == len(todo_kinds())


def test_an_agenda_waits_for_the_answer_of_each_member(cast: Cast) -> None:
    agenda = Agenda.objects.create(alliance=cast.alliance, number=1, posture="Bastien")
    assert labels(cast.ama.person, "agendas") == ["au nom de Lycée du Val"]
    assert labels(cast.chloe.person, "agendas") == []
    member = cast.alliance.memberships.get(organisation=cast.ama.organisation)
    AgendaAnswer.objects.create(agenda=agenda, membership=member, answer="agreement", posture="Ama")
    assert labels(cast.ama.person, "agendas") == []
    Agenda.objects.filter(pk=agenda.pk).update(state="replaced")
    assert labels(cast.bastien.person, "agendas") == []


def test_a_decision_waits_for_consent_and_an_objection_for_its_author(cast: Cast) -> None:
    decision = Decision.objects.create(
        alliance=cast.alliance,
        subject="other",
        title="Se réunir",
        text="Chaque mois.",
        author=cast.bastien.person,
        posture="Bastien",
        answers_until=TODAY,
    )
    assert labels(cast.ama.person, "decisions") == ["au nom de Lycée du Val"]
    member = cast.alliance.memberships.get(organisation=cast.ama.organisation)
    DecisionAnswer.objects.create(
        decision=decision,
        membership=member,
        text_number=1,
        answer="objection",
        reason="Trop souvent.",
        posture="Ama",
    )
    assert labels(cast.ama.person, "decisions") == []
    assert "Une objection attend d’être traitée." in labels(cast.bastien.person, "decisions")
    Decision.objects.update(state="withdrawn")
    assert labels(cast.bastien.person, "decisions") == []


def test_what_is_late_stands_first_and_each_thing_stands_once() -> None:
    day = datetime.timedelta(days=1)
    items = [
        TodoItem("1", "Sans date, récent", "", since=TODAY),
        TodoItem("2", "Demain", "", due_on=TODAY + day, alliance="Agir"),
        TodoItem("3", "En retard", "", due_on=TODAY - day),
        TodoItem("4", "Dans un mois", "", due_on=TODAY + 30 * day, alliance="Agir"),
        TodoItem("5", "Sans date, ancien", "", since=TODAY - 90 * day),
    ]
    told = Waiting([Group("x", "Tout", items)])
    by_day = [[item.key for item in group.items] for group in arrange(told, "echeance", TODAY)]
    assert by_day == [["3"], ["2"], ["4"], ["5", "1"]]
    by_alliance = arrange(told, "alliance", TODAY)
    assert [str(group.title) for group in by_alliance] == ["Agir", "Hors des alliances"]
    assert [group.items for group in arrange(told, "nature", TODAY)] == [items]


@pytest.mark.parametrize("word", ["", "nature", "alliance", "\x00", "<b>", "é" * 300])
def test_any_arrangement_answers(client: Client, cast: Cast, word: str) -> None:
    sign_in(client, cast.bastien)
    page = client.get("/a-faire/", {"par": word})
    assert page.status_code == 200
    assert 'aria-current="page"' in page.text


def test_the_worker_sends_the_digests_by_itself() -> None:
    assert upkeep._works["digests"][1] is send_due_digests
    assert send_due_digests(timezone.now()) == 0
