"""Statements are written, read over by published rules and taken back; nothing is silent."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone

from terreau.core.editing import EditConflict
from terreau.core.models import Record
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.statements import Judgement, moderate, write_statement
from terreau.dialogues.alike import Neighbours, find_alike, keep_meanings
from terreau.dialogues.enums import ModerationAct
from terreau.dialogues.models import ModerationEntry, Statement, StatementMeaning
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


def judge(statement, act: str, cast: Cast, **more) -> Statement:
    judgement = Judgement(ModerationAct(act), **more)
    version = Statement.objects.get(pk=statement.pk).version
    return moderate(
        statement, judgement, expected_version=version, by=cast.bastien, now=timezone.now()
    )


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
        write(client, conversation, "Plus de bus le soir.")
        written = Statement.objects.get()
        assert written.posture == cast.ama.label
        assert written.author.space == "organisations"

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


class TestModeration:
    def test_accept_for_one_space(self, client: Client, cast: Cast, conversation) -> None:
        make_statement(conversation, state="pending", origin="participant")
        sign_in(client, cast.bastien)
        decision = {"act": "accepted", "version": 1, "spaces": ["inhabitants"]}
        told = client.post(page("moderate", conversation, 1), decision, follow=True)
        assert "soumis au vote" in told.text
        accepted = Statement.objects.get()
        assert (accepted.state, accepted.in_organisations) == ("accepted", False)
        assert ModerationEntry.objects.get().act == "accepted"

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"act": "refused"}, "Dites quelle règle"),
            ({"act": "refused", "reason": "other"}, "en toutes lettres"),
            ({"act": "refused", "reason": "duplicate", "duplicate_of": 9}, "pas d’autre énoncé"),
            ({"act": "accepted"}, "au moins un espace"),
            ({"act": "withdrawn", "reason": "off_topic"}, "ne s’y applique pas"),
        ],
    )
    def test_an_act_says_what_it_needs(self, client, cast, conversation, said, sentence) -> None:
        make_statement(conversation, state="pending")
        sign_in(client, cast.bastien)
        told = client.post(page("moderate", conversation, 1), {"version": 1, **said})
        assert sentence in told.text
        assert Statement.objects.get().state == "pending"
        assert not ModerationEntry.objects.exists()

    def test_two_readers_at_once(self, client: Client, cast: Cast, conversation) -> None:
        make_statement(conversation, state="pending")
        sign_in(client, cast.bastien)
        address = page("moderate", conversation, 1)
        client.post(address, {"act": "accepted", "version": 1, "spaces": ["inhabitants"]})
        late = client.post(
            address, {"act": "refused", "version": 1, "reason": "unclear", "note": "Mot obscur"}
        )
        assert late.status_code == 409
        assert "vient de relire" in late.text
        assert "Mot obscur" in late.text
        assert Statement.objects.get().state == "accepted"

    def test_a_stale_version_raises(self, cast: Cast, conversation) -> None:
        statement = make_statement(conversation, state="pending")
        with pytest.raises(EditConflict):
            moderate(
                statement,
                Judgement(ModerationAct.ACCEPTED),
                expected_version=7,
                by=cast.bastien,
                now=timezone.now(),
            )

    def test_a_withdrawal_is_never_silent(self, client: Client, cast, conversation) -> None:
        statement = make_statement(conversation, "Plus de bus.")
        vote = make_vote(make_voice(conversation), statement)
        judge(statement, "withdrawn", cast, reason="several_ideas", note="Deux idées.")
        aside = client.get(page("statements", conversation), {"etat": "ecartes"}).text
        assert "Plus de bus." in aside
        assert "plusieurs idées en une" in aside
        assert "Deux idées." in client.get(page("moderation-log", conversation)).text
        assert Record.objects.get().verb == "statement-withdrawn"
        judge(statement, "restored", cast)
        assert Statement.objects.get().state == "accepted"
        vote.refresh_from_db()
        assert vote.answer == 1

    def test_what_designates_a_person_is_not_shown_again(self, client, cast, conversation) -> None:
        statement = make_statement(conversation, "Untel est un voleur.", state="pending")
        judge(statement, "refused", cast, reason="person")
        for name, query in (("statements", {"etat": "ecartes"}), ("moderation-log", {})):
            shown = client.get(page(name, conversation), query).text
            assert "Untel" not in shown
            assert "vise ou désigne une personne" in shown
        assert "Untel" not in client.get(page("moderation-csv", conversation)).text
        sign_in(client, cast.bastien)
        assert "Untel" in client.get(page("moderation-csv", conversation)).text

    def test_the_log_is_a_file(self, client: Client, cast: Cast, conversation) -> None:
        statement = make_statement(conversation, "=1+1 tout est faux", state="pending")
        judge(statement, "refused", cast, reason="off_topic", note="Une formule ; un piège")
        text = client.get(page("moderation-csv", conversation)).content.decode("utf-8-sig")
        headings, line = csv.reader(io.StringIO(text), delimiter=";")
        assert len(headings) == len(line) == 7
        assert line[2].startswith("'=") or not line[2].startswith("=")
        assert line[5] == "Une formule ; un piège"

    def test_only_facilitators_read_over(self, client: Client, cast: Cast, conversation) -> None:
        make_statement(conversation, state="pending")
        sign_in(client, cast.ama)
        assert client.get(page("moderation", conversation)).status_code == 403
        decision = {"act": "accepted", "version": 1, "spaces": ["inhabitants"]}
        assert client.post(page("moderate", conversation, 1), decision).status_code == 403

    def test_an_author_takes_it_back(self, client: Client, conversation) -> None:
        write(client, conversation, "Plus de bus le soir.")
        stranger = Client()
        back = page("statement-take-back", conversation, 1)
        assert stranger.post(back).status_code == 403
        told = client.post(back, follow=True)
        assert "est retiré" in told.text
        assert Statement.objects.get().state == "withdrawn"
        assert ModerationEntry.objects.order_by("pk").last().reason == "asked"


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


def test_the_log_does_not_grow(client: Client, cast: Cast, conversation) -> None:
    statements = [
        make_statement(conversation, f"Énoncé {number}.", state="pending") for number in range(6)
    ]
    address = page("moderation-log", conversation)
    for statement in statements[:2]:
        judge(statement, "refused", cast, reason="unclear")
    few = count_queries(client, address)
    for statement in statements[2:]:
        judge(statement, "refused", cast, reason="unclear")
    assert count_queries(client, address) == few <= 12


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
