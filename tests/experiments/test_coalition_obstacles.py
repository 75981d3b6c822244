"""A search that finds little says why, and what to loosen; one that fails says so."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.models import JobState
from terreau.experiments.actions.coalitions import ask_for_coalition, compute_coalition
from terreau.experiments.bridge.coalitions import Wishes
from terreau.experiments.candidates import find_candidates
from terreau.experiments.coalition_reading import ProposalReading, read_proposal
from terreau.experiments.models import CoalitionProposal, Experiment, Piece
from tests.actors.factories import make_organisation, make_resource
from tests.alliances.factories import Cast, make_cast, make_place
from tests.alliances.story_factories import sign_in
from tests.experiments.factories import make_contribution, make_experiment, make_piece

pytestmark = pytest.mark.django_db
LOOSE = Wishes(mixes_worlds=False, spreads_load=False)


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    return make_experiment(cast.alliance)


def around(name: str, title: str = "", **fields):
    """Make an organisation of the perimeter, with one offer when it is told."""
    organisation = make_organisation(name, place=make_place())
    if title:
        make_resource(organisation, title=title, **fields)
    return organisation


def asked(experiment: Experiment, cast: Cast, wishes: Wishes = LOOSE) -> CoalitionProposal:
    made = ask_for_coalition(experiment, wishes, by=cast.bastien, now=timezone.now())
    compute_coalition(made, now=timezone.now())
    return made


def read(experiment: Experiment, cast: Cast, wishes: Wishes = LOOSE) -> ProposalReading:
    return read_proposal(asked(experiment, cast, wishes))


def test_an_offer_of_the_same_nature_is_never_said_to_exist_nowhere(cast, experiment) -> None:
    make_piece(experiment, "Vélos à prêter", nature="material", quantity=4, unit="vélos")
    cook = around("Cantine", "Marmites de cuisine", nature="material")
    reading = read(experiment, cast)
    assert reading.sentence == "Aucune offre du périmètre n’est assez proche de ce qui manque."
    (missing,) = reading.missing
    assert missing.startswith("Vélos à prêter (4 vélos) : aucune offre n’en est assez proche.")
    assert missing.endswith("1 organisation en offre de même nature, à vérifier.")
    assert reading.relaxations == (
        "En retenant aussi les offres de même nature : 1 offre à vérifier.",
    )
    wide = read(experiment, cast, Wishes(False, False, takes_wide=True))
    assert [one.name for one in wide.members] == [cook.name]
    assert wide.relaxations == ()


def test_what_somebody_brings_in_part_exists_somewhere(cast: Cast, experiment) -> None:
    piece = make_piece(experiment, "Salle", quantity=10, unit="heures")
    make_contribution(piece, around("Maison"), quantity=4)
    (missing,) = read(experiment, cast).missing
    assert missing == "Salle (6 heures) : personne d’autre ne l’offre dans le périmètre."


def test_who_said_no_is_counted_and_told_beside_the_piece(cast: Cast, experiment) -> None:
    piece = make_piece(experiment, "Salle", quantity=4, unit="heures")
    make_contribution(piece, around("Non merci", "Salle", quantity=4, unit="heures"), "declined")
    (missing,) = read(experiment, cast).missing
    assert "1 organisation a déjà décliné" in missing
    assert "n’existe nulle part" not in missing
    (again,) = find_candidates(Piece.objects.get(pk=piece.pk), today=timezone.localdate())
    assert "a déjà décliné cette pièce" in again.reasons


def test_who_brings_already_is_neither_fragile_nor_said_to_fill_a_hole(cast, experiment) -> None:
    brought = make_piece(experiment, "Salle")
    make_contribution(brought, around("Maison"), "delivered")
    make_piece(experiment, "Camion", nature="material")
    around("Transports", "Camion", nature="material")
    reading = read(experiment, cast)
    assert {one.name: one.why for one in reading.members}["Maison"] == "déjà promis ou apporté"
    assert reading.fragile == "Une pièce ne tient qu’à une organisation : Camion."


def test_one_never_does_without_who_promised(client: Client, cast: Cast, experiment) -> None:
    piece = make_piece(experiment, "Salle")
    promised = around("Maison")
    make_contribution(piece, promised)
    make_piece(experiment, "Camion", nature="material")
    other = around("Transports", "Camion", nature="material")
    without = Wishes(False, False, excluded=(str(promised.uuid), str(other.uuid)))
    reading = read(experiment, cast, without)
    assert [one.name for one in reading.members] == ["Maison"]
    assert reading.relaxations == ("Sans écarter Transports : 2 organisations y suffisent.",)
    read(experiment, cast)
    page = sign_in(client, cast.bastien).get(
        reverse("experiments:coalitions", args=[experiment.uuid])
    )
    offered = dict(page.context["form"].fields["excluded"].choices)
    assert offered == {str(other.uuid): "Transports"}


def test_only_freeing_every_wish_at_once_is_an_answer_too(cast: Cast, experiment) -> None:
    make_piece(experiment, "Salle")
    proposal = asked(experiment, cast)
    freed = {"limit": "all of them", "names": [], "actors": ["x"], "missing": [], "cost": 1.0}
    proposal.result["relaxations"] = [freed]
    assert read_proposal(proposal).relaxations == (
        "Sans aucune de ces limites : 1 organisation y suffit.",
    )


def test_a_search_whose_work_failed_is_not_said_to_go_on(client: Client, cast, experiment) -> None:
    make_piece(experiment, "Salle")
    made = ask_for_coalition(experiment, LOOSE, by=cast.bastien, now=timezone.now())
    sign_in(client, cast.bastien)
    pages = [
        reverse("experiments:coalition", args=[experiment.uuid, made.uuid]),
        reverse("experiments:coalitions", args=[experiment.uuid]),
    ]
    assert all("en calcul" in client.get(page).text for page in pages)
    made.job.state = JobState.FAILED
    made.job.save()
    one, several = (client.get(page).text for page in pages)
    assert "Ce calcul ne s’est pas terminé" in one
    assert "Suivre le calcul" not in one
    assert "en calcul" not in several
    assert "sans résultat" in several
