"""Experiments as files: the same when they come back, corrected by who may."""

import pytest
from django.test import Client

from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.partial_dates import PartialDate
from terreau.experiments.exchange.contributions import ContributionDataset
from terreau.experiments.exchange.experiments import ExperimentDataset
from terreau.experiments.exchange.pieces import PieceDataset
from terreau.experiments.models import Contribution, Experiment, Piece
from tests.actors.factories import now
from tests.alliances.factories import Cast, make_cast, make_place
from tests.alliances.story_factories import sign_in
from tests.alliances.test_alliance_exchange import file_of, outcome, table, written
from tests.experiments.factories import make_contribution, make_experiment, make_piece

pytestmark = pytest.mark.django_db
DATASETS = (ExperimentDataset(), PieceDataset(), ContributionDataset())


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    """One of each thing, with what files love to break."""
    first = make_experiment(cast.alliance, "Modèle", is_public=False)
    made = make_experiment(
        cast.alliance,
        nature="duplication",
        duplicates=first,
        hypothesis="=si\r\nalors « oui »",
        starts_on=PartialDate("2013-23"),
        lesson="a|b\\c",
    )
    made.territories.set([make_place()])
    piece = make_piece(made, quantity="12.50", unit="heures", note="le soir", is_essential=False)
    make_contribution(piece, cast.ama.organisation, quantity=4, note="à deux")
    make_contribution(piece, cast.fatou.organisation, "thanked", thanks="Merci ; vraiment")
    make_contribution(make_piece(made, "Bus"), cast.chloe.organisation, "declined", answer="Non")
    return made


def bring(dataset, person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=dataset, file_name=f"a.{kind}", content=content, by=person, now=now()
    )


def reasons(run) -> str:
    return str(list(run.rows.values_list("reasons", flat=True)))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("dataset", DATASETS, ids=lambda one: one.name)
def test_what_comes_back_changes_nothing(client, cast, experiment, dataset, kind) -> None:
    content = file_of(sign_in(client, cast.ama), dataset.name, kind)
    run = bring(dataset, cast.ama.person, content, kind)
    count = {"experiments": 2, "experiment-pieces": 2, "contributions": 3}[dataset.name]
    assert outcome(run) == (0, 0, count, 0), reasons(run)


def test_what_one_may_not_see_is_in_no_file(client: Client, cast: Cast, experiment) -> None:
    Contribution.objects.filter(organisation=cast.chloe.organisation).delete()
    rows = table(file_of(sign_in(client, cast.chloe), "experiments"))
    assert [row["Nom"] for row in rows] == [experiment.title]
    assert rows[0]["Duplication de"] == ""
    client.logout()
    client = sign_in(Client(), cast.chloe)
    assert file_of(client, "contributions").count(b"\n") == 1


def test_who_steers_corrects_and_a_member_may_not(client: Client, cast: Cast, experiment) -> None:
    rows = table(file_of(sign_in(client, cast.bastien), "experiments"))
    rows[-1]["Hypothèse"] = "Si l’on ose."
    content = written(rows)
    refused = bring(ExperimentDataset(), cast.chloe.person, content)
    assert outcome(refused)[1] == 0
    run = bring(ExperimentDataset(), cast.bastien.person, content)
    assert outcome(run) == (0, 1, 1, 0), reasons(run)
    confirm_run(run, by=cast.bastien.person, now=now())
    experiment.refresh_from_db()
    assert experiment.hypothesis == "Si l’on ose."


def test_a_cell_that_only_life_changes_is_refused(client: Client, cast: Cast, experiment) -> None:
    rows = table(file_of(sign_in(client, cast.bastien), "experiments"))
    rows[-1]["État"] = "arrêtée"
    run = bring(ExperimentDataset(), cast.bastien.person, written(rows))
    assert outcome(run) == (0, 0, 1, 1)
    assert "se lit seulement" in reasons(run)


def test_new_lines_ask_questions_add_pieces_and_promise(client: Client, cast: Cast, experiment):
    client = sign_in(client, cast.bastien)
    empty = dict.fromkeys(table(file_of(client, "experiments"))[0], "")
    asked = empty | {"Nom": "Neuve", "Question posée": "Et si ?", "Nature": "innovation"}
    asked |= {"Alliance": cast.alliance.slug, "Territoires": "commune:94018"}
    run = bring(ExperimentDataset(), cast.bastien.person, written([asked]))
    confirm_run(run, by=cast.bastien.person, now=now())
    made = Experiment.objects.get(title="Neuve")
    assert (made.alliance, made.territories.count()) == (cast.alliance, 1)

    empty = dict.fromkeys(table(file_of(client, "experiment-pieces"))[0], "")
    piece = empty | {"Identifiant de l’expérimentation": str(made.uuid), "Pièce": "Salle"}
    piece |= {"Nature": "locaux", "Quantité": "10", "Unité": "heures"}
    run = bring(PieceDataset(), cast.bastien.person, written([piece]))
    confirm_run(run, by=cast.bastien.person, now=now())
    added = Piece.objects.get(experiment=made)

    empty = dict.fromkeys(table(file_of(client, "contributions"))[0], "")
    promise = empty | {"Identifiant de la pièce": str(added.uuid), "Quantité promise": "4"}
    promise["Identifiant de l’organisation"] = str(cast.ama.organisation.uuid)
    refused = bring(ContributionDataset(), cast.bastien.person, written([promise]))
    assert "promet elle-même" in reasons(refused)
    run = bring(ContributionDataset(), cast.ama.person, written([promise]))
    confirm_run(run, by=cast.ama.person, now=now())
    row = Contribution.objects.get(piece=added)
    assert (row.organisation, row.quantity, row.state) == (cast.ama.organisation, 4, "pledged")
