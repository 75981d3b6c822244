"""Conversations in and out in the Polis format: hostile files are refused, real ones come back."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.models import Job
from terreau.core.verdicts import Refused
from terreau.dialogues.actions.files import import_conversation
from terreau.dialogues.enums import Space
from terreau.dialogues.exchange.polis_reading import (
    ConversationFileError,
    read_files,
    read_folder,
    read_uploads,
)
from terreau.dialogues.exchange.polis_writing import FILES, write_file
from terreau.dialogues.models import Conversation, Statement, Vote
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in

NOW = timezone.now
COMMENTS = b"""timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1542406176584,x,1,7,1,0,1,"Plus de bus, le soir"
1542406176585,x,2,,0,0,-1,=1+1
1542406176586,x,10,3,0,0,0,\xf0\x9f\x9a\x8c \xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a
"""
VOTES = b"""timestamp,datetime,comment-id,voter-id,vote
1542406177000,x,1,7,1
1542406179000,x,1,7,-1
1542406178000,x,1,7,0
1542406177000,x,10,3,0
1542406177000,x,4,3,1
"""
SUMMARY = b"topic,Se d\xc3\xa9placer\nurl,https://exemple.test/1\nconversation-description,\n"
REAL = [
    "15-per-hour-seattle",
    "delphi-vw",
    "london.youth.policing",
    "brexit-consensus",
    "scoop-hivemind.ubi",
    "austria-climate.5twd2jsnkf.2022-08-08",
]


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def some_files() -> dict[str, bytes]:
    return {"summary.csv": SUMMARY, "comments.csv": COMMENTS, "votes.csv": VOTES}


def bring(cast: Cast, read, space=Space.INHABITANTS) -> Conversation:
    return import_conversation(
        cast.alliance, read, space=space, source="essai", by=cast.bastien, now=NOW()
    )


def written(conversation: Conversation, space=Space.INHABITANTS) -> dict[str, bytes]:
    return {f"{name}.csv": b"".join(write_file(conversation, space, name)) for name in FILES}


def test_the_latest_vote_counts_and_an_untold_statement_is_kept() -> None:
    read = read_files(some_files())
    assert {key: vote.answer for key, vote in read.votes.items()} == {
        ("7", "1"): -1,
        ("3", "10"): 0,
        ("3", "4"): 1,
    }
    assert read.statements["4"].moderated == -1
    assert read.voters == ["3", "7"]
    assert (read.topic, read.fault_count) == ("Se déplacer", 0)


def test_an_imported_conversation_is_a_draft_with_its_source(cast) -> None:
    made = bring(cast, read_files(some_files()))
    assert made.published_at is None
    assert made.question == "Se déplacer"
    states = dict(Statement.objects.values_list("number", "state"))
    assert states == {1: "accepted", 2: "refused", 4: "refused", 10: "accepted"}
    assert Vote.objects.count() == 3
    assert Statement.objects.get(number=10).text == "🚌 عربي"


def test_what_goes_out_comes_back_identical(cast) -> None:
    first = written(bring(cast, read_files(some_files())))
    second = written(bring(cast, read_files(first)))
    assert second == first
    assert b"'=1+1" in first["comments.csv"]


def test_the_matrix_alone_is_enough(cast) -> None:
    files = written(bring(cast, read_files(some_files())))
    del files["votes.csv"]
    assert {key: vote.answer for key, vote in read_files(files).votes.items()} == {
        ("7", "1"): -1,
        ("3", "10"): 0,
        ("3", "4"): 1,
    }


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"votes.csv": VOTES}, "Il manque le fichier des énoncés"),
        ({"comments.csv": b"a,b\n1,2\n"}, "n’a pas la colonne « comment-id »"),
        ({"comments.csv": b""}, "n’a pas la colonne"),
        ({"comments.csv": COMMENTS, "votes.csv": b"x\n"}, "n’a pas la colonne"),
        ({"comments.csv": b'comment-id,comment-body\n1,"' + b"x" * 200_000}, "n’est pas un CSV"),
    ],
)
def test_files_that_are_not_a_conversation_are_refused_in_a_sentence(files, sentence) -> None:
    with pytest.raises(ConversationFileError, match=sentence):
        read_files(files)


def test_bad_lines_are_left_out_one_by_one_and_told() -> None:
    votes = VOTES + b"1,x,1,8,5\n1,x,,8,1\n\x00\xff,,\n"
    read = read_files({**some_files(), "votes.csv": votes})
    assert read.fault_count == 3
    assert "ligne 7" in read.faults[0]
    assert len(read.votes) == 3


def test_a_zip_that_is_none_or_too_big_is_refused() -> None:
    with pytest.raises(ConversationFileError, match="ne s’ouvre pas"):
        read_uploads([("x.zip", io.BytesIO(b"PK\x03\x04 rubbish"))])
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(60):
            archive.writestr(f"{number}.csv", b"0" * 1000)
    bomb.seek(0)
    with pytest.raises(ConversationFileError, match="trop grosse"):
        read_uploads([("x.zip", bomb)])


def test_only_a_facilitator_brings_a_conversation_in(cast) -> None:
    read = read_files(some_files())
    with pytest.raises(Refused, match="facilitateurs"):
        import_conversation(
            cast.alliance, read, space=Space.INHABITANTS, source="", by=cast.ama, now=NOW()
        )
    assert not Conversation.objects.exists()


def test_the_page_tells_what_is_wrong_and_keeps_what_was_typed(client: Client, cast) -> None:
    here = reverse("dialogues:conversation-bring", args=[cast.alliance.slug])
    assert sign_in(client, cast.ama).get(here).status_code == 403
    sign_in(client, cast.bastien)
    wrong = SimpleUploadedFile("votes.csv", VOTES)
    sent = {"files": [wrong], "space": "inhabitants", "source": "Mairie, Licence Ouverte"}
    read = client.post(here, sent)
    assert "Il manque le fichier des énoncés" in read.text
    assert "Mairie, Licence Ouverte" in read.text


@pytest.mark.django_db(transaction=True)
def test_the_page_hands_the_files_to_a_job_which_writes_a_draft(client: Client) -> None:
    cast = make_cast()
    sign_in(client, cast.bastien)
    files = [SimpleUploadedFile(name, content) for name, content in some_files().items()]
    sent = {"files": files, "space": "inhabitants", "source": "Mairie, Licence Ouverte"}
    here = reverse("dialogues:conversation-bring", args=[cast.alliance.slug])
    assert client.post(here, sent).status_code == 302
    call_command("run_jobs", until_empty=True)
    job = Job.objects.get()
    assert job.state == "succeeded", job.message
    made = Conversation.objects.get()
    assert (made.source, made.published_at) == ("Mairie, Licence Ouverte", None)


def test_votes_are_taken_out_once_shown_and_never_under_five_inhabitants(client, cast) -> None:
    made = bring(cast, read_files(some_files()))
    address = reverse(
        "dialogues:conversation-take", args=[cast.alliance.slug, made.uuid, "inhabitants"]
    )
    sign_in(client, cast.ama)
    assert "une fois la conversation close" in client.get(address).text
    sign_in(client, cast.bastien)
    assert "Moins de 5 habitants" in client.get(address).text
    more = b"".join(b"1542406177000,x,1,%d,1\n" % voter for voter in range(20, 26))
    big = bring(cast, read_files({**some_files(), "votes.csv": VOTES + more}))
    taken = client.get(
        reverse("dialogues:conversation-take", args=[cast.alliance.slug, big.uuid, "inhabitants"])
    )
    content = io.BytesIO(b"".join(taken.streaming_content))
    again = read_uploads([("export.zip", content)])
    assert len(again.votes) == 9


def test_one_command_brings_a_folder_in(cast, tmp_path: Path, capsys) -> None:
    for name, content in some_files().items():
        (tmp_path / f"2025-11-11-abc-{name}").write_bytes(content)
    slug = cast.alliance.slug
    call_command("import_conversation", tmp_path, alliance=slug, source="essai", publish=True)
    assert "4 énoncés, 2 voix, 3 votes" in capsys.readouterr().out
    assert Conversation.objects.get().published_at
    with pytest.raises(CommandError, match="Aucune alliance"):
        call_command("import_conversation", tmp_path, alliance="nulle-part")
    with pytest.raises(CommandError, match="n’est pas un dossier"):
        call_command("import_conversation", tmp_path / "absent", alliance=slug)


@pytest.mark.reference
@pytest.mark.parametrize("name", REAL)
def test_real_exports_come_in_without_error_and_out_identical(cast, reference_data, name) -> None:
    read = read_folder(reference_data / "polis" / name)
    assert read.faults == []
    assert len(read.votes) > 400
    made = bring(cast, read)
    first = written(made)
    again = written(bring(cast, read_files(first)))
    assert again == first
