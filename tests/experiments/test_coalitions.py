"""Who could complete the puzzle: proposed with reasons, asked, and never assigned."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.jobs.actions import perform
from terreau.core.verdicts import Refused
from terreau.experiments.actions.coalitions import (
    accept_coalition,
    ask_for_coalition,
    compute_coalition,
    set_aside,
)
from terreau.experiments.bridge.coalitions import Wishes
from terreau.experiments.candidates import find_candidates
from terreau.experiments.coalition_reading import offered_shares, read_proposal
from terreau.experiments.models import CoalitionProposal, Contribution, Experiment, Piece
from tests.actors.factories import make_organisation, make_resource
from tests.alliances.factories import Cast, make_cast, make_place
from tests.alliances.story_factories import queries_of, sign_in
from tests.experiments.factories import make_contribution, make_experiment, make_piece

pytestmark = pytest.mark.django_db
NOW = timezone.now
LOOSE = Wishes(mixes_worlds=False, spreads_load=False)


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    return make_experiment(cast.alliance)


def address(experiment: Experiment, name: str = "coalitions", *more) -> str:
    return reverse(f"experiments:{name}", args=[experiment.uuid, *more])


def offering(name: str, title: str, *, world: str = "general_interest", **fields):
    """Make an organisation of the perimeter with one offer."""
    organisation = make_organisation(name, world=world, place=make_place())
    make_resource(organisation, title=title, **fields)
    return organisation


def computed(experiment: Experiment, cast: Cast, wishes: Wishes = LOOSE) -> CoalitionProposal:
    made = ask_for_coalition(experiment, wishes, by=cast.bastien, now=NOW())
    compute_coalition(made, now=NOW())
    return CoalitionProposal.objects.get(pk=made.pk)


def test_candidates_say_why_and_who_is_far_is_not_one(cast: Cast, experiment: Experiment) -> None:
    piece = make_piece(experiment, "Vélos à prêter", nature="material", quantity=10, unit="vélos")
    near = offering(
        "Roue libre", "Prêt de bicyclettes", nature="material", quantity=6, unit="vélos"
    )
    cook = make_organisation("Cantine", place=make_place())
    make_resource(cook, title="Marmites de cuisine", nature="material")
    far = make_organisation("Loin", place=make_place("35238", "Rennes"))
    make_resource(far, title="Prêt de bicyclettes", nature="material")
    member = cast.fatou.organisation
    member.competences.create(name="Réparer et prêter des vélos")
    today = timezone.localdate(NOW())
    found = {one.organisation: one for one in find_candidates(piece, today=today)}
    assert far not in found
    assert list(found)[-1] == cook
    assert any("même nature, à vérifier" in reason for reason in found[cook].reasons)
    assert any("Prêt de bicyclettes » (6 vélos)" in reason for reason in found[near].reasons)
    assert "dans le périmètre" in found[near].reasons
    assert "membre de l’alliance" in found[member].reasons
    assert any("sait faire" in reason for reason in found[member].reasons)


def test_what_is_promised_elsewhere_is_not_offered_twice(cast: Cast, experiment) -> None:
    piece = make_piece(experiment, "Salle", quantity=10, unit="heures")
    near = offering("Maison", "Salle", quantity=12, unit="heures")
    other = make_piece(make_experiment(cast.alliance, "Autre"), quantity=9, unit="heures")
    make_contribution(other, near, quantity=9, resource=near.resources.get())
    (found,) = find_candidates(piece, today=timezone.localdate(NOW()))
    assert found.offers[0].amount == 3
    assert any("il en reste 3" in reason for reason in found.reasons)
    make_contribution(piece, near, "asked")
    assert find_candidates(Piece.objects.get(pk=piece.pk), today=timezone.localdate(NOW())) == []


def test_the_smallest_coalition_is_proposed_and_what_exists_nowhere_is_said(cast, experiment):
    make_piece(experiment, "Salle", quantity=10, unit="heures")
    make_piece(experiment, "Éléphants", nature="data")
    big = offering("Grande", "Salle", quantity=10, unit="heures")
    for number in range(3):
        offering(f"Petite {number}", "Salle", quantity=4, unit="heures")
    reading = read_proposal(computed(experiment, cast))
    assert [one.name for one in reading.members] == ["Grande"]
    assert "1 organisation peut apporter" in reading.sentence
    assert "en partie" in reading.sentence
    assert reading.missing == (
        "Éléphants : n’existe nulle part dans le périmètre : personne ne l’offre.",
    )
    assert reading.alternatives
    assert big.name in str(reading.members)


def test_a_quantity_that_is_not_said_is_a_question_to_ask(cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle", quantity=10, unit="heures")
    offering("Vague", "Salle")
    proposal = computed(experiment, cast)
    (share,) = offered_shares(proposal.result)
    assert share["is_assumed"]
    accept_coalition(proposal, {(share["actor"], share["piece"])}, by=cast.bastien, now=NOW())
    assert Contribution.objects.get().quantity is None


def test_accepting_asks_and_assigns_nobody(client: Client, cast: Cast, experiment) -> None:
    piece = make_piece(experiment, "Salle", quantity=10, unit="heures")
    near = offering("Maison", "Salle", quantity=10, unit="heures")
    proposal = computed(experiment, cast)
    sign_in(client, cast.ama)
    assert client.post(address(experiment, "coalition-accept", proposal.uuid)).status_code == 403
    sign_in(client, cast.bastien)
    empty = client.post(address(experiment, "coalition-accept", proposal.uuid))
    assert empty.status_code == 403
    sent = {"asks": f"{near.uuid}|{piece.uuid}"}
    done = client.post(address(experiment, "coalition-accept", proposal.uuid), sent, follow=True)
    assert "1 demande attend sa réponse" in done.text
    row = Contribution.objects.get()
    assert (row.organisation, row.state, row.quantity) == (near, "asked", 10)
    with pytest.raises(Refused, match="a déjà sa suite"):
        accept_coalition(proposal, {(str(near.uuid), str(piece.uuid))}, by=cast.bastien, now=NOW())
    with pytest.raises(Refused, match="a déjà sa suite"):
        set_aside(proposal, by=cast.bastien, now=NOW())


def test_what_left_meanwhile_is_told_and_the_rest_is_asked(cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle", quantity=8, unit="heures")
    gone = offering("Partie", "Salle", quantity=4, unit="heures")
    stays = offering("Reste", "Salle", quantity=4, unit="heures")
    proposal = computed(experiment, cast)
    wanted = {(one["actor"], one["piece"]) for one in offered_shares(proposal.result)}
    gone.lifecycle = "closed"
    gone.save()
    asked = accept_coalition(proposal, wanted, by=cast.bastien, now=NOW())
    assert asked.count == 1
    assert "« Partie » n’est plus en activité" in asked.left_out[0]
    assert Contribution.objects.get().organisation == stays


def test_a_merged_sheet_answers_by_the_one_that_was_kept(cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle", quantity=4, unit="heures")
    gone = offering("Ancienne", "Salle", quantity=4, unit="heures")
    proposal = computed(experiment, cast)
    kept = make_organisation("Nouvelle")
    gone.merged_into, gone.lifecycle = kept, "merged"
    gone.save()
    assert read_proposal(proposal).members[0].name == "Nouvelle"
    wanted = {(one["actor"], one["piece"]) for one in offered_shares(proposal.result)}
    accept_coalition(proposal, wanted, by=cast.bastien, now=NOW())
    assert Contribution.objects.get().organisation == kept


def test_wishes_that_nobody_meets_say_what_to_relax(client: Client, cast, experiment) -> None:
    make_piece(experiment, "Salle", quantity=10, unit="heures")
    make_piece(experiment, "Tablettes", quantity=2, unit="tablettes")
    alone = offering("Seule", "Salle", quantity=10, unit="heures")
    make_resource(alone, title="Tablettes", quantity=2, unit="tablettes")
    proposal = computed(experiment, cast, Wishes())
    reading = read_proposal(proposal)
    assert reading.relaxations
    page = sign_in(client, cast.bastien).get(address(experiment, "coalition", proposal.uuid)).text
    assert "Si l’on assouplissait un souhait" in page


def test_a_single_piece_has_nothing_to_share(cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle", quantity=10, unit="heures")
    alone = offering("Seule", "Salle", quantity=10, unit="heures")
    reading = read_proposal(computed(experiment, cast, Wishes()))
    assert [one.actor for one in reading.members] == [str(alone.uuid)]
    assert reading.sentence == "1 organisation peut apporter ce qui manque."


def test_who_declined_or_is_excluded_is_not_proposed_again(cast: Cast, experiment) -> None:
    piece = make_piece(experiment, "Salle", quantity=4, unit="heures")
    first = offering("Première", "Salle", quantity=4, unit="heures")
    make_contribution(piece, first, "declined")
    second = offering("Seconde", "Salle", quantity=4, unit="heures")
    assert [m["actor"] for m in computed(experiment, cast).result["members"]] == [str(second.uuid)]
    without = Wishes(mixes_worlds=False, spreads_load=False, excluded=(str(second.uuid),))
    assert computed(experiment, cast, without).result["members"] == []


def test_it_is_asked_on_the_page_and_computed_by_a_job(client: Client, cast, experiment) -> None:
    sign_in(client, cast.bastien)
    refused = client.post(address(experiment), {"mixes_worlds": "on"})
    assert "Nommez d’abord les pièces" in refused.text
    make_piece(experiment, "Salle")
    offering("Maison", "Salle")
    sent = client.post(address(experiment), {"takes_wide": "on", "most_actors": "3"})
    made = CoalitionProposal.objects.get()
    assert sent["Location"] == reverse("core:job", args=[made.job.pk])
    waiting = client.get(address(experiment, "coalition", made.uuid)).text
    assert "Suivre le calcul" in waiting
    perform(made.job.pk)
    page = client.get(address(experiment, "coalition", made.uuid)).text
    assert "Maison" in page
    assert "quantité à demander" not in page
    assert made.options["most_actors"] == 3
    sign_in(client, cast.chloe)
    assert client.get(address(experiment, "coalition", made.uuid)).status_code == 403


def test_trust_and_distance_are_wishes_that_count(cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle", quantity=4, unit="heures")
    kept = offering("Tient parole", "Salle", quantity=4, unit="heures")
    broken = offering("A repris sa parole", "Salle", quantity=4, unit="heures")
    old = make_piece(make_experiment(cast.alliance, "Autrefois", state="stopped"))
    make_contribution(old, kept, "thanked")
    make_contribution(old, broken, "withdrawn", pledged_at=NOW())
    found = computed(experiment, cast, Wishes(False, False, weighs_trust=True))
    assert [m["actor"] for m in found.result["members"]] == [str(kept.uuid)]


def test_the_page_of_a_proposal_does_not_grow(client: Client, cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle 0", quantity=4, unit="heures")
    offering("Maison 0", "Salle 0", quantity=4, unit="heures")
    sign_in(client, cast.bastien)
    here = address(experiment, "coalition", computed(experiment, cast).uuid)
    before = queries_of(client, here)
    for number in range(1, 4):
        make_piece(experiment, f"Salle {number}", quantity=4, unit="heures")
        offering(f"Maison {number}", f"Salle {number}", quantity=4, unit="heures")
    after = address(experiment, "coalition", computed(experiment, cast).uuid)
    assert queries_of(client, after) == before
    assert before <= 15
