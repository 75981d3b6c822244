"""Ballots: prepared, voted, counted by each method, read with their base, taken out and back."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.ballots import (
    cast_paper,
    count_ballot,
    receipt_of,
)
from terreau.dialogues.actions.consultations import (
    close_consultation,
    reopen_consultation,
)
from terreau.dialogues.actions.voices import open_voice
from terreau.dialogues.models import Ballot, BallotPaper
from tests.actors.factories import make_speaker
from tests.alliances.factories import Cast, add_member, make_cast, make_challenge
from tests.alliances.story_factories import queries_of, sign_in
from tests.dialogues.ballot_factories import (
    FIRST,
    NOW,
    PAPERS,
    address,
    close_and_count,
    draft,
    group_of,
    prepare,
    vote,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.mark.parametrize("method", PAPERS)
def test_each_method_counts_and_its_result_is_read_in_words(
    client: Client, cast, method: str
) -> None:
    ballot = prepare(cast, method)
    vote(ballot, [*PAPERS[method], {}])
    count = close_and_count(cast, ballot)
    group = group_of(count)
    assert group["order"][0] == FIRST.get(method, "o2")
    assert (group["voters"], group["abstentions"]) == (len(PAPERS[method]) + 1, 1)
    read = client.get(address("ballot", ballot)).text
    assert f"Base : {len(PAPERS[method]) + 1} bulletins, dont 1 blanc." in read
    assert "Lot tiré avant l’ouverture" in read
    assert count.papers_digest in read


def test_every_receipt_is_in_the_published_list_and_tells_nobody(client: Client, cast) -> None:
    ballot = prepare(cast)
    vote(ballot, PAPERS["majority_judgment"])
    count = close_and_count(cast, ballot)
    papers = BallotPaper.objects.select_related("participant")
    mine = {receipt_of(one.participant.uuid, one.content) for one in papers}
    assert set(count.content["receipts"]) == mine
    read = client.get(address("ballot", ballot)).text
    assert all(one in read for one in mine)
    assert not any(str(one.participant.uuid) in read for one in papers)


def test_a_paper_is_replaced_never_doubled_and_refused_after_the_close(cast) -> None:
    ballot = prepare(cast)
    vote(ballot, [{"o1": 0}])
    voice = ballot.participants.get()
    cast_paper(ballot, voice, {"o1": 5, "o9": 1}, now=NOW())
    assert BallotPaper.objects.get().content == {"o1": 5}
    close_consultation(ballot, by=cast.bastien, now=NOW())
    with pytest.raises(Refused, match="close depuis"):
        cast_paper(ballot, voice, {"o1": 0}, now=NOW())
    assert BallotPaper.objects.get().content == {"o1": 5}


def test_nobody_counts_before_the_close_and_a_member_never(cast) -> None:
    ballot = prepare(cast)
    vote(ballot, PAPERS["majority_judgment"])
    with pytest.raises(Refused, match="une fois clos"):
        count_ballot(ballot, by=cast.bastien, now=NOW())
    close_consultation(ballot, by=cast.bastien, now=NOW())
    with pytest.raises(Refused, match="facilitateurs"):
        count_ballot(ballot, by=cast.ama, now=NOW())
    count_ballot(ballot, by=cast.bastien, now=NOW())
    with pytest.raises(Refused, match="dépouillé"):
        reopen_consultation(ballot, closes_at=None, reason="oubli", by=cast.bastien, now=NOW())


def test_results_wait_to_be_revealed(client: Client, cast) -> None:
    ballot = prepare(cast)
    assert "ouverte" in client.get(address("ballot", ballot)).text
    vote(ballot, PAPERS["majority_judgment"])
    close_and_count(cast, ballot, revealed=False)
    assert "Le résultat" not in client.get(address("ballot", ballot)).text
    sign_in(client, cast.bastien)
    assert "Le résultat" in client.get(address("ballot", ballot)).text


def test_fewer_than_five_inhabitants_are_not_shown(client: Client, cast) -> None:
    ballot = prepare(cast)
    vote(ballot, [{"o1": 0}] * 4)
    count = close_and_count(cast, ballot)
    assert group_of(count) == {"key": "inhabitants", "papers": 4, "fewest": 5, "hidden": True}
    read = client.get(address("ballot", ballot)).text
    assert "Trop peu de bulletins" in read
    refused = client.get(address("ballot-take", ballot, "inhabitants", "toi"))
    assert refused.status_code == 403


def test_worlds_stand_beside_and_a_single_hidden_one_hides_another(client, cast) -> None:
    ballot = prepare(cast, quorum=Decimal("0.9"))
    names = {"economic": 4, "academic": 3, "public": 1}
    for world, number in names.items():
        for rank in range(number):
            speaker = make_speaker(f"P {world} {rank}", f"O {world} {rank}", world=world)
            add_member(cast.alliance, speaker)
            voice = open_voice(
                ballot,
                space="organisations",
                channel="mandate",
                now=NOW(),
                key={"organisation": speaker.organisation},
                world=world,
            )
            cast_paper(ballot, voice, {"o2": 0}, now=NOW())
    count = close_and_count(cast, ballot)
    hidden = {one["key"] for one in count.content["groups"] if one["hidden"]}
    assert hidden == {"world:public", "world:academic"}
    assert count.content["challenge_order"][0] == ballot.options.get(key="o2").challenge_id
    read = client.get(address("ballot", ballot)).text
    assert "8 organisations sur 11 membres ont déposé un bulletin." in read
    assert "n’est pas atteint" in read


def test_an_organisation_has_one_voice_whoever_speaks_for_it(client: Client, cast) -> None:
    ballot = prepare(cast)
    sign_in(client, cast.ama)
    done = client.post(address("ballot", ballot), {"o1": "0", "o2": "", "o3": "5"}, follow=True)
    assert "Reçu :" in done.text
    paper = BallotPaper.objects.get()
    assert (paper.content, paper.by, paper.mandate) == (
        {"o1": 0, "o3": 5},
        cast.ama.person,
        cast.ama.mandate,
    )
    client.post(address("ballot", ballot), {"blank": "1"})
    assert BallotPaper.objects.get().is_abstention


def test_somebody_without_account_votes_and_finds_their_paper_again(client, cast) -> None:
    ballot = prepare(cast, "score")
    wrong = client.post(address("ballot", ballot), {"o1": "11", "o2": "7"})
    assert wrong.status_code == 400
    assert 'value="7"' in wrong.text
    empty = client.post(address("ballot", ballot), {})
    assert "Votre bulletin est vide" in empty.text
    client.post(address("ballot", ballot), {"o1": "10", "o2": "7", "o3": ""})
    assert BallotPaper.objects.get().content == {"o1": 10, "o2": 7}
    assert 'value="10"' in client.get(address("ballot", ballot)).text


def test_too_many_dots_are_told_and_kept(client: Client, cast) -> None:
    ballot = prepare(cast, "dots")
    read = client.post(address("ballot", ballot), {"o1": "4", "o2": "3"})
    assert "Vous avez posé 7 points sur 5" in read.text
    assert 'value="4"' in read.text


def test_a_facilitator_prepares_a_ballot_by_form(client: Client, cast) -> None:
    challenge = make_challenge(cast.alliance, "Emploi")
    here = reverse("dialogues:ballot-new", args=[cast.alliance.slug])
    assert sign_in(client, cast.ama).get(here).status_code == 403
    sign_in(client, cast.bastien)
    page = client.get(here)
    sent = {
        "question": "Que financer ?",
        "method": "equal_shares",
        "challenges": [challenge.pk],
        "others": "Navette du soir ; 12 000\nAtelier ; beaucoup",
        "has_inhabitants": "on",
        "access": "open",
        "opens_at": "2026-11-22T10:00",
        "absent_grade": "unknown",
        "score_max": "10",
        "dots": "5",
        "quorum": "50",
        "grades": "",
        "version": page.context["form"].initial["version"],
        "base": page.context["form"].initial["base"],
    }
    read = client.post(here, sent).text
    assert "n’est pas un nombre d’euros" in read
    assert "Donnez le montant à répartir" in read
    assert "Navette du soir" in read
    sent |= {"others": "Navette du soir ; 12 000\nBanc ; 300,50", "budget_eur": "12000"}
    client.post(here, sent)
    ballot = Ballot.objects.get()
    costs = dict(ballot.options.values_list("title", "cost_eur"))
    assert costs == {"Emploi": None, "Navette du soir": Decimal(12000), "Banc": Decimal("300.50")}
    assert ballot.quorum == Decimal("0.5")
    told = client.post(address("publish", ballot), follow=True).text
    assert "Chaque action d’un scrutin budgétaire a son coût" in told


def test_the_second_of_two_people_is_told_and_keeps_their_options(client: Client, cast) -> None:
    ballot = draft(cast)
    sign_in(client, cast.bastien)
    here = address("ballot-edit", ballot)
    shown = client.get(here).context["form"]
    sent = {name: shown[name].value() for name in shown.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "", False)}
    sent |= {"opens_at": "2026-11-22T10:00", "closes_at": ""}
    assert client.post(here, sent | {"question": "Première plume"}).status_code == 302
    late = client.post(here, sent | {"others": "Un banc"})
    assert late.status_code == 409
    assert "Un banc" in late.text
    assert "Première plume" in late.text
    assert not ballot.options.filter(title="Un banc").exists()


def test_a_published_ballot_does_not_change(client: Client, cast) -> None:
    ballot = prepare(cast)
    sign_in(client, cast.bastien)
    refused = client.get(address("ballot-edit", ballot))
    assert refused.status_code == 403
    assert "ne changent plus" in refused.text


def test_a_shared_budget_must_be_known_to_the_database(cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            alliance=cast.alliance, question="?", method="equal_shares", code="X", lot="x"
        )


def test_a_count_becomes_an_agenda(client: Client, cast) -> None:
    ballot = prepare(cast)
    vote(ballot, PAPERS["majority_judgment"])
    count = close_and_count(cast, ballot)
    sign_in(client, cast.ama)
    here = reverse("dialogues:agenda-compose", args=[cast.alliance.slug])
    read = client.get(here, {"depouillement": count.pk}).text
    assert "Les places viennent du scrutin" in read
    assert "place au vote : 1" in read


@pytest.mark.django_db(transaction=True)
def test_a_large_ballot_is_counted_by_a_job_in_the_name_of_who_asked(
    client: Client, monkeypatch
) -> None:
    cast = make_cast(status="published")
    ballot = prepare(cast)
    vote(ballot, PAPERS["majority_judgment"])
    close_consultation(ballot, by=cast.bastien, now=NOW())
    monkeypatch.setattr("terreau.dialogues.views.ballots.COUNTED_AT_ONCE", 2)
    sign_in(client, cast.ama)
    assert client.post(address("ballot-count", ballot)).status_code == 403
    sign_in(client, cast.bastien)
    client.post(address("ballot-count", ballot))
    assert not ballot.counts.exists()
    call_command("run_jobs", until_empty=True)
    assert ballot.counts.get().counted_by == cast.bastien.label


def test_the_page_does_not_grow(client: Client, cast) -> None:
    ballot = prepare(cast)
    vote(ballot, PAPERS["majority_judgment"])
    sign_in(client, cast.bastien)
    close_consultation(ballot, by=cast.bastien, now=NOW())
    count_ballot(ballot, by=cast.bastien, now=NOW())
    few = queries_of(client, address("ballot", ballot))
    Ballot.objects.update(closed_at=None, closes_at=NOW() + datetime.timedelta(days=1))
    ballot.refresh_from_db()
    voice = open_voice(
        ballot, space="inhabitants", channel="device", now=NOW(), key={"device_hash": "z"}
    )
    cast_paper(ballot, voice, {"o1": 2}, now=NOW())
    close_consultation(ballot, by=cast.bastien, now=NOW())
    count_ballot(ballot, by=cast.bastien, now=NOW())
    assert queries_of(client, address("ballot", ballot)) == few <= 15
