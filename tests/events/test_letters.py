"""Letters leave once all is committed, one each, and an address that nobody has stops nobody."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from terreau.events.actions.letters import PROMOTED, ask_letters
from terreau.events.models import Registration
from terreau.events.tasks import letters
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import SITE, make_event, make_registration, page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def post() -> None:
    """Do the letters that wait."""
    for job in Job.objects.filter(kind="event-letters", state="queued"):
        perform(job.pk)


def addressed() -> list[str]:
    return sorted(one.to[0] for one in mail.outbox)


def test_everybody_who_was_to_come_is_told_of_a_cancellation(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    for name, state in (("a", "registered"), ("b", "waiting"), ("c", "cancelled")):
        make_registration(event, name, state=state, email=f"{name}@exemple.test")
    make_registration(event, "Sans adresse")
    sign_in(client, cast.bastien).post(page("cancel", event), {"reason": "La salle est fermée."})
    assert mail.outbox == []  # nothing leaves within the request
    post()
    assert addressed() == ["a@exemple.test", "b@exemple.test"]
    assert all("La salle est fermée." in one.body for one in mail.outbox)
    # A meeting that is cancelled needs no link.
    assert all("/place/" not in one.body for one in mail.outbox)
    assert not Registration.objects.exclude(link=None).exists()


def test_an_address_that_nobody_has_stops_nobody(cast, monkeypatch) -> None:
    event = make_event(cast.alliance)
    people = [make_registration(event, n, email=f"{n}@exemple.test") for n in ("a", "b", "c")]
    send = letters.send_letter

    def refuse_one(registration, *args, **kwargs):
        if registration.name == "b":
            raise SMTPRecipientsRefused({})
        send(registration, *args, **kwargs)

    monkeypatch.setattr(letters, "send_letter", refuse_one)
    ask_letters(event, [one.pk for one in people], PROMOTED, site=SITE)
    post()
    assert addressed() == ["a@exemple.test", "c@exemple.test"]


def test_after_an_interruption_the_next_one_is_written_and_none_twice(cast, monkeypatch) -> None:
    event = make_event(cast.alliance)
    people = [make_registration(event, n, email=f"{n}@exemple.test") for n in ("a", "b", "c")]
    send, told = letters.send_letter, []

    def fail_once(registration, *args, **kwargs):
        if registration.name == "b" and not told:
            told.append(timezone.now())
            raise ConnectionError("the mail server hung up")
        send(registration, *args, **kwargs)

    monkeypatch.setattr(letters, "send_letter", fail_once)
    ask_letters(event, [one.pk for one in people], PROMOTED, site=SITE)
    post()
    assert addressed() == ["a@exemple.test"]
    Job.objects.update(run_after=None)
    post()
    assert addressed() == ["a@exemple.test", "b@exemple.test", "c@exemple.test"]


def test_whoever_was_erased_meanwhile_receives_nothing(cast) -> None:
    event = make_event(cast.alliance)
    one = make_registration(event, email="denis@exemple.test")
    ask_letters(event, [one.pk], PROMOTED, site=SITE)
    Registration.objects.update(erased_at=timezone.now(), email="")
    post()
    assert mail.outbox == []
