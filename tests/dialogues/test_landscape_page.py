"""The page of the landscape: shown when revealed, honest when few, without any name."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.alliances.models import Alliance
from terreau.dialogues.actions.consultations import reveal_results
from terreau.dialogues.enums import Space
from terreau.dialogues.landscape_missing import find_missing
from terreau.dialogues.landscape_reading import SpaceReading
from terreau.dialogues.landscape_worlds import compare_worlds
from terreau.dialogues.models import Conversation, Participant, Vote
from terreau.dialogues.small_cells import shown_cells
from tests.alliances.factories import Cast, make_cast, make_place
from tests.dialogues.browsing import count_queries, page, sign_in
from tests.dialogues.factories import make_conversation, make_statement
from tests.dialogues.landscape_factories import add_organisations, compute, fill

pytestmark = pytest.mark.django_db
NOW = timezone.now
HIDDEN = "Le paysage se lit une fois dévoilé"


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    made = make_conversation(cast.alliance, revealed_at=NOW())
    for number in range(8):
        make_statement(made, f"Énoncé {number + 1}.")
    return made


def read(client: Client, conversation: Conversation) -> str:
    response = client.get(page("landscape", conversation))
    assert response.status_code == 200
    return response.content.decode()


def test_before_it_is_revealed_only_facilitators_read_it(
    client: Client, cast: Cast, conversation: Conversation
) -> None:
    fill(conversation, 20)
    compute(conversation)
    tomorrow = NOW() + datetime.timedelta(days=1)
    Conversation.objects.update(revealed_at=None, closes_at=tomorrow)
    sign_in(client, cast.ama)
    told = read(client, conversation)
    assert HIDDEN in told
    assert "La conversation reçoit des voix jusqu’au" in told
    assert "Énoncé 1." not in told
    assert "Groupe A" not in told
    sign_in(client, cast.bastien)
    told = read(client, conversation)
    assert "Pas encore dévoilé" in told
    assert "Groupe A" in told
    reveal_results(Conversation.objects.get(), by=cast.bastien, now=NOW())
    told = read(Client(), conversation)
    assert HIDDEN not in told
    assert "Groupe A" in told


def test_groups_are_told_with_what_unites_and_what_divides(
    client: Client, conversation: Conversation
) -> None:
    fill(conversation, 20)
    compute(conversation)
    response = client.get(page("landscape", conversation))
    told = response.content.decode()
    people = response.context["page"].spaces[1]
    assert [(one.letter, one.size) for one in people.groups] == [("A", 10), ("B", 10)]
    assert [line.text for line in people.uniting] == ["Énoncé 1."]
    assert {line.text for line in people.dividing} <= {f"Énoncé {n}." for n in range(2, 9)}
    assert all(one.traits for one in people.groups)
    assert "20 voix, 8 énoncés, 160 votes" in told
    assert "Ce découpage tient bien" in told
    assert "base : 20 réponses" in told
    assert "accord de tous les groupes" in told
    assert "plancher" in told
    assert "écart entre les groupes" in told


def test_a_voice_finds_itself_and_nobody_else_is_told(
    client: Client, cast: Cast, conversation: Conversation
) -> None:
    voices = fill(conversation, 20)
    Participant.objects.filter(pk=voices[0].pk).update(person=cast.chloe.person)
    compute(conversation)
    assert "L’anneau est votre voix" not in read(client, conversation)
    client.force_login(cast.chloe.person)
    told = read(client, conversation)
    assert "L’anneau est votre voix, dans le groupe" in told
    assert ">vous</text>" in told


def test_no_name_of_a_person_or_an_organisation_is_told(
    client: Client, conversation: Conversation
) -> None:
    fill(conversation, 20, code_label="Lien de Mme Perrin")
    add_organisations(conversation, {"public": 9, "economic": 9})
    compute(conversation)
    told = read(client, conversation)
    assert "Groupe A" in told
    for name in ("Maison", "P public", "P economic", "Perrin"):
        assert name not in told


@pytest.mark.parametrize(("count", "mode"), [(4, "hidden"), (5, "plain"), (15, "groups")])
def test_few_voices_are_told_honestly(
    client: Client, conversation: Conversation, count: int, mode: str
) -> None:
    fill(conversation, count)
    compute(conversation)
    response = client.get(page("landscape", conversation))
    told = response.content.decode()
    assert response.context["page"].spaces[1].reading.mode == mode
    assert ("Énoncé 1." in told) == (mode != "hidden")
    assert ("Groupe A" in told) == (mode == "groups")
    assert ("Moins de 5 voix : rien n’est montré" in told) == (mode == "hidden")
    if mode == "plain":
        assert "Moins de 15 voix" in told
        assert "base : 5 réponses" in told


def test_nothing_is_told_of_a_statement_that_four_answered(
    client: Client, conversation: Conversation
) -> None:
    voices = fill(conversation, 8)
    Vote.objects.filter(statement__number=3, participant__in=voices[4:]).delete()
    compute(conversation)
    lines = client.get(page("landscape", conversation)).context["page"].spaces[1].plain
    assert [one.number for one in lines if one.is_hidden] == [3]
    assert lines[-1].is_hidden  # its place among the others would tell its share
    assert "moins de 5 réponses" in read(client, conversation)


def test_groups_that_do_not_hold_are_not_drawn(client: Client, conversation: Conversation) -> None:
    fill(conversation, 20)
    compute(conversation)
    kept = conversation.landscapes.get(space="inhabitants")
    kept.content |= {"groups": [], "no_groups": "unstable", "stability": 0.31}
    kept.save()
    told = read(client, conversation)
    assert "Pas de groupes stables" in told
    assert "ressemblance moyenne 31" in told
    assert "Groupe A" not in told


def test_a_group_too_small_keeps_what_it_says(conversation: Conversation) -> None:
    fill(conversation, 20)
    compute(conversation)
    kept = conversation.landscapes.get(space="inhabitants")
    texts = {number: f"Énoncé {number}." for number in range(1, 9)}
    kept.content["groups"][1]["size"] = 5
    assert not any(one.is_hidden for one in SpaceReading(kept, Space.INHABITANTS).groups(texts))
    kept.content["groups"][1]["size"] = 4
    # The larger one is hidden too: all the answers minus its own would tell the smaller one's.
    assert all(one.is_hidden for one in SpaceReading(kept, Space.INHABITANTS).groups(texts))


def test_the_empty_landscape_says_what_it_waits_for(
    client: Client, conversation: Conversation
) -> None:
    assert "Le paysage attend ses premières réponses" in read(client, conversation)


def test_a_statement_withdrawn_since_then_is_not_shown(
    client: Client, conversation: Conversation
) -> None:
    fill(conversation, 20)
    compute(conversation)
    conversation.statements.filter(number=1).update(state="withdrawn")
    assert "Énoncé 1." not in read(client, conversation)


def test_worlds_side_by_side_with_their_divergence(
    client: Client, conversation: Conversation
) -> None:
    add_organisations(conversation, {"public": 3, "economic": 4, "media": 3})
    compute(conversation)
    told = read(client, conversation)
    assert "Divergence : 100 points" in told
    assert "3 sur 3" in told
    worlds = compare_worlds(conversation.landscapes.get(space="organisations").content)
    assert worlds
    assert dict(worlds.voices) == {"public": 3, "economic": 4, "media": 3}


def test_a_small_world_is_hidden_with_the_one_that_would_give_it_away(
    client: Client, conversation: Conversation
) -> None:
    add_organisations(conversation, {"public": 4, "economic": 5, "general_interest": 4, "media": 2})
    compute(conversation)
    worlds = compare_worlds(conversation.landscapes.get(space="organisations").content)
    assert worlds
    assert set(worlds.voices) == {"economic", "public"}
    assert worlds.hidden == ("general_interest", "media")
    assert "Non montrés, pour ne pas dire" in read(client, conversation)


def test_what_is_left_by_subtraction_is_never_small() -> None:
    assert shown_cells({"a": 5, "b": 5}, 10, 3) == {"a", "b"}
    assert shown_cells({"a": 5, "b": 4}, 11, 3) == {"a"}
    assert shown_cells({"a": 5, "b": 2}, 7, 3) == frozenset()
    assert shown_cells({"a": 3}, 6, 3) == {"a"}


def test_the_two_spaces_stand_side_by_side_and_are_not_added(
    client: Client, conversation: Conversation
) -> None:
    fill(conversation, 10)
    add_organisations(conversation, {"economic": 3})
    compute(conversation)
    response = client.get(page("landscape", conversation))
    first = response.context["page"].beside[0]
    assert (first.number, first.gap) == (1, "100 points")
    assert [side.line.base for side in first.sides] == [3, 10]
    assert response.context["page"].beside_all == 8


def test_who_is_missing(client: Client, cast: Cast, conversation: Conversation) -> None:
    here, there = make_place(), make_place("94069", "Saint-Maurice")
    cast.alliance.perimeter.set([here, there])
    fill(conversation, 5, place=here)
    add_organisations(conversation, {"media": 1})
    found = find_missing(Conversation.objects.get())
    assert (found.members, found.silent) == (4, 3)
    assert [one.world for one in found.unheard] == ["public", "economic", "academic"]
    assert (found.communes, found.quiet, found.all_communes) == (("Saint-Maurice",), 1, 2)
    told = read(client, conversation)
    assert "3 organisations membres sur 4 n’ont pas encore répondu." in told
    assert "Saint-Maurice" in told


def test_places_said_by_four_are_not_compared(conversation: Conversation) -> None:
    fill(conversation, 4, place=make_place())
    assert find_missing(conversation).communes is None


def test_it_does_not_grow(client: Client, cast: Cast, conversation: Conversation) -> None:
    fill(conversation, 20, place=make_place())
    add_organisations(conversation, {"public": 4, "economic": 4})
    compute(conversation)
    sign_in(client, cast.bastien)
    before = count_queries(client, page("landscape", conversation))
    for number in range(5):
        make_statement(conversation, f"Autre {number}.")
    fill(conversation, 20, place=make_place("94069", "Saint-Maurice"))
    add_organisations(conversation, {"academic": 4, "media": 3})
    compute(conversation)
    assert Alliance.objects.get(pk=cast.alliance.pk).memberships.count() > 15
    assert count_queries(client, page("landscape", conversation)) == before <= 12
