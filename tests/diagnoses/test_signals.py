"""Weak signals: told with or without a name, by the page or by a link."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.models import PersonalLink
from terreau.core.journal import records_of
from terreau.core.verdicts import Refused
from terreau.diagnoses.actions.signals import (
    issue_signal_link,
    tell_signal,
)
from terreau.diagnoses.models import Signal
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now
WORDS = "Des lycéens dorment dans leur voiture."


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def page(name: str, cast: Cast, *more) -> str:
    return reverse(f"diagnoses:{name}", args=[cast.alliance.slug, *more])


def make_signal(cast: Cast, text: str = WORDS, **fields) -> Signal:
    return Signal.objects.create(
        alliance=cast.alliance, text=text, **{"state": "spotted", **fields}
    )


# --- told


def test_anybody_tells_one_without_a_name_and_it_waits_to_be_read_over(cast, client):
    html = client.post(page("signal-new", cast), {"text": WORDS}).content.decode()
    assert "Merci, c’est dit" in html
    told = Signal.objects.get()
    assert (told.person, told.posture, told.detected_by) == (None, "", None)
    assert (told.state, told.capture) == ("pending", "unknown")
    sign_in(client, cast.ama)
    assert WORDS not in client.get(page("signals", cast)).content.decode()
    assert client.get(told.get_absolute_url()).status_code == 404


def test_a_member_tells_one_in_the_name_of_its_organisation(cast, client):
    sign_in(client, cast.ama)
    client.post(page("signal-new", cast), {"text": WORDS, "who": "me", "capture": "no"})
    told = Signal.objects.get()
    assert (told.detected_by, told.state, told.capture) == (
        cast.ama.organisation,
        "spotted",
        "no",
    )
    assert WORDS in client.get(page("signals", cast)).content.decode()


def test_a_member_may_say_nothing_of_who_and_nothing_leads_to_them(cast, client):
    sign_in(client, cast.ama)
    client.post(page("signal-new", cast), {"text": WORDS, "who": ""})
    told = Signal.objects.get()
    assert (told.person, told.posture, told.detected_by) == (None, "", None)
    assert told.state == "pending"
    assert isinstance(told.told_on, datetime.date)
    assert not records_of(cast.alliance.scope).filter(verb__startswith="signal").exists()


def test_a_facilitator_notes_what_another_member_detected(cast, client):
    sign_in(client, cast.bastien)
    organisation = cast.ama.organisation
    client.post(page("signal-new", cast), {"text": WORDS, "who": str(organisation.pk)})
    assert Signal.objects.get().detected_by == organisation


def test_a_member_does_not_speak_for_another_organisation(cast, client):
    sign_in(client, cast.ama)
    answer = client.post(
        page("signal-new", cast), {"text": WORDS, "who": str(cast.fatou.organisation.pk)}
    )
    assert not Signal.objects.exists()
    assert WORDS in answer.content.decode()
    with pytest.raises(Refused, match="au nom de votre organisation"):
        tell_signal(
            cast.alliance,
            {"text": WORDS},
            by=cast.ama,
            detected_by=cast.fatou.organisation,
            now=NOW(),
        )


def test_a_passer_by_who_is_signed_in_waits_to_be_read_over(cast, client):
    sign_in(client, cast.chloe)
    client.post(page("signal-new", cast), {"text": WORDS, "who": "me"})
    told = Signal.objects.get()
    assert (told.state, told.detected_by, told.person) == ("pending", None, cast.chloe.person)


def test_an_alliance_not_public_hears_its_members_only(client):
    cast = make_cast()
    assert client.get(page("signal-new", cast)).status_code == 404
    sign_in(client, cast.chloe)
    assert client.post(page("signal-new", cast), {"text": WORDS}).status_code == 404
    sign_in(client, cast.ama)
    assert client.get(page("signal-new", cast)).status_code == 200


def test_no_words_no_signal_and_nothing_typed_is_lost(cast, client):
    answer = client.post(page("signal-new", cast), {"text": " ", "seen_on": "automne 2026"})
    html = answer.content.decode()
    assert "une phrase suffit" in html
    assert "automne 2026" in html
    assert not Signal.objects.exists()


def test_too_many_in_an_hour_are_slowed_down(cast, client):
    for _n in range(20):
        assert client.post(page("signal-new", cast), {"text": WORDS}).status_code == 200
    answer = client.post(page("signal-new", cast), {"text": "Encore"})
    assert answer.status_code == 429
    assert "Trop d’essais" in answer.content.decode()
    assert Signal.objects.count() == 20


def test_hostile_words_are_shown_as_words(cast, client):
    told = make_signal(cast, "<script>alert(1)</script> \u202e DROP TABLE")
    sign_in(client, cast.ama)
    for address in (told.get_absolute_url(), page("signals", cast)):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


# --- by a link


def test_a_link_opens_an_alliance_that_is_not_public_without_a_name(client):
    cast = make_cast()
    secret = issue_signal_link(cast.alliance, by=cast.bastien, now=NOW())
    address = page("signal-link", cast, secret)
    sign_in(client, cast.ama)  # even signed in, a link tells no name
    assert "Qui le dit" not in client.get(address).content.decode()
    assert client.post(address, {"text": WORDS}).status_code == 200
    told = Signal.objects.get()
    assert (told.person, told.posture, told.state) == (None, "", "pending")
    assert client.post(address, {"text": "Autre"}).status_code == 200


def test_a_link_taken_back_or_expired_or_of_another_alliance_opens_nothing(client):
    cast, other = make_cast(), make_cast()
    secret = issue_signal_link(cast.alliance, by=cast.bastien, now=NOW())
    assert client.get(page("signal-link", other, secret)).status_code == 410
    sign_in(client, cast.bastien)
    link = PersonalLink.objects.get()
    client.post(page("signal-link-revoke", cast, link.pk))
    answer = Client().post(page("signal-link", cast, secret), {"text": WORDS})
    assert answer.status_code == 410
    assert "retiré" in answer.content.decode()
    past = NOW() - datetime.timedelta(days=400)
    old = issue_signal_link(cast.alliance, by=cast.bastien, now=past)
    answer = Client().post(page("signal-link", cast, old), {"text": WORDS})
    assert (answer.status_code, "expiré" in answer.content.decode()) == (410, True)
    assert Client().get(page("signal-link", cast, "inventé")).status_code == 410
    assert not Signal.objects.exists()


def test_only_a_facilitator_hands_out_links_and_sees_each_secret_once(cast, client):
    sign_in(client, cast.ama)
    assert client.post(page("signal-links", cast)).status_code == 403
    sign_in(client, cast.bastien)
    html = client.post(page("signal-links", cast)).content.decode()
    assert "/signaux/lien/" in html
    assert "/signaux/lien/" not in client.get(page("signal-links", cast)).content.decode()


def test_a_facilitator_of_another_alliance_does_not_take_a_link_back(cast, client):
    issue_signal_link(cast.alliance, by=cast.bastien, now=NOW())
    other = make_cast(status="published")
    sign_in(client, other.bastien)
    pk = PersonalLink.objects.get().pk
    assert client.post(page("signal-link-revoke", other, pk)).status_code == 404
    assert client.post(page("signal-link-revoke", cast, pk)).status_code == 403
    assert PersonalLink.objects.get().revoked_at is None
