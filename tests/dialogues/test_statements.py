"""Statements are written, read over by published rules and taken back; nothing is silent."""

import pytest
from django.test import Client
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.statements import write_statement
from terreau.dialogues.alike import Neighbours, find_alike, keep_meanings
from terreau.dialogues.models import Statement, StatementMeaning
from terreau.dialogues.tasks.meanings import watch_meanings
from tests.alliances.factories import Cast, make_cast
from tests.dialogues.browsing import count_queries, page, sign_in
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def conversation(cast: Cast):
    return make_conversation(cast.alliance)


def write(client: Client, conversation, text: str, **more):
    return client.post(page("statement-write", conversation), {"text": text, **more}, follow=True)


class TestWriting:
    def test_a_passer_by_writes_without_account(self, client: Client, conversation) -> None:
        told = write(client, conversation, "  Plus de bus\u200b le soir. ")
        written = Statement.objects.get()
        assert (written.text, written.state, written.origin) == (
            "Plus de bus le soir.",
            "pending",
            "participant",
        )
        assert written.posture == ""
        assert "sera relu" in told.text
        assert "en attente de relecture" in told.text  # found again by the device
        assert "Plus de bus" not in Client().get(page("statements", conversation)).text

    def test_an_organisation_signs(self, client: Client, cast: Cast, conversation) -> None:
        sign_in(client, cast.ama)
        address = page("statement-write", conversation)
        write(client, conversation, "Plus de bus le soir.")
        written = Statement.objects.get()
        assert written.posture == cast.ama.label
        assert written.author.space == "organisations"
        assert "votre organisation le signe" in client.get(address).text

    def test_read_afterwards(self, client: Client, cast: Cast) -> None:
        conversation = make_conversation(cast.alliance, is_moderated_first=False)
        assert "est soumis au vote" in write(client, conversation, "Plus de bus.").text
        assert Statement.objects.get().state == "accepted"

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "Écrivez une phrase"),
            ("\u200b\u202e…", "Écrivez une phrase"),
            ("é" * 201, "201 signes"),
            ("é" * 900, ""),
        ],
    )
    def test_what_is_not_a_statement(self, client, conversation, text, sentence) -> None:
        told = write(client, conversation, text)
        assert sentence in told.text
        assert text[:900] in told.text
        assert not Statement.objects.exists()

    def test_two_hundred_signs_after_cleaning(self, client: Client, conversation) -> None:
        write(client, conversation, "é" * 200 + "\u200b" * 50)
        assert len(Statement.objects.get().text) == 200

    def test_the_same_words_twice(self, client: Client, conversation) -> None:
        make_statement(conversation, "Plus de bus le soir.")
        told = write(client, conversation, "plus de BUS le soir", confirmed="on")
        assert "déjà dit, dans les mêmes mots, par l’énoncé n° 1" in told.text
        assert Statement.objects.count() == 1

    def test_what_is_near_is_shown_then_one_decides(self, client: Client, conversation) -> None:
        make_statement(conversation, "Il faut plus de bus le soir.")
        first = write(client, conversation, "Il faut plus de bus en soirée.")
        assert "Déjà dit ?" in first.text
        assert f"{page('vote', conversation)}?enonce=1" in first.text
        assert Statement.objects.count() == 1
        write(client, conversation, "Il faut plus de bus en soirée.", confirmed="on")
        assert Statement.objects.count() == 2

    def test_while_typing_the_fragment_is_the_slice_of_the_page(self, client, conversation) -> None:
        make_statement(conversation, "Il faut plus de bus le soir.")
        address = page("statement-write", conversation)
        typed = {"text": "Il faut plus de bus en soirée."}
        fragment = client.get(address, typed, headers={"hx-request": "true"}).text
        assert "Déjà dit ?" in fragment
        assert fragment.strip() in client.get(address, typed).text

    def test_hostile_text_is_shown_safely(self, client: Client, cast: Cast) -> None:
        conversation = make_conversation(cast.alliance, is_moderated_first=False)
        write(client, conversation, "<script>alert(1)</script> نعم \u202e 🚲")
        shown = client.get(page("statements", conversation)).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt; نعم 🚲" in shown

    def test_closed_or_without_participants(self, client: Client, cast: Cast) -> None:
        for fields in ({"closed_at": timezone.now()}, {"are_statements_open": False}):
            conversation = make_conversation(cast.alliance, **fields)
            address = page("statement-write", conversation)
            assert client.get(address).status_code == 403
            assert client.post(address, {"text": "Plus de bus."}).status_code == 403
        assert not Statement.objects.exists()

    def test_nobody_fills_a_conversation_alone(self, conversation) -> None:
        voice = make_voice(conversation)
        for number in range(20):
            make_statement(conversation, f"Énoncé {number}.", author=voice)
        act = {"voice": voice, "posture": "", "now": timezone.now()}
        with pytest.raises(Refused, match="la part de chacun"):
            write_statement(conversation, "Encore un.", **act)


