"""The digest: at its hour, once a period, only when something is left to do (R18)."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from terreau.accounts import extensions, inbox
from terreau.accounts.actions import close_account
from terreau.accounts.digest_rhythm import next_moment, period_due
from terreau.accounts.digest_sending import send_digests
from terreau.accounts.extensions import personal_data
from terreau.accounts.inbox import TodoItem, TodoKind
from terreau.accounts.models import Digest, DigestMention, DigestPreference, Person
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db
# A Monday, nine o'clock in Paris.
MONDAY = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def todo(monkeypatch) -> list[TodoItem]:
    """What waits, chosen by the test, for every person."""
    items = [TodoItem("x:1", "Répondre à l’objectif", "/x/1/", "au nom du Club", act="Répondre")]

    def keys(person, today):
        return [Person.objects.filter(pk=person.pk)]

    kind = TodoKind("x", "Objectifs", lambda *_asked: list(items), keys, 1)
    monkeypatch.setattr(inbox, "_kinds", {"x": kind})
    monkeypatch.setattr(inbox, "count_by_kind", lambda *_asked: {"x": len(items)})
    return items


@pytest.fixture
def ama() -> Person:
    return make_reader("Ama Diallo")


def make_reader(name: str, **choices) -> Person:
    person = make_person(name)
    before = MONDAY - 30 * DAY
    Person.objects.filter(pk=person.pk).update(joined_at=before, last_login=before)
    person.refresh_from_db()
    if choices:
        DigestPreference.objects.create(person=person, changed_at=before, **choices)
    return person


def test_the_message_leaves_once_at_its_hour_and_says_what_waits(todo, ama):
    assert send_digests(MONDAY - datetime.timedelta(hours=2)) == 0, "seven o'clock is too early"
    assert [send_digests(MONDAY + n * datetime.timedelta(hours=1)) for n in range(3)] == [1, 0, 0]
    [message] = mail.outbox
    assert message.to == [ama.email]
    assert message.subject == "Terreau · 1 réponse attendue de vous"
    assert "Répondre à l’objectif" in message.body
    assert "/x/1/" in message.body
    html = message.alternatives[0][0]
    assert '<a href="http' in html
    assert "au nom du Club" in html
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/compte/messages/arret/" in message.extra_headers["List-Unsubscribe"]


def test_nothing_leaves_when_nothing_is_left(todo, ama):
    todo.clear()
    assert send_digests(MONDAY) == 0
    assert mail.outbox == []
    assert Digest.objects.get().item_count == 0


def test_a_week_later_what_remains_is_told_again(todo, ama):
    send_digests(MONDAY)
    assert send_digests(MONDAY + 7 * DAY) == 1
    todo.clear()
    assert send_digests(MONDAY + 14 * DAY) == 0
    assert len(mail.outbox) == 2


def test_each_day_only_if_there_is_something_new(todo):
    make_reader("Ama Diallo", rhythm="daily")
    assert [send_digests(MONDAY + n * DAY) for n in range(3)] == [1, 0, 0]
    todo.append(TodoItem("x:2", "Un apport promis", "/x/2/"))
    assert send_digests(MONDAY + 3 * DAY) == 1
    assert "Répondre à l’objectif" in mail.outbox[-1].body
    assert DigestMention.objects.count() == 2


def test_a_day_that_comes_near_is_a_reason_to_write_once(todo):
    make_reader("Ama Diallo", rhythm="daily")
    due = (MONDAY + 4 * DAY).date()
    todo[:] = [TodoItem("x:1", "Livrer", "/x/1/", due_on=due)]
    sent = [send_digests(MONDAY + n * DAY) for n in range(6)]
    assert sent == [1, 0, 1, 0, 0, 0], "new on Monday, two days before on Wednesday"
    assert "pour le 27 novembre 2026" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("choices", "hour", "leaves"),
    [
        ({"zone": "America/Guadeloupe"}, 8, False),  # four in the night there
        ({"zone": "America/Guadeloupe"}, 12, True),
        ({"zone": "Indian/Reunion"}, 4, True),  # eight in the morning there
        ({"weekday": 1}, 8, False),  # Tuesday's of last week: too late to catch up
        ({"weekday": 5}, 8, True),  # Saturday's, by a worker that was stopped
        ({"rhythm": "never"}, 8, False),
        ({"hour": 18}, 16, False),
        ({"hour": 18, "weekday": 0}, 18, True),  # 19:00 in Paris
        ({"hour": 18, "quiet_from": 19, "quiet_until": 7}, 18, False),
        ({"hour": 8, "quiet_from": 0, "quiet_until": 0}, 8, True),
        ({"muted": ["x"]}, 8, False),
    ],
)
def test_the_clock_and_the_choices_of_each(todo, choices, hour, leaves):
    now = MONDAY.replace(hour=hour)
    make_reader("Ama Diallo", **choices)
    assert bool(send_digests(now)) is leaves


def test_to_change_one_s_mind_sends_nothing_before_the_next_period(todo, ama):
    DigestPreference.objects.create(person=ama, rhythm="daily", changed_at=MONDAY)
    assert send_digests(MONDAY + datetime.timedelta(hours=1)) == 0
    assert send_digests(MONDAY + DAY) == 1


def test_two_workers_take_one_period_once(todo, ama):
    preference = DigestPreference(person=ama)
    period = period_due(preference, MONDAY)
    Digest.objects.create(person=ama, period=period.name, claimed_at=MONDAY)
    assert send_digests(MONDAY) == 0


def test_closed_silent_and_never_seen_persons_receive_nothing(todo, ama, monkeypatch):
    chloe, denis = make_reader("Chloé Roux"), make_reader("Denis Faure")
    Person.objects.filter(pk=chloe.pk).update(last_login=None)
    close_account(person=denis, by=denis, now=MONDAY)
    monkeypatch.setattr(extensions, "_silences", {"x": lambda asked: {ama.email} & set(asked)})
    assert send_digests(MONDAY) == 0


def test_a_refusing_mail_server_leaves_the_others_and_the_next_week(todo, ama, monkeypatch):
    bastien = make_reader("Bastien Kern")

    def refuse(message):
        if message.to == [ama.email]:
            raise ConnectionRefusedError
        return [message]

    monkeypatch.setattr("terreau.accounts.digest_sending.get_connection", lambda: _Mailer(refuse))
    assert send_digests(MONDAY) == 1
    assert not Digest.objects.get(person=ama).sent_at
    assert Digest.objects.get(person=bastien).sent_at == MONDAY
    monkeypatch.undo()
    assert not DigestMention.objects.filter(person=ama).exists()


class _Mailer:
    def __init__(self, deliver):
        self.deliver = deliver

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def send_messages(self, messages):
        return len([self.deliver(message) for message in messages])


def test_without_a_mail_server_nothing_is_claimed(todo, ama, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert send_digests(MONDAY) == 0
    assert not Digest.objects.exists()


def test_the_next_moment_is_outside_the_quiet_hours(ama):
    told = DigestPreference(person=ama, hour=22, quiet_from=20, quiet_until=7)
    assert next_moment(told, MONDAY).hour == 7
    assert next_moment(DigestPreference(person=ama, rhythm="never"), MONDAY) is None


def test_the_rows_read_do_not_grow_with_the_readers(todo, django_assert_num_queries):
    for number in range(3):
        make_reader(f"Denis{number} Faure", rhythm="daily", quiet_from=8, quiet_until=12)
    with django_assert_num_queries(2):
        assert send_digests(MONDAY) == 0


def test_a_person_takes_away_what_they_chose_and_received(todo, ama):
    send_digests(MONDAY)
    told = personal_data(ama)["messages"]
    assert told["rythme"].startswith("chaque semaine")
    assert [one["choses à faire"] for one in told["messages"]] == [1]


def test_the_pages_choose_show_and_refuse(client, todo, ama):
    client.force_login(ama)
    page = client.get("/compte/messages/")
    assert "Prochain message possible" in page.text
    shown = client.get("/compte/messages/apercu/").text
    assert "Répondre à l’objectif" in shown
    assert mail.outbox == []
    choice = {"rhythm": "daily", "weekday": 2, "hour": 9, "quiet_from": 21, "quiet_until": 7}
    choice |= {"zone": "Indian/Reunion", "muted": ["x"]}
    refused = client.post("/compte/messages/", {**choice, "hour": 22})
    assert "tombe dans les heures calmes" in refused.text
    assert client.post("/compte/messages/", choice).status_code == 302
    kept = DigestPreference.objects.get(person=ama)
    assert (kept.rhythm, kept.hour, kept.zone, kept.muted) == ("daily", 9, "Indian/Reunion", ["x"])
    assert kept.changed_at <= timezone.now()
    assert "Aucun message ne partirait" in client.get("/compte/messages/apercu/").text
    for bad in ({**choice, "zone": "Mars/Base"}, {**choice, "hour": "24"}, {"muted": ["\x00"]}):
        assert client.post("/compte/messages/", bad).status_code == 200
    assert DigestPreference.objects.get(person=ama).hour == 9


def test_one_click_stops_the_messages_without_signing_in(client, todo, ama):
    send_digests(MONDAY)
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/compte/" + address.partition("/compte/")[2]
    asked = client.get(path)
    assert "Ne plus m’écrire" in asked.text
    assert asked["Referrer-Policy"] == "no-referrer"
    assert not DigestPreference.objects.exists(), "a mail scanner that opens it stops nothing"
    for _twice in range(2):
        done = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert "C’est noté" in done.text
    assert DigestPreference.objects.get(person=ama).rhythm == "never"
    assert send_digests(MONDAY + 7 * DAY) == 0
    assert client.get("/compte/messages/arret/" + "a" * 43 + "/").status_code == 410
    assert path.split("/")[-2] not in Digest.objects.get().stop_hash
