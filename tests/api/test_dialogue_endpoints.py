"""The dialogue by program: what is published, revealed and large enough, and nothing else."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.alliances.factories import Cast, make_cast
from tests.api.dialogue_factories import make_agenda, make_answered, make_proposition
from tests.dialogues.ballot_factories import PAPERS, close_and_count, prepare, vote
from tests.dialogues.factories import make_conversation, make_voice, make_vote

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _every_place_is_free():
    cache.clear()


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


def read(client: Client, path: str, **query):
    answer = client.get(f"{API}{path}", query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_conversation_tells_its_voices_by_space(client: Client, cast) -> None:
    conversation = make_answered(cast)
    told = read(client, f"/conversations/{conversation.uuid}")
    assert told["question"] == conversation.question
    assert told["alliance"] == cast.alliance.slug
    assert told["spaces"] == [
        {"space": "organisations", "voices": 0, "statements": 2},
        {"space": "inhabitants", "voices": 6, "statements": 2},
    ]
    assert read(client, "/conversations")["results"] == [told]
    assert read(client, "/conversations", alliance="autre")["results"] == []


def test_answers_are_counted_by_space_and_few_are_hidden(client: Client, cast) -> None:
    conversation = make_answered(cast)
    rows = read(client, f"/conversations/{conversation.uuid}/statements")["results"]
    first, second = ({one["space"]: one for one in row["answers"]}["inhabitants"] for row in rows)
    assert first == {
        "space": "inhabitants",
        "base": 6,
        "agree": 6,
        "disagree": 0,
        "passed": 0,
    }
    assert [second[name] for name in ("base", "agree", "disagree", "passed")] == [None] * 4


def test_answers_wait_to_be_revealed(client: Client, cast) -> None:
    conversation = make_answered(cast, revealed=False)
    rows = read(client, f"/conversations/{conversation.uuid}/statements")["results"]
    assert [row["answers"] for row in rows] == [[], []]


def test_statements_set_aside_are_not_listed_and_pages_follow(client: Client, cast) -> None:
    conversation = make_answered(cast)
    conversation.statements.filter(number=1).update(state="withdrawn")
    path = f"/conversations/{conversation.uuid}/statements"
    assert [row["number"] for row in read(client, path)["results"]] == [2]
    conversation.statements.update(state="accepted")
    first = read(client, path, limit=1)
    assert [row["number"] for row in first["results"]] == [1]
    last = client.get(first["next"]).json()
    assert ([row["number"] for row in last["results"]], last["next"]) == ([2], None)


def test_a_draft_and_a_private_alliance_are_absent_even_for_their_members(client: Client) -> None:
    inside = make_cast()
    hidden = [make_answered(inside), prepare(inside)]
    make_agenda(inside)
    make_proposition(inside)
    outside = make_cast(status="published")
    hidden.append(make_conversation(outside.alliance, published_at=None))
    client.force_login(inside.bastien.person)
    for name in ("conversations", "ballots", "propositions"):
        assert read(client, f"/{name}")["results"] == []
    kinds = ("conversations", "ballots", "conversations")
    paths = [f"/{kind}/{one.uuid}" for kind, one in zip(kinds, hidden, strict=True)]
    paths += [f"{paths[0]}/statements", f"/alliances/{inside.alliance.slug}/agenda"]
    for path in paths:
        assert client.get(f"{API}{path}").json()["code"] == "not-found", path


@pytest.mark.parametrize("method", PAPERS)
def test_a_revealed_count_is_read_whatever_the_method(client: Client, cast, method: str) -> None:
    ballot = prepare(cast, method)
    vote(ballot, PAPERS[method])
    count = close_and_count(cast, ballot)
    told = read(client, f"/ballots/{ballot.uuid}")
    assert [one["title"] for one in told["options"]] == ["Emploi", "Mobilité", "Logement"]
    assert told["count"]["digest"] == count.papers_digest
    (group,) = told["count"]["groups"]
    assert (group["group"], group["voters"]) == ("inhabitants", len(PAPERS[method]))
    (kept,) = count.content["groups"]
    assert [row["key"] for row in group["rows"]] == [row["key"] for row in kept["rows"]]
    assert [row["rank"] for row in group["rows"]] == [row["rank"] for row in kept["rows"]]


def test_a_count_waits_and_a_small_one_is_hidden(client: Client, cast) -> None:
    ballot = prepare(cast)
    vote(ballot, [{"o1": 0}] * 4)
    close_and_count(cast, ballot, revealed=False)
    assert read(client, f"/ballots/{ballot.uuid}")["count"] is None
    ballot.revealed_at = ballot.opens_at
    ballot.save(update_fields=["revealed_at"])
    (group,) = read(client, f"/ballots/{ballot.uuid}")["count"]["groups"]
    assert group == {
        "group": "inhabitants",
        "hidden": True,
        "voters": None,
        "abstentions": None,
        "rows": [],
    }


def test_the_agenda_in_force_with_what_did_not_prevail(client: Client, cast) -> None:
    path = f"/alliances/{cast.alliance.slug}/agenda"
    assert client.get(f"{API}{path}").status_code == 404
    agenda = make_agenda(cast)
    told = read(client, path)
    assert told["number"] == agenda.number
    assert [one["title"] for one in told["items"]] == ["Eau", "Énergie"]
    assert told["minority_opinions"] == ["L’énergie d’abord."]
    assert told["dependencies"][0]["reason"] == "l’une porte l’autre"
    organisations, inhabitants = told["answers"]
    assert (organisations["members"], organisations["agreements"]) == (3, 1)
    assert (inhabitants["members"], inhabitants["silent"]) == (0, 0)


def test_a_proposition_with_its_story_and_without_any_person(client: Client, cast) -> None:
    made = make_proposition(cast)
    answer = client.get(f"{API}/propositions")
    (told,) = answer.json()["results"]
    assert (told["uuid"], told["held_on"]) == (str(made.uuid), "2016-03")
    assert told["points"] == ["Près de la gare"]
    assert told["follow_ups"] == [
        {"status": "done", "since": "2018", "carried_by": "la Ville", "note": None}
    ]
    assert "Bastien" not in answer.text


def test_the_cost_of_a_page_does_not_grow(client: Client, cast) -> None:
    def queries_of(path: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        return len(queries)

    conversation = make_answered(cast)
    make_proposition(cast)
    paths = (f"/conversations/{conversation.uuid}/statements", "/conversations", "/propositions")
    few = [queries_of(path) for path in paths]
    for _time in range(3):
        make_answered(cast)
        make_proposition(cast)
        make_vote(make_voice(conversation), conversation.statements.first())
    assert [queries_of(path) for path in paths] == few
    assert max(few) <= 12
