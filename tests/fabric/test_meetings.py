"""« Qui devrait se rencontrer ? »: reasons in words, load spared, answers written once."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from terreau.core.models import Record
from terreau.core.verdicts import Refused
from terreau.fabric.actions.introductions import answer_suggestion
from terreau.fabric.enums import SuggestionState
from terreau.fabric.models import Introduction
from terreau.fabric.scopes import Scope
from terreau.fabric.suggesting import MOST_OFTEN, suggest_pairs
from tests.actors.factories import make_resource
from tests.alliances.factories import make_cast
from tests.alliances.story_factories import queries_of
from tests.fabric.factories import (
    make_encounter,
    make_event,
    make_experiment,
    make_member,
    make_partnership,
)

TODAY = timezone.localdate()


@pytest.fixture
def cast(db):
    """Nadia's association needs the premises that Oscar's company offers; nobody knows them."""
    cast = make_cast(status="published")
    need = make_member(cast.alliance, "Association du quai", "general_interest")
    offer = make_member(cast.alliance, "Entrepôts du port", "economic")
    make_resource(need, direction="need", nature="premises", title="Salle pour le mercredi")
    make_resource(offer, direction="offer", nature="premises", title="Hangar libre le mercredi")
    make_partnership(cast.alliance, cast.bastien.organisation, cast.fatou.organisation)
    make_partnership(cast.alliance, cast.ama.organisation, cast.fatou.organisation)
    return cast


def told(cast):
    rows = Introduction.objects.filter(alliance=cast.alliance)
    return suggest_pairs(Scope(alliance=cast.alliance), rows, today=TODAY)


def names(pairings) -> set[frozenset]:
    return {frozenset((one.first.name, one.second.name)) for one in pairings}


PORT = frozenset(("Association du quai", "Entrepôts du port"))
NEAR = frozenset(("Club Gravelle", "Lycée du Val"))


def test_two_lists_never_merged_each_pair_once_with_its_reasons(cast) -> None:
    found = told(cast)
    assert PORT in names(found.beyond)
    assert names(found.near) == {NEAR}
    pairing = next(
        one for one in found.beyond if frozenset((one.first.name, one.second.name)) == PORT
    )
    assert any(
        reason == "Association du quai cherche ce que Entrepôts du port propose : locaux."
        for reason in pairing.reasons
    )
    assert 1 <= len(pairing.reasons) <= 3
    assert "aucun chemin ne les relie" in pairing.beside
    assert len(found.beyond) == len(names(found.beyond))


def test_what_the_ties_tell_is_said_in_words(cast) -> None:
    """Four in a row: one chain leads from the first to the last, none from the second to them."""
    row = [make_member(cast.alliance, f"Maillon {n}", "media") for n in "1234"]
    for one, other in itertools.pairwise(row):
        make_partnership(cast.alliance, one, other)
    found = told(cast)
    ends = frozenset(("Maillon 1", "Maillon 4"))
    chained = next(
        one for one in found.beyond if frozenset((one.first.name, one.second.name)) == ends
    )
    ways = (("Maillon 2", "Maillon 3"), ("Maillon 3", "Maillon 2"))
    sentence = "Une chaîne de partenaires mène de l’une à l’autre : {}, {}."
    assert {sentence.format(*way) for way in ways} & set(chained.reasons)
    assert "à 3 pas" in chained.beside
    assert any(
        reason.startswith("L’une travaille déjà avec le monde") for reason in chained.reasons
    )
    near = next(one for one in found.near if frozenset((one.first.name, one.second.name)) == NEAR)
    assert near.reasons[0] == "Elles ont des partenaires en commun : Ville de Charenton."
    assert not any("par Ville de Charenton" in reason for reason in near.reasons)


def test_a_strong_tie_is_said_when_the_contact_has_many_others(cast) -> None:
    """The hub has fourteen partners: two of them, in twenty pacts each, are close through it."""
    hub = make_member(cast.alliance, "Grande fondation", "expert")
    others = [make_member(cast.alliance, f"Asso {n}") for n in range(14)]
    for one in others:
        make_partnership(cast.alliance, hub, one)
    for _again in range(19):
        for one in others[:2]:
            make_partnership(cast.alliance, hub, one)
    found = told(cast)
    strong = frozenset(("Asso 0", "Asso 1"))
    close = next(
        one for one in found.near if frozenset((one.first.name, one.second.name)) == strong
    )
    assert "Des liens forts les rapprochent, par Grande fondation." in close.reasons


def test_those_who_met_before_or_got_an_answer_are_suggested_no_more(cast) -> None:
    quay, port = (
        cast.alliance.memberships.get(organisation__name=name).organisation for name in sorted(PORT)
    )
    Introduction.objects.create(
        alliance=cast.alliance, first=quay, second=port, state="set_aside", posture="Bastien"
    )
    make_encounter(
        make_event(cast.alliance), cast.bastien.organisation, cast.ama.organisation, met_on=TODAY
    )
    found = told(cast)
    assert PORT not in names(found.beyond)
    assert NEAR not in names(found.near)


def test_a_pair_that_a_merger_turned_round_stays_answered(cast) -> None:
    quay, port = (
        cast.alliance.memberships.get(organisation__name=name).organisation for name in sorted(PORT)
    )
    Introduction.objects.create(
        alliance=cast.alliance, first=port, second=quay, state="known", posture="Bastien"
    )
    assert PORT not in names(told(cast).beyond)
    with pytest.raises(Refused, match="déjà reçu une suite"):
        answer(cast, (quay, port))


def test_nobody_is_asked_by_everybody(cast) -> None:
    hub = make_member(cast.alliance, "Grande fondation", "expert")
    make_resource(hub, direction="offer", nature="financial", title="Subventions")
    for number in range(6):
        other = make_member(cast.alliance, f"Asso {number}")
        make_resource(other, direction="need", nature="financial", title="Subventions")
    found = told(cast)
    called = [node.name for one in found.beyond for node in (one.first, one.second)]
    assert called.count("Grande fondation") <= MOST_OFTEN
    assert found.busiest_load <= 2 * MOST_OFTEN


def test_a_pioneer_who_carries_much_comes_after_the_others(cast) -> None:
    need = make_member(cast.alliance, "Cherche une salle", "media")
    make_resource(need, direction="need", nature="audience", title="Lecteurs")
    tired, fresh = (make_member(cast.alliance, name, "expert") for name in ("Alpha", "Bêta"))
    for one in (tired, fresh):
        make_resource(one, direction="offer", nature="audience", title="Lecteurs")
    for number in range(6):
        make_experiment(cast.alliance, tired, title=f"Essai {number}")
    ordered = [
        one for one in told(cast).beyond if "Cherche une salle" in (one.first.name, one.second.name)
    ]
    assert "Bêta" in (ordered[0].first.name, ordered[0].second.name)


def answer(cast, pair, by=None, state=SuggestionState.INTRODUCED):
    return answer_suggestion(
        cast.alliance,
        pair,
        state,
        reasons=["Parce que."],
        by=by or cast.bastien,
        now=timezone.now(),
    )


def test_an_answer_is_written_once_and_told_in_the_records(cast) -> None:
    pair = (cast.ama.organisation, cast.bastien.organisation)
    row = answer(cast, pair)
    assert (row.first.name, row.reasons) == ("Club Gravelle", ["Parce que."])
    record = Record.objects.get(verb="meeting-introduced")
    assert record.sentence.endswith("a mis en relation Club Gravelle et Lycée du Val.")
    with pytest.raises(Refused, match="déjà reçu une suite"):
        answer(cast, pair, state=SuggestionState.KNOWN)
    with pytest.raises(Refused, match="deux organisations différentes"):
        answer(cast, (pair[0], pair[0]))


@pytest.mark.parametrize("who", ["ama", "chloe"])
def test_only_facilitators_answer(cast, who) -> None:
    with pytest.raises(Refused):
        answer(cast, (cast.ama.organisation, cast.bastien.organisation), by=getattr(cast, who))
    assert not Introduction.objects.exists()


def post(client, cast, **data):
    url = reverse("fabric:meet_said", args=[cast.alliance.slug])
    both = {
        "first": cast.ama.organisation.uuid,
        "second": cast.bastien.organisation.uuid,
        "state": "introduced",
    }
    return client.post(url, both | data, follow=True)


def test_a_facilitator_introduces_two_at_a_coming_meeting_and_takes_it_back(client, cast) -> None:
    event = make_event(cast.alliance, "Café des partenaires", state="published")
    client.force_login(cast.bastien.person)
    page = post(client, cast, event=event.uuid, note="Elles parlent toutes deux de stages.")
    text = page.content.decode()
    assert "vous les mettez en relation" in text
    assert "Café des partenaires" in text
    row = Introduction.objects.get()
    assert row.event == event
    back = reverse("fabric:meet_reopen", args=[cast.alliance.slug, row.uuid])
    client.force_login(cast.ama.person)
    assert client.post(back).status_code == 403
    client.force_login(cast.bastien.person)
    client.post(back)
    assert not Introduction.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "married"},
        {"first": "not-a-uuid"},
        {"first": "00000000-0000-0000-0000-000000000000"},
        {"event": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_a_wrong_answer_is_told_and_writes_nothing(client, cast, wrong) -> None:
    client.force_login(cast.bastien.person)
    page = post(client, cast, **wrong)
    assert page.status_code == 200
    assert "notice-error" in page.content.decode()
    assert not Introduction.objects.exists()


def test_members_read_the_lists_and_answer_nothing(client, cast) -> None:
    client.force_login(cast.ama.person)
    text = client.get(reverse("fabric:meet", args=[cast.alliance.slug])).content.decode()
    assert "Entrepôts du port" in text
    assert "Je les mets en relation" not in text
    assert post(client, cast).status_code == 403
    client.force_login(cast.chloe.person)
    assert client.get(reverse("fabric:meet", args=[cast.alliance.slug])).status_code == 403


def test_the_page_does_not_grow(client, cast) -> None:
    client.force_login(cast.bastien.person)
    address = reverse("fabric:meet", args=[cast.alliance.slug])

    def fill(first: int) -> int:
        for number in range(first, first + 4):
            one = make_member(cast.alliance, f"Asso {number}")
            make_resource(one, direction="need", nature="financial", title="Subventions")
            answer(cast, (one, cast.ama.organisation))
        return queries_of(client, address)

    few = fill(0)
    assert fill(4) == few
    assert few <= 15
