"""Register by a link or a code, without account; come back by one's own link; the queue is fair."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from terreau.accounts.models import PersonalLink
from terreau.core.jobs.actions import perform
from terreau.core.models import Job
from terreau.events.actions.letters import new_link
from terreau.events.models import Registration
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import make_event, make_registration, sign_in

pytestmark = pytest.mark.django_db
FORM = {"name": "Denis Faure", "email": "", "organisation_name": "", "offers": "", "needs": ""}


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def post_letters() -> list:
    """Do the jobs that wait, and give the letters that left."""
    for job in Job.objects.filter(state="queued").order_by("created_at", "pk"):
        perform(job.pk)
    return mail.outbox


def secret_in(text: str) -> str:
    return re.search(r"/place/([\w-]+)/", text)[1]


def told(answer) -> str:
    """What a page says, without the token of its forms."""
    return re.sub(r"(csrf|csrfmiddleware)token[^>]*", "", answer.text)


def own(event, secret: str, act: str = "") -> str:
    return f"/r/{event.code}/place/{secret}/{act}"


def test_somebody_without_account_registers_and_reads_their_place(client: Client, cast) -> None:
    event = make_event(cast.alliance, capacity=10)
    assert "M’inscrire" in client.get(event.door).text
    done = client.post(event.door, FORM | {"offers": "un local"}, follow=True)
    assert "Votre place est gardée" in done.text
    made = Registration.objects.get()
    assert (made.state, made.offers, made.person) == ("registered", "un local", None)
    # Lower case and spaces are how a code is typed.
    assert client.get(f"/r/?code={event.code.lower()}").url == event.door


def test_what_was_typed_is_kept_when_something_is_wrong(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    said = client.post(
        event.door, FORM | {"name": "", "email": "pas une adresse", "needs": "un toit"}
    )
    assert "Dites votre nom" in said.text
    assert "Cette adresse n’est pas complète" in said.text
    assert "un toit" in said.text
    assert not Registration.objects.exists()


def test_an_address_receives_its_link_and_nobody_learns_that_it_was_there(client, cast) -> None:
    event = make_event(cast.alliance)
    said = FORM | {"email": "denis@exemple.test"}
    first = client.post(event.door, said)
    again = client.post(event.door, said | {"name": "Un autre", "email": "DENIS@exemple.test"})
    assert told(again).replace("DENIS", "denis") == told(first)
    assert Registration.objects.get().name == "Denis Faure"
    one, two = post_letters()
    assert "Votre place" in one.body
    assert "déjà inscrite" in two.body
    secret = secret_in(one.body)
    assert client.get(own(event, secret)).status_code == 200
    assert client.get(own(event, secret_in(two.body))).status_code == 200
    # Only its hash is kept.
    assert not PersonalLink.objects.filter(secret_hash__contains=secret).exists()


def test_a_link_of_another_meeting_or_expired_opens_nothing(client: Client, cast) -> None:
    event, other = make_event(cast.alliance), make_event(cast.alliance, "Une autre")
    one = make_registration(event)
    secret = new_link(one, now=timezone.now())
    assert client.get(own(event, secret)).status_code == 200
    assert client.get(own(other, secret)).status_code == 410
    assert client.get(own(event, "inventé")).status_code == 410
    ago = timezone.now() - datetime.timedelta(days=2)
    PersonalLink.objects.update(issued_at=ago, expires_at=ago + datetime.timedelta(days=1))
    late = client.get(own(event, secret))
    assert late.status_code == 410
    assert "expiré" in late.text


def test_a_freed_place_goes_to_who_has_waited_longest(client: Client, cast) -> None:
    event = make_event(cast.alliance, capacity=1)
    seated = make_registration(event, "Ama")
    secret = new_link(seated, now=timezone.now())
    for name, email in (("Bastien", "b@exemple.test"), ("Chloé", "c@exemple.test")):
        said = client.post(event.door, FORM | {"name": name, "email": email})
        assert "une lettre part" in said.text
    waiting = Registration.objects.filter(state="waiting").order_by("pk")
    assert [one.name for one in waiting] == ["Bastien", "Chloé"]
    assert client.get(own(event, secret, "renoncer/")).status_code == 405
    gone = client.post(own(event, secret, "renoncer/"), follow=True)
    assert "Vous ne venez pas" in gone.text
    states = dict(Registration.objects.values_list("name", "state"))
    assert states == {"Ama": "cancelled", "Bastien": "registered", "Chloé": "waiting"}
    assert any("Une place s’est libérée" in letter.body for letter in post_letters())
    # Given up twice: refused with a reason, and the place is not given twice.
    assert client.post(own(event, secret, "renoncer/")).status_code == 403
    assert Registration.objects.filter(state="waiting").count() == 1


def test_one_changes_what_one_said(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    sheet = make_organisation("Café associatif", world="general_interest")
    secret = new_link(make_registration(event), now=timezone.now())
    said = {"name": "Denis F.", "organisation_name": "cafe  associatif", "needs": "des bénévoles"}
    done = client.post(own(event, secret), said, follow=True)
    assert "Vos réponses sont enregistrées" in done.text
    one = Registration.objects.get()
    assert (one.name, one.organisation, one.needs) == ("Denis F.", sheet, "des bénévoles")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": "cancelled", "cancelled_reason": "Neige"}, "Neige"),
        ({"state": "held"}, "a eu lieu"),
        ({"takes_registrations": False}, "ne prend pas d’inscription"),
        ({"registration_closes_at": timezone.now()}, "closes depuis"),
    ],
)
def test_a_meeting_that_takes_nobody_says_why(client: Client, cast, fields, reason) -> None:
    event = make_event(cast.alliance, **fields)
    assert reason in client.get(event.door).text
    client.post(event.door, FORM)
    assert not Registration.objects.exists()


def test_a_draft_has_no_door(client: Client, cast) -> None:
    event = make_event(cast.alliance, state="draft")
    assert client.get(event.door).status_code == 404


def test_a_machine_that_registers_many_is_slowed(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    told = [client.post(event.door, FORM | {"name": f"N {n}"}).status_code for n in range(21)]
    assert told == [302] * 20 + [429]


def test_a_member_registers_in_their_own_name_and_keeps_it_in_their_data(client, cast) -> None:
    event = make_event(cast.alliance)
    sign_in(client, cast.ama)
    email = cast.ama.person.email
    assert email in client.get(event.door).text
    done = client.post(event.door, FORM | {"name": "Ama", "email": email}, follow=True)
    assert "Votre place est gardée" in done.text
    assert Registration.objects.get().person == cast.ama.person


def test_one_erases_what_one_said(client: Client, cast) -> None:
    event = make_event(cast.alliance, capacity=1)
    one = make_registration(event, email="denis@exemple.test", needs="un toit")
    make_registration(event, "Ama", state="waiting")
    secret = new_link(one, now=timezone.now())
    assert "sont effacées" in client.post(own(event, secret, "effacer/")).text
    one.refresh_from_db()
    assert (one.name, one.email, one.needs) == ("Personne effacée", "", "")
    assert client.get(own(event, secret)).status_code == 410
    assert Registration.objects.get(name="Ama").state == "registered"
