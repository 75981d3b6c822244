"""One voice per organisation, per account, per link and per device; none is lost when they join."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from terreau.accounts.links import issue_link, revoke_link
from terreau.core.verdicts import Refused
from terreau.dialogues import voices
from terreau.dialogues.actions.voices import attach_voice, detach_voice, fold_voice, open_voices
from terreau.dialogues.models import Consultation, Participant, Vote
from tests.actors.factories import make_person
from tests.alliances.factories import make_cast
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db
NOW = timezone.now


def ask(posture=None, *, user=None, cookies=None):
    """Make the POST of a posture, of a person in their own name, or of a bare device."""
    request = RequestFactory().post("/")
    request.posture = posture
    request.user = posture.person if posture else user or AnonymousUser()
    request.COOKIES.update(cookies or {})
    return request


def cookies_of(request) -> dict[str, str]:
    """Give the cookies that the answer to this request would set."""
    response = voices.set_voice_cookie(HttpResponse(), request)
    return {name: morsel.value for name, morsel in response.cookies.items()}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def conversation(cast):
    return make_conversation(cast.alliance)


def take(request, conversation, **more):
    return voices.take_voice(request, conversation, now=NOW(), **more)


def test_a_device_has_one_voice_found_again_by_its_cookie(conversation):
    first = ask()
    assert voices.find_voice(first, conversation) is None
    voice = take(first, conversation)
    again = ask(cookies=cookies_of(first))
    assert voices.find_voice(again, conversation) == voice
    assert take(again, conversation) == voice
    assert take(ask(), conversation) != voice
    assert (voice.space, voice.channel, voice.number) == ("inhabitants", "device", 1)


def test_finding_a_voice_writes_nothing(conversation):
    voices.find_voice(ask(), conversation)
    assert not Participant.objects.exists()


def test_two_conversations_cannot_be_joined_by_the_device(cast, conversation):
    first = ask()
    voice = take(first, conversation)
    other = take(ask(cookies=cookies_of(first)), make_conversation(cast.alliance, "Et l’eau ?"))
    assert voice.device_hash != other.device_hash
    assert cookies_of(first)["terreau_voice"].split(":")[0] not in (
        voice.device_hash,
        other.device_hash,
    )


def test_a_forged_cookie_is_nobody(conversation):
    take(ask(), conversation)
    forged = ask(cookies={"terreau_voice": "someone:1abc:forged"})
    assert voices.find_voice(forged, conversation) is None


def test_an_organisation_has_one_voice_whoever_speaks_for_it(cast, conversation):
    voice = take(ask(cast.bastien), conversation)
    assert (voice.space, voice.world) == ("organisations", "economic")
    assert take(ask(cast.bastien), conversation) == voice
    assert voices.stamp(ask(cast.bastien), voice) == {
        "by": cast.bastien.person,
        "mandate": cast.bastien.mandate,
    }


def test_a_stranger_speaks_as_an_inhabitant(cast, conversation):
    voice = take(ask(cast.chloe), conversation)
    assert (voice.space, voice.channel) == ("inhabitants", "account")
    assert voices.stamp(ask(cast.chloe), voice) == {}


def test_a_stranger_has_no_voice_among_organisations(cast):
    conversation = make_conversation(cast.alliance, has_inhabitants=False)
    with pytest.raises(Refused, match="organisations membres"):
        take(ask(cast.chloe), conversation)
    assert take(ask(cast.ama), conversation).organisation == cast.ama.organisation


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"published_at": None}, "encore un projet"),
        ({"opens_at": NOW() + datetime.timedelta(hours=1)}, "ouvre le"),
        ({"closed_at": NOW()}, "close depuis le"),
        ({"closes_at": NOW() - datetime.timedelta(seconds=1)}, "close depuis le"),
    ],
)
def test_no_voice_outside_the_dates(cast, dates, sentence):
    conversation = make_conversation(cast.alliance, **dates)
    with pytest.raises(Refused, match=sentence):
        take(ask(), conversation)
    assert not Participant.objects.exists()


def test_at_the_very_second_of_the_close_it_is_over(cast):
    close = NOW()
    conversation = make_conversation(cast.alliance, closes_at=close)
    before = close - datetime.timedelta(milliseconds=1)
    assert voices.may_answer(None, conversation, before)
    assert not voices.may_answer(None, conversation, close)


def link_request(conversation, link_secret, **more):
    response = HttpResponse()
    voices.set_link_cookie(response, conversation, link_secret, datetime.timedelta(days=1))
    cookies = {name: morsel.value for name, morsel in response.cookies.items()}
    return ask(cookies={**cookies, **more.pop("cookies", {})}, **more)


def make_link(conversation, number=1):
    return issue_link(
        purpose="voice",
        subject=f"{conversation.uuid}:{number}",
        issued_by=None,
        lifetime=datetime.timedelta(days=30),
        single_use=False,
        now=NOW(),
    )


def test_links_only(cast):
    conversation = make_conversation(cast.alliance, access="links")
    with pytest.raises(Refused, match="lien personnel"):
        take(ask(), conversation)
    _link, secret = make_link(conversation)
    voice = take(link_request(conversation, secret), conversation)
    assert (voice.channel, voice.code_label) == ("link", "1")
    assert take(link_request(conversation, secret), conversation) == voice  # from two devices


def test_a_link_taken_back_speaks_no_more(cast):
    conversation = make_conversation(cast.alliance, access="links")
    link, secret = make_link(conversation)
    voice = take(link_request(conversation, secret), conversation)
    revoke_link(link, by=None, now=NOW())
    assert voices.find_voice(link_request(conversation, secret), conversation) is None
    with pytest.raises(Refused, match="retiré"):
        take(link_request(conversation, secret), conversation)
    assert Participant.objects.get() == voice


def test_a_link_of_another_conversation_is_refused(cast, conversation):
    _link, secret = make_link(make_conversation(cast.alliance, "Et l’eau ?"))
    with pytest.raises(Refused, match="autre consultation"):
        take(link_request(conversation, secret), conversation)


def test_a_link_leads_to_the_voice_the_device_already_has(conversation):
    first = ask()
    voice = take(first, conversation)
    _link, secret = make_link(conversation)
    linked = link_request(conversation, secret, cookies=cookies_of(first))
    assert take(linked, conversation) == voice
    assert voices.find_voice(link_request(conversation, secret), conversation) == voice
    assert Participant.objects.count() == 1


def test_a_device_attached_to_an_account_is_found_from_both(conversation):
    first, person = ask(), make_person("Inès Morel")
    voice = take(first, conversation)
    attach_voice(voice, person=person, now=NOW())
    assert voices.find_voice(ask(user=person), conversation) == voice
    assert voices.find_voice(ask(cookies=cookies_of(first)), conversation) == voice


def test_the_device_of_another_account_does_not_speak_for_who_is_signed_in(conversation):
    first = ask()
    attach_voice(take(first, conversation), person=make_person("Inès Morel"), now=NOW())
    denis = make_person("Denis Faure")
    shared = ask(user=denis, cookies=cookies_of(first))
    assert voices.find_voice(shared, conversation) is None
    assert take(shared, conversation).person == denis


def test_two_devices_of_one_person_keep_the_latest_answer_of_each(conversation):
    person, devices = make_person("Inès Morel"), [ask(), ask()]
    phone, tablet = (take(device, conversation) for device in devices)
    bikes, trains = make_statement(conversation), make_statement(conversation, "Plus de trains.")
    early, late = NOW() - datetime.timedelta(hours=2), NOW() - datetime.timedelta(hours=1)
    make_vote(phone, bikes, 1, voted_at=early)
    make_vote(tablet, bikes, -1, voted_at=late)
    make_vote(tablet, trains, 1, voted_at=early)
    attach_voice(phone, person=person, now=NOW())
    kept = attach_voice(tablet, person=person, now=NOW())
    assert kept == phone
    assert dict(Vote.objects.values_list("statement", "answer")) == {bikes.pk: -1, trains.pk: 1}
    assert set(Vote.objects.values_list("participant", flat=True)) == {phone.pk}
    assert list(Participant.objects.counted()) == [phone]
    for device in devices:
        assert voices.find_voice(ask(cookies=cookies_of(device)), conversation) == phone


def test_folding_twice_still_leads_to_the_last_voice(conversation):
    one, two, three = (make_voice(conversation) for _n in range(3))
    fold_voice(one, into=two)
    fold_voice(two, into=three)
    one.refresh_from_db()
    assert one.folded_into == three


def test_taking_the_account_off_keeps_the_votes_and_this_device(conversation):
    person = make_person("Inès Morel")
    voice = take(ask(user=person), conversation)
    make_vote(voice, make_statement(conversation))
    here = ask(user=person)
    voices.give_token(here)
    detach_voice(voice, device_hash=voices.device_hash(here, conversation))
    assert voices.find_voice(ask(user=person), conversation) is None
    assert voices.find_voice(ask(cookies=cookies_of(here)), conversation) == voice
    assert Vote.objects.get().participant == voice


def test_taking_the_account_off_from_a_second_device_keeps_both(conversation):
    person, phone, tablet = make_person("Inès Morel"), ask(), ask()
    voice = attach_voice(take(phone, conversation), person=person, now=NOW())
    voices.give_token(tablet)
    detach_voice(voice, device_hash=voices.device_hash(tablet, conversation))
    for device in (phone, tablet):
        assert voices.find_voice(ask(cookies=cookies_of(device)), conversation) == voice


def test_new_voices_of_one_address_are_slowed_down(conversation, monkeypatch):
    monkeypatch.setattr(voices, "NEW_VOICES", "2/10m")
    first = ask()
    take(first, conversation)
    take(ask(), conversation)
    with pytest.raises(Refused, match="Trop d’essais"):
        take(ask(), conversation)
    assert take(ask(cookies=cookies_of(first)), conversation).number == 1


def test_many_voices_are_numbered_in_their_order(conversation):
    make_voice(conversation)
    rows = [{"space": "inhabitants", "channel": "paper", "code_label": str(n)} for n in range(3)]
    made = open_voices(Consultation.objects.get(pk=conversation.pk), rows, now=NOW())
    assert [voice.number for voice in made] == [2, 3, 4]


def test_finding_a_voice_is_one_query(conversation, django_assert_num_queries):
    first = ask()
    take(first, conversation)
    again = ask(cookies=cookies_of(first))
    with django_assert_num_queries(1):
        voices.find_voice(again, conversation)