class TestSeeds:
    def test_lines_that_are_wrong_are_named(self, client: Client, cast, conversation) -> None:
        sign_in(client, cast.bastien)
        texts = "Plus de bus.\n!!!\n" + "é" * 201
        spaces = ["organisations", "inhabitants"]
        told = client.post(
            page("statement-seed", conversation), {"texts": texts, "spaces": spaces}
        ).text
        assert "Ligne 2." in told
        assert "Ligne 3." in told
        assert not Statement.objects.exists()

    def test_one_space_only(self, client: Client, cast: Cast, conversation) -> None:
        sign_in(client, cast.bastien)
        seeds = {"texts": "Plus de bus.\nPlus de vélos.", "spaces": ["inhabitants"]}
        client.post(page("statement-seed", conversation), seeds)
        assert Statement.objects.put_to_vote("inhabitants").count() == 2
        assert not Statement.objects.put_to_vote("organisations").exists()

    def test_a_member_does_not_seed(self, client: Client, cast: Cast, conversation) -> None:
        sign_in(client, cast.ama)
        assert client.get(page("statement-seed", conversation)).status_code == 403

    def test_a_text_binds_from_its_first_vote(self, client, cast, conversation) -> None:
        statement = make_statement(conversation)
        address = page("statement-edit", conversation, 1)
        sign_in(client, cast.bastien)
        client.post(address, {"text": "Il manque des pistes sûres.", "version": 1})
        statement.refresh_from_db()
        assert statement.text == "Il manque des pistes sûres."
        late = client.post(address, {"text": "Autre texte.", "version": 1})
        assert late.status_code == 409
        assert "Autre texte." in late.text
        assert "Il manque des pistes sûres." in late.text
        make_vote(make_voice(conversation), statement)
        assert client.get(address).status_code == 403


class TestAlike:
    def test_by_meaning(self, conversation) -> None:
        make_statement(conversation, "Les loyers sont trop chers pour les jeunes.")
        make_statement(conversation, "Le marché devrait accueillir des producteurs.")
        assert keep_meanings(conversation) == 2
        found = find_alike(conversation, "Un jeune ne trouve pas de logement abordable ici.")
        assert [one.number for one in found] == [1]

    def test_what_waits_is_shown_to_readers_only(self, conversation) -> None:
        make_statement(conversation, "Il faut plus de bus le soir.", state="pending")
        text = "Il faut plus de bus en soirée."
        assert find_alike(conversation, text) == []
        assert len(Neighbours(conversation).of(text, states=("pending",))) == 1

    def test_without_the_model_words_remain(self, conversation, monkeypatch) -> None:
        monkeypatch.setattr("terreau.dialogues.alike.load_meaning", lambda: None)
        make_statement(conversation, "Il faut plus de bus le soir.")
        assert keep_meanings(conversation) == 0
        assert find_alike(conversation, "Le soir, il faut plus de bus aussi.")

    def test_what_came_from_a_file_is_given_its_meaning(self, conversation) -> None:
        make_statement(conversation, "Plus de bus.", origin="imported")
        watch_meanings(timezone.now())
        assert StatementMeaning.objects.count() == 1

    def test_a_corrected_statement_means_anew(self, client, cast, conversation) -> None:
        make_statement(conversation, "Plus de bus.")
        keep_meanings(conversation)
        before = bytes(StatementMeaning.objects.get().vector)
        sign_in(client, cast.bastien)
        said = {"text": "Des loyers plus bas.", "version": 1}
        client.post(page("statement-edit", conversation, 1), said)
        assert bytes(StatementMeaning.objects.get().vector) != before


@pytest.mark.parametrize(("name", "state"), [("statements", "accepted"), ("moderation", "pending")])
def test_the_lists_do_not_grow(client: Client, cast: Cast, conversation, name, state) -> None:
    sign_in(client, cast.bastien)
    for number in range(2):
        make_statement(conversation, f"Énoncé {number} sur les bus.", state=state)
    few = count_queries(client, page(name, conversation))
    for number in range(6):
        make_statement(conversation, f"Autre énoncé {number} sur les vélos.", state=state)
    assert count_queries(client, page(name, conversation)) == few <= 12


def test_ten_thousand_statements_are_read_by_page(client: Client, cast, conversation) -> None:
    rows = [
        Statement(
            conversation=conversation,
            number=number,
            text=f"Énoncé numéro {number} de la conversation.",
            origin="seed",
            state="accepted",
        )
        for number in range(1, 10_001)
    ]
    Statement.objects.bulk_create(rows, batch_size=1000)
    shown = client.get(page("statements", conversation), {"page": 200})
    assert "Énoncé numéro 10000 " in shown.text
    assert len(shown.text) < 120_000
    found = client.get(page("statements", conversation), {"q": "numéro 9999 "})
    assert "Énoncés 1 à 1, sur 1." in found.text
    assert find_alike(conversation, "Énoncé numéro 4321 de la conversation")[0].number == 4321
