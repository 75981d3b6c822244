"""Paper sheets: codes that only this instance gives, two blind keyings, one voice."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.paper import Keyed, key_sheet
from terreau.dialogues.models import Conversation, PaperEntry, Participant, Statement, Vote
from terreau.dialogues.paper_codes import make_sheet, read_sheet
from tests.alliances.factories import make_cast, make_inhabitant
from tests.dialogues.vote_factories import make_conversation, post_vote, sign_in, vote_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast(status="published")


@pytest.fixture
def conversation(cast) -> Conversation:
    return make_conversation(cast.alliance)


def key(conversation, posture, reading, *, number=7):
    code = make_sheet(conversation, number).code
    return key_sheet(conversation, code, reading, by=posture, now=timezone.now())


def votes() -> dict:
    rows = Vote.objects.values_list("statement__number", "answer", "is_important")
    return {number: (answer, important) for number, answer, important in rows}


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    "typed", ["{code}", " {code} ", "{lower}", "{joined}", "{spaced}", "{short}"]
)
def test_a_code_is_recognised_however_it_is_typed(conversation, typed):
    sheet = make_sheet(conversation, 42)
    number, letters = sheet.code.split("-")
    shapes = {
        "code": sheet.code,
        "lower": sheet.code.lower(),
        "joined": number + letters,
        "spaced": f"{number} – {letters}",
        "short": f"42-{letters}",
    }
    assert read_sheet(conversation, typed.format(**shapes)) == sheet
    assert number == "0042"


def test_a_code_of_another_conversation_or_mistyped_is_not_recognised(cast, conversation):
    other = make_conversation(cast.alliance, question="Autre ?")
    code = make_sheet(conversation, 42).code
    swapped = code[:-2] + code[-1] + code[-2]
    wrong = ["", "42", code[:-1], f"{code}C", "0043" + code[4:], "0000" + code[4:], "☃" * 9]
    assert [read_sheet(conversation, text) for text in wrong] == [None] * len(wrong)
    assert read_sheet(other, code) is None
    assert code[-1] == code[-2] or read_sheet(conversation, swapped) is None


def test_a_sheet_printed_before_the_secret_changed_is_still_read(conversation, settings):
    before = make_sheet(conversation, 5)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-secret"
    assert make_sheet(conversation, 5) != before
    assert read_sheet(conversation, before.code) == before


def test_two_keyings_that_agree_make_one_voice(cast, conversation):
    reading = {"1": (1, True), "3": (-1, False)}
    assert key(conversation, cast.ama, reading) is Keyed.FIRST
    assert Participant.objects.count() == 0
    assert key(conversation, cast.bastien, reading) is Keyed.MATCHED
    voice = Participant.objects.get()
    assert (voice.channel, voice.space, voice.person) == ("paper", "inhabitants", None)
    assert votes() == {1: (1, True), 3: (-1, False)}
    assert set(Vote.objects.values_list("channel", "by")) == {("paper", None)}
    assert PaperEntry.objects.filter(is_matched=True).count() == 2


def test_the_same_person_does_not_key_twice(cast, conversation):
    key(conversation, cast.ama, {"1": (1, False)})
    with pytest.raises(Refused, match="quelqu’un d’autre"):
        key(conversation, cast.ama, {"1": (1, False)})
    assert PaperEntry.objects.count() == 1
    assert key(conversation, cast.fatou, {"1": (1, False)}) is Keyed.MATCHED


def test_keyings_that_differ_are_settled_line_by_line(cast, conversation):
    key(conversation, cast.ama, {"1": (1, False), "2": (0, False), "4": (1, False)})
    differs = {"1": (1, False), "2": (-1, False), "3": (1, True), "4": (1, False)}
    assert key(conversation, cast.fatou, differs) is Keyed.DIFFERS
    assert Participant.objects.count() == 0
    bastien = sign_in(cast.bastien)
    code = make_sheet(conversation, 7).code
    page = bastien.get(vote_address(conversation, "keying"), {"code": code})
    assert [line["statement"].number for line in page.context["form"].lines] == [2, 3]
    settled = key(conversation, cast.bastien, {"2": (-1, False)})
    assert settled is Keyed.SETTLED
    assert votes() == {1: (1, False), 2: (-1, False), 4: (1, False)}
    with pytest.raises(Refused, match="déjà compté"):
        key(conversation, cast.ama, {"1": (-1, False)})
    assert votes()[1] == (1, False)


def test_a_statement_withdrawn_since_printing_is_left_out(cast, conversation):
    reading = {"1": (1, False), "2": (1, False)}
    key(conversation, cast.ama, reading)
    Statement.objects.filter(number=2).update(state="withdrawn")
    key(conversation, cast.fatou, reading)
    assert votes() == {1: (1, False)}


def test_an_empty_sheet_is_a_voice_without_answers(cast, conversation):
    key(conversation, cast.ama, {})
    assert key(conversation, cast.fatou, {}) is Keyed.MATCHED
    assert Participant.objects.count() == 1
    assert votes() == {}


def test_sheets_are_keyed_after_the_close_until_the_results_are_shown(cast, conversation):
    now = timezone.now()
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=now)
    conversation.refresh_from_db()
    assert key(conversation, cast.ama, {"1": (1, False)}) is Keyed.FIRST
    Conversation.objects.filter(pk=conversation.pk).update(revealed_at=now)
    conversation.refresh_from_db()
    with pytest.raises(Refused, match="dévoilés"):
        key(conversation, cast.fatou, {"1": (1, False)})


def test_only_member_organisations_key_and_only_facilitators_print(cast, conversation):
    ines = make_inhabitant(cast.alliance)
    for posture in (ines, cast.chloe):
        with pytest.raises(Refused):
            key(conversation, posture, {})
        assert sign_in(posture).get(vote_address(conversation, "keying")).status_code == 403
    assert Client().get(vote_address(conversation, "keying")).status_code == 302
    ama, bastien = sign_in(cast.ama), sign_in(cast.bastien)
    assert ama.get(vote_address(conversation, "sheets")).status_code == 200
    assert ama.get(vote_address(conversation, "sheets-print")).status_code == 403
    assert bastien.get(vote_address(conversation, "sheets-print")).status_code == 200


def test_printed_sheets_carry_their_codes_and_turn_the_order(cast, conversation):
    page = sign_in(cast.bastien).get(
        vote_address(conversation, "sheets-print"), {"first": 3, "count": 2}
    )
    papers = page.context["papers"]
    assert [sheet.number for sheet, _lines in papers] == [3, 4]
    assert [[one.number for one in lines] for _sheet, lines in papers] == [
        [1, 2, 3, 4],
        [4, 3, 2, 1],
    ]
    for sheet, _lines in papers:
        assert sheet.code in text_of(page)
    refused = sign_in(cast.bastien).get(
        vote_address(conversation, "sheets-print"), {"first": 9_999, "count": 2}
    )
    assert "Les numéros vont jusqu’à 9999" in text_of(refused)


def test_a_sheet_is_keyed_from_the_page_and_keeps_what_was_typed(cast, conversation):
    ama, fatou = sign_in(cast.ama), sign_in(cast.fatou)
    address, code = vote_address(conversation, "keying"), make_sheet(conversation, 2).code
    typed = {"code": code.lower(), "a1": "1", "i1": "on", "a2": "", "a4": "-1"}
    response = ama.post(address, typed, follow=True)
    assert "première saisie gardée" in text_of(response)
    page = ama.post(address, typed)
    assert page.status_code == 409
    assert "quelqu’un d’autre" in text_of(page)
    assert 'name="a4" value="-1" data-terreau-key="1" checked' in text_of(page)
    assert "les deux saisies concordent" in text_of(fatou.post(address, typed, follow=True))
    assert votes() == {1: (1, True), 4: (-1, False)}
    wrong = ama.get(address, {"code": "0001-AAAAA"})
    assert "n’est pas celui d’un bulletin" in text_of(wrong)


def test_paper_and_device_stay_two_voices(cast, conversation):
    post_vote(Client(), conversation.statements.first(), -1)
    for posture in (cast.ama, cast.fatou):
        key(conversation, posture, {"1": (1, False)})
    assert Participant.objects.count() == 2
    assert sorted(Vote.objects.values_list("answer", flat=True)) == [-1, 1]


def test_the_list_of_sheets_does_not_grow(cast, conversation):
    bastien, address = sign_in(cast.bastien), vote_address(conversation, "sheets")

    def count() -> int:
        bastien.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert bastien.get(address).status_code == 200
        return len(queries)

    key(conversation, cast.ama, {}, number=1)
    before = count()
    for number in range(2, 40):
        key(conversation, cast.ama, {"1": (0, False)}, number=number)
    assert count() == before
    assert before <= 12


def test_sheets_wait_for_the_opening(cast):
    later = timezone.now() + datetime.timedelta(days=3)
    conversation = make_conversation(cast.alliance, opens_at=later)
    with pytest.raises(Refused, match="ouvre le"):
        key(conversation, cast.ama, {})
