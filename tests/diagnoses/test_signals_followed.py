"""Weak signals: read over, qualified, followed; their lists, their card, what waits."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.accounts.inbox import todo_of
from terreau.core.verdicts import Refused
from terreau.diagnoses.actions.signals import (
    follow_signal,
    issue_signal_link,
    moderate_signal,
)
from terreau.diagnoses.models import Signal, SignalFollowUp
from terreau.diagnoses.signal_words import count_words
from terreau.diagnoses.waiting_signals import signals_data
from tests.alliances.factories import Cast, make_cast, make_inhabitant
from tests.alliances.story_factories import queries_of, sign_in

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


def test_a_facilitator_keeps_one_and_the_members_see_it(cast, client):
    told = make_signal(cast, state="pending")
    sign_in(client, cast.ama)
    assert client.post(page("signal-keep", cast, told.uuid)).status_code == 404
    sign_in(client, cast.bastien)
    client.post(page("signal-keep", cast, told.uuid))
    sign_in(client, cast.ama)
    assert WORDS in client.get(page("signals", cast)).content.decode()
    assert client.post(page("signal-keep", cast, told.uuid)).status_code == 403


def test_one_is_not_kept_for_a_reason_only(cast, client):
    told = make_signal(cast, state="pending")
    sign_in(client, cast.bastien)
    client.post(page("signal-refuse", cast, told.uuid), {"reason": " "})
    assert Signal.objects.get().state == "pending"
    client.post(page("signal-refuse", cast, told.uuid), {"reason": "Nomme une personne"})
    refused = Signal.objects.get()
    assert (refused.state, refused.refused_because) == ("refused", "Nomme une personne")
    with pytest.raises(Refused, match="déjà relu"):
        moderate_signal(refused, is_kept=True, by=cast.bastien, now=NOW())


def test_it_is_qualified_and_the_second_of_two_people_is_told(cast, client):
    told = make_signal(cast)
    sign_in(client, cast.bastien)
    address = page("signal-edit", cast, told.uuid)
    version = {"version": "1", "capture": "no"}
    assert client.post(address, version).status_code == 302
    assert Signal.objects.get().capture == "no"
    assert client.post(address, version | {"capture": "yes"}).status_code == 409
    assert Signal.objects.get().capture == "no"
    sign_in(client, cast.ama)
    assert client.post(address, version).status_code == 403


def test_what_was_done_is_noted_and_dated(cast, client):
    told = make_signal(cast)
    sign_in(client, cast.ama)
    data = {"text": "Vu le proviseur.", "happened_on": "2026-11-20", "state": "watched"}
    client.post(told.get_absolute_url(), data)
    kept = SignalFollowUp.objects.get()
    assert (kept.by, kept.state, Signal.objects.get().state) == (
        cast.ama.person,
        "watched",
        "watched",
    )
    assert "Vu le proviseur." in client.get(told.get_absolute_url()).content.decode()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    answer = client.post(told.get_absolute_url(), data | {"happened_on": tomorrow.isoformat()})
    assert "pas encore venu" in answer.content.decode()


@pytest.mark.parametrize("state", ["pending", "refused"])
def test_what_is_not_kept_is_not_followed(cast, state):
    told = make_signal(cast, state=state, refused_because="x" if state == "refused" else "")
    with pytest.raises(Refused):
        follow_signal(
            told,
            text="x",
            state="watched",
            happened_on=timezone.localdate(),
            by=cast.bastien,
            now=NOW(),
        )
    assert not SignalFollowUp.objects.exists()


def test_an_inhabitant_reads_and_does_not_follow(cast, client):
    told = make_signal(cast)
    ines = make_inhabitant(cast.alliance)
    sign_in(client, ines)
    assert client.get(told.get_absolute_url()).status_code == 200
    assert client.post(told.get_absolute_url(), {"text": "x"}).status_code == 403


def test_from_outside_the_signals_are_not_read(cast, client):
    told = make_signal(cast)
    assert client.get(page("signals", cast)).status_code == 302
    sign_in(client, cast.chloe)
    assert client.get(page("signals", cast)).status_code == 403
    assert client.get(told.get_absolute_url()).status_code == 404


# --- around


def waiting_for(posture) -> list[str]:
    found = todo_of(posture.person, today=timezone.localdate(), now=NOW())
    return [one.key for _kind, items in found for one in items if one.key.startswith("signal:")]


def test_a_facilitator_finds_what_waits_in_their_inbox(cast, client):
    told = make_signal(cast, state="pending")
    sign_in(client, cast.bastien)
    assert "Un signal à relire." in client.get(cast.alliance.get_absolute_url()).text
    assert waiting_for(cast.bastien) == [f"signal:{told.uuid}"]
    assert waiting_for(cast.ama) == []


def test_one_s_own_data_hold_what_one_told_under_one_s_name(cast):
    make_signal(cast, person=cast.ama.person, posture=cast.ama.label)
    make_signal(cast, "Sans nom")
    assert [row["signal"] for row in signals_data(cast.ama.person)["signaux"]] == [WORDS]


def test_the_share_says_its_base_and_what_is_unknown():
    words = count_words({"total": 12, "uncaptured": 4, "unknown": 4})
    assert "4 sur 8 ne sont pas captés" in words
    assert "%" not in words
    assert "4 inconnus" in words
    assert "40" in count_words({"total": 12, "uncaptured": 4, "unknown": 2})
    assert "on ne sait encore" in count_words({"total": 2, "uncaptured": 0, "unknown": 2})
    assert count_words({"total": 0, "uncaptured": 0, "unknown": 0}) == ""


def test_filters_narrow_the_list(cast, client):
    make_signal(cast, "Un", capture="no")
    make_signal(cast, "Deux", capture="yes")
    sign_in(client, cast.ama)
    html = client.get(page("signals", cast), {"capture": "no", "state": "nonsense"}).content
    assert b"Un</a>" in html
    assert b"Deux</a>" not in html


def test_pages_do_not_grow(cast, client):
    told = make_signal(cast)
    make_signal(cast, state="pending")
    sign_in(client, cast.bastien)
    addresses = (page("signals", cast), told.get_absolute_url(), page("signal-links", cast))
    before = [queries_of(client, address) for address in addresses]
    for number in range(4):
        make_signal(cast, f"Signal {number}", detected_by=cast.ama.organisation)
        told.follow_ups.create(text="x", happened_on=timezone.localdate(), state="watched")
        issue_signal_link(cast.alliance, by=cast.bastien, now=NOW())
    assert [queries_of(client, address) for address in addresses] == before
    assert max(before) <= 12


def test_the_overview_shows_the_latest_to_members_only(cast, client):
    make_signal(cast)
    address = cast.alliance.get_absolute_url()
    assert WORDS not in client.get(address).content.decode()
    sign_in(client, cast.ama)
    assert WORDS in client.get(address).content.decode()
