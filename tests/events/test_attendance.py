"""Who came is said on a phone: one press each, saved with its receipt, taken back, never lost."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.events.models import Registration
from tests.actors.factories import make_organisation
from tests.alliances.factories import Cast, make_cast
from tests.events.factories import (
    count_queries,
    make_event,
    make_registration,
    make_running,
    page,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def press(client: Client, one: Registration, said: str, **headers):
    return client.post(page("mark", one.event, one.uuid), {"attendance": said}, headers=headers)


def test_a_press_is_saved_with_its_receipt_and_taken_back(client: Client, cast) -> None:
    one = make_registration(make_running(cast.alliance))
    sign_in(client, cast.bastien)
    assert client.get(page("attendance", one.event)).status_code == 200
    told = press(client, one, "present")
    assert told.url.endswith(f"#p-{one.uuid}")
    assert "Denis Faure : présence notée." in client.get(told.url).text
    one.refresh_from_db()
    assert (one.attendance, one.attended_at is not None) == ("present", True)
    press(client, one, "absent")
    press(client, one, "")
    one.refresh_from_db()
    assert (one.attendance, one.attended_at) == ("", None)
    press(client, one, "peut-être")
    assert Registration.objects.get().attendance == ""


def test_htmx_takes_the_row_and_the_count(client: Client, cast) -> None:
    one = make_registration(make_running(cast.alliance))
    sign_in(client, cast.bastien)
    slice_ = press(client, one, "present", **{"HX-Request": "true"}).text
    assert 'hx-swap-oob="true"' in slice_
    assert "1 présente sur 1 inscrites" in slice_
    row = slice_[slice_.index("<li ") : slice_.index("</li>")]
    whole = client.get(page("attendance", one.event)).text
    assert without_token(row) in without_token(whole)


def without_token(text: str) -> str:
    parts = text.split('name="csrfmiddlewaretoken" value="')
    return parts[0] + "".join(part.split('"', 1)[1] for part in parts[1:])


def test_whoever_waited_and_comes_has_a_place(client: Client, cast) -> None:
    event = make_running(cast.alliance, capacity=1)
    make_registration(event, "Ama", attendance="present")
    late = make_registration(event, "Chloé", state="waiting")
    sign_in(client, cast.bastien)
    press(client, late, "present")
    late.refresh_from_db()
    assert late.state == "registered"


def test_somebody_comes_without_having_registered(client: Client, cast) -> None:
    event = make_running(cast.alliance, capacity=1)
    sheet = make_organisation("Régie de quartier", world="general_interest")
    sign_in(client, cast.bastien)
    told = client.post(page("welcome", event), {"name": "", "organisation_name": "Régie"})
    assert "Écrivez le nom" in told.text
    client.post(page("welcome", event), {"name": "Paul", "organisation_name": "regie de quartier"})
    one = Registration.objects.get()
    assert (one.attendance, one.organisation) == ("present", sheet)


def test_the_code_of_a_badge_shows_the_person_and_writes_nothing(client: Client, cast) -> None:
    one = make_registration(make_running(cast.alliance))
    here = page("arrival", one.event, one.uuid)
    assert client.get(here).status_code == 302
    assert sign_in(Client(), cast.ama).get(here).status_code == 403
    sign_in(client, cast.bastien)
    assert "Noter l’arrivée" in client.get(here).text
    assert Registration.objects.get().attendance == ""
    done = client.post(
        page("mark", one.event, one.uuid),
        {"attendance": "present", "retour": "arrivee"},
        follow=True,
    )
    assert "présente, notée à" in done.text


def test_the_door_opens_two_hours_before(client: Client, cast) -> None:
    early = make_event(cast.alliance)
    soon = make_event(
        cast.alliance, "Bientôt", starts_at=timezone.now() + datetime.timedelta(minutes=90)
    )
    sign_in(client, cast.bastien)
    refused = client.get(page("attendance", early))
    assert refused.status_code == 403
    assert "L’accueil ouvre deux heures avant" in refused.text
    opens_at = timezone.localtime(early.starts_at - datetime.timedelta(hours=2))
    assert f"à {opens_at:%H:%M}" in refused.text
    assert client.get(page("attendance", soon)).status_code == 200
    assert sign_in(client, cast.ama).get(page("attendance", soon)).status_code == 403


def test_a_name_is_found_without_accents(client: Client, cast) -> None:
    event = make_running(cast.alliance)
    make_registration(event, "Inès Morel")
    make_registration(event, "Paul Durand", organisation_name="Théâtre du Val")
    sign_in(client, cast.bastien)
    found = client.get(page("attendance", event), {"q": "theatre"}).text
    assert "Paul Durand" in found
    assert "Inès Morel" not in found
    assert "accueillez-le ci-dessous" in client.get(page("attendance", event), {"q": "zzz"}).text


def test_facilitators_add_correct_and_take_out_by_hand(client: Client, cast) -> None:
    event = make_event(cast.alliance, capacity=1)
    sheet = make_organisation("Maison des associations", world="general_interest")
    sign_in(client, cast.bastien)
    said = {"name": "Paul", "email": "paul@exemple.test", "organisation_name": "la maison"}
    client.post(page("person-add", event), said)
    twice = client.post(page("person-add", event), said)
    assert "déjà inscrite" in twice.text
    client.post(page("person-add", event), {"name": "Zoé"})
    client.post(page("person-add", event), {"name": "Élu", "has_place": "on"})
    states = dict(Registration.objects.values_list("name", "state"))
    assert states == {"Paul": "registered", "Zoé": "waiting", "Élu": "registered"}
    paul = Registration.objects.get(name="Paul")
    assert paul.organisation is None
    edit = page("registration-edit", event, paul.uuid)
    assert "sans fiche reconnue" in client.get(page("registrations", event)).text
    Registration.objects.filter(pk=paul.pk).update(organisation_name="maison des")
    assert "Maison des associations" in client.get(edit).text
    client.post(
        edit, {"name": "Paul M.", "organisation_name": "maison des", "organisation": sheet.pk}
    )
    paul.refresh_from_db()
    assert (paul.name, paul.organisation) == ("Paul M.", sheet)
    for name in ("Paul M.", "Élu"):
        one = Registration.objects.get(name=name)
        assert client.post(page("registration-remove", event, one.uuid)).status_code == 302
    assert Registration.objects.get(name="Zoé").state == "registered"
    client.post(page("registration-erase", event, paul.uuid))
    assert not Registration.objects.filter(email="paul@exemple.test").exists()


def test_a_poster_carries_the_address(client: Client, cast) -> None:
    event = make_event(cast.alliance)
    assert sign_in(Client(), cast.ama).get(page("poster", event)).status_code == 403
    text = sign_in(client, cast.bastien).get(page("poster", event)).text
    assert f"http://testserver{event.door}" in text
    assert "<svg" in text


def test_who_is_there_is_not_taken_out(client: Client, cast) -> None:
    one = make_registration(make_running(cast.alliance), attendance="present")
    sign_in(client, cast.bastien)
    assert client.post(page("registration-remove", one.event, one.uuid)).status_code == 403
    one.refresh_from_db()
    assert one.state == "registered"


def test_the_lists_do_not_grow(client: Client, cast) -> None:
    event = make_running(cast.alliance)
    sign_in(client, cast.bastien)
    pages = [page("attendance", event), page("registrations", event)]

    def fill() -> None:
        for number, state in enumerate(("registered", "waiting", "cancelled") * 2):
            make_registration(event, f"N {number}", state=state, organisation=cast.ama.organisation)

    fill()
    before = [count_queries(client, one) for one in pages]
    fill()
    assert [count_queries(client, one) for one in pages] == before
    assert max(before) <= 12
