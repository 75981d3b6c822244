"""Personal links: one voice each, never joined to an address, taken back and replaced."""

import csv
import io
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from terreau.accounts.models import PersonalLink
from terreau.core.jobs.actions import perform
from terreau.core.models import Job, Record
from terreau.dialogues.models import LinkAddress, Participant, Vote
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, page, sign_in
from tests.dialogues.factories import make_conversation, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def conversation(cast: Cast):
    return make_conversation(cast.alliance, access="links")


def issue(client: Client, conversation, count: int = 2) -> list[str]:
    """Issue links as a table and give their paths."""
    answer = client.post(page("links-issue", conversation), {"count": count, "shape": "csv"})
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    return [address.removeprefix("http://testserver") for _number, address in rows]


def vote(client: Client, conversation, answer: int = 1):
    statement = conversation.statements.first() or make_statement(conversation)
    said = {"statement": statement.uuid, "answer": answer}
    return client.post(page("vote", conversation), said)


def test_one_voice_a_link_on_any_device(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.bastien)
    first, second = issue(client, conversation)
    phone, tablet, other = Client(), Client(), Client()
    assert vote(phone, conversation).status_code == 404  # without a link there is nothing to see
    for device, path in ((phone, first), (tablet, first), (other, second)):
        assert device.get(path).url == page("conversation", conversation)
        assert device.get(page("conversation", conversation)).status_code == 200
        vote(device, conversation)
    assert Participant.objects.count() == Vote.objects.count() == 2
    assert set(Participant.objects.values_list("channel", flat=True)) == {"link"}
    assert "2 ont servi, sur 2" in client.get(page("links", conversation)).text


def test_only_the_digest_of_a_secret_is_kept(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.bastien)
    [path] = issue(client, conversation, 1)
    link = PersonalLink.objects.get()
    secret = path.rstrip("/").rpartition("/")[2]
    assert secret not in str(vars(link))
    assert link.issued_by is None
    assert link.expires_at > timezone.now()
    assert Record.objects.get().params["count"] == "1"


def test_a_link_taken_back_opens_nothing(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.bastien)
    [path] = issue(client, conversation, 1)
    phone = Client()
    phone.get(path)
    vote(phone, conversation)
    client.post(page("link-revoke", conversation, 1))
    assert phone.get(path).status_code == 410
    assert "retiré" in phone.get(path).text
    assert vote(phone, conversation, -1).status_code == 404
    assert Vote.objects.get().answer == 1
    again = client.post(page("link-revoke", conversation, 1), follow=True)
    assert "déjà retiré" in again.text


def test_a_replaced_link_keeps_the_voice(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.bastien)
    [old] = issue(client, conversation, 1)
    phone, fresh = Client(), Client()
    phone.get(old)
    vote(phone, conversation)
    shown = client.post(page("link-replace", conversation, 1)).text
    [path] = re.findall(r"http://testserver(/d/[^<]+)", shown)
    assert phone.get(old).status_code == 410
    fresh.get(path)
    vote(fresh, conversation, -1)
    assert Vote.objects.get().answer == -1
    assert Participant.objects.get().code_label == "2"


def test_a_wrong_secret_says_so(client: Client, conversation) -> None:
    answer = client.get(f"/d/{conversation.code}/lien/{'x' * 43}/")
    assert answer.status_code == 410
    assert "pas reconnu" in answer.text


def test_letters_are_sent_and_addresses_forgotten(client: Client, cast, conversation) -> None:
    sign_in(client, cast.bastien)
    pasted = "Inès <ines@exemple.test>, denis@exemple.test; INES@exemple.test"
    answer = client.post(page("links-send", conversation), {"addresses": pasted})
    job = Job.objects.get()
    assert answer.url.endswith(f"{job.pk}/")
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.payload) == ("succeeded", {})
    assert sorted(one.to[0] for one in mail.outbox) == ["INES@exemple.test", "denis@exemple.test"]
    assert "@" not in str(list(LinkAddress.objects.values()))
    [path] = re.findall(r"https?://testserver(/d/\S+)", mail.outbox[0].body)
    phone = Client()
    phone.get(path)
    vote(phone, conversation)
    assert Participant.objects.get().channel == "link"
    again = client.post(page("links-send", conversation), {"addresses": "ines@exemple.test"})
    assert "a déjà reçu son lien" in again.text
    assert len(mail.outbox) == 2


def test_a_sending_that_stops_goes_on_without_writing_twice(
    client: Client, cast, conversation, monkeypatch
) -> None:
    sign_in(client, cast.bastien)
    pasted = "\n".join(f"p{number}@exemple.test" for number in range(4))
    client.post(page("links-send", conversation), {"addresses": pasted})
    job = Job.objects.get()
    sent = mail.EmailMessage.send
    calls = []

    def fail_at_the_third(message, *args, **kwargs):
        calls.append(message)
        if len(calls) == 3:
            raise ConnectionError
        return sent(message, *args, **kwargs)

    monkeypatch.setattr(
        "terreau.dialogues.actions.link_letters.EmailMessage.send", fail_at_the_third
    )
    perform(job.pk)
    perform(job.pk)
    addresses = sorted(one.to[0] for one in mail.outbox)
    assert addresses == [f"p{number}@exemple.test" for number in range(4)]
    job.refresh_from_db()
    assert job.state == "succeeded"


def test_wrong_addresses_are_named_and_kept(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.bastien)
    told = client.post(page("links-send", conversation), {"addresses": "ines@exemple, ok@a.fr"})
    assert "« ines@exemple »" in told.text
    assert "ok@a.fr" in told.text
    assert not Job.objects.exists()


@pytest.mark.parametrize("fields", [{"published_at": None}, {"has_inhabitants": False}])
def test_when_no_link_is_issued(client: Client, cast: Cast, fields) -> None:
    conversation = make_conversation(cast.alliance, **fields)
    sign_in(client, cast.bastien)
    assert client.get(page("links", conversation)).status_code == 200
    said = {"count": 1, "shape": "csv"}
    assert client.post(page("links-issue", conversation), said).status_code == 403


def test_a_member_sees_no_link(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.ama)
    assert client.get(page("links", conversation)).status_code == 403
    said = {"count": 1, "shape": "sheet"}
    assert client.post(page("links-issue", conversation), said).status_code == 403
    assert client.post(page("link-revoke", conversation, 1)).status_code == 403


def test_the_list_does_not_grow(client: Client, cast: Cast, conversation) -> None:
    sign_in(client, cast.bastien)
    issue(client, conversation, 2)
    few = count_queries(client, page("links", conversation))
    issue(client, conversation, 30)
    assert count_queries(client, page("links", conversation)) == few <= 12
