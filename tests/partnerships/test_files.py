"""Partnerships as files: out and back identical, changed and noted by their parties alone."""

import pytest
from django.test import Client

from terreau.core.exchange.actions import confirm_run, receive_file
from terreau.core.exchange.datasets import get_dataset
from terreau.core.exchange.undoing import undo_run
from terreau.core.partial_dates import PartialDate
from terreau.partnerships.models import Flow, Partnership
from tests.actors.factories import now
from tests.alliances.factories import make_cast
from tests.alliances.test_alliance_exchange import file_of, outcome, table, written
from tests.partnerships.factories import (
    answer,
    fresh,
    make_flow,
    make_objective,
    make_review,
    of_cast,
    party_of,
    sign_in,
)

pytestmark = pytest.mark.django_db
NAMES = ("partnerships", "partnership-parties", "partnership-flows", "partnership-stages")


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def made(cast) -> Partnership:
    """A partnership with something in each column."""
    found = of_cast(
        cast,
        action="=cela commence\npar un signe",
        categories=["patronage", "societal_innovation"],
        scopes=["region", "local"],
        starts_on=PartialDate("2021-23"),
        confidentiality="Entre nous seulement",
    )
    make_objective(party_of(found, cast.ama), "training", "Trente stages")
    make_flow(party_of(found, cast.ama), quantity="12.50", unit="heures", year=2026)
    make_flow(party_of(found, cast.bastien), value_eur=700, value_method="20 h × 35 €")
    return found


def bring(name: str, person, content: bytes, kind: str = "csv"):
    return receive_file(
        dataset=get_dataset(name), file_name=f"lignes.{kind}", content=content, by=person, now=now()
    )


def reasons(run) -> str:
    return str(list(run.rows.values_list("reasons", flat=True)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_what_comes_back_changes_nothing(client: Client, cast, made, name, kind) -> None:
    content = file_of(sign_in(client, cast.ama), name, kind)
    run = bring(name, cast.ama.person, content, kind)
    created, changed, same, rejected = outcome(run)
    assert (created, changed, rejected) == (0, 0, 0), reasons(run)
    assert same >= 1


def test_no_file_tells_what_stays_between_the_parties(client: Client, cast, made) -> None:
    answer(make_review(made, cast.ama), cast.ama, product=3, strengths="Secret de revue")
    for name in NAMES:
        text = file_of(sign_in(client, cast.ama), name).decode()
        assert "Entre nous seulement" not in text
        assert "Secret de revue" not in text
    assert table(file_of(sign_in(Client(), cast.chloe), "partnerships")) == []


def test_a_party_changes_the_sheet_and_a_member_does_not(client: Client, cast, made) -> None:
    rows = table(file_of(sign_in(client, cast.ama), "partnerships"))
    rows[0]["Nom"] = "Tutorat 2027"
    refused = bring("partnerships", cast.fatou.person, written(rows))
    assert outcome(refused) == (0, 0, 0, 1)
    run = bring("partnerships", cast.ama.person, written(rows))
    assert outcome(run) == (0, 1, 0, 0), reasons(run)
    confirm_run(run, by=cast.ama.person, now=now())
    assert fresh(made).title == "Tutorat 2027"
    rows[0]["Étape"] = "clôture"
    late = bring("partnerships", cast.ama.person, written(rows))
    assert "se lit seulement" in reasons(late)


def test_a_new_partnership_is_noted_with_its_parties(client: Client, cast, made) -> None:
    rows = table(file_of(sign_in(client, cast.ama), "partnerships"))
    new = {**rows[0], "Identifiant": "", "Nom": "Visites", "Étape": "cadrage"}
    alone = {**new, "Parties (identifiants)": str(cast.ama.organisation.uuid)}
    run = bring("partnerships", cast.ama.person, written([new, alone]))
    assert outcome(run) == (1, 0, 0, 1), reasons(run)
    confirm_run(run, by=cast.ama.person, now=now())
    noted = Partnership.objects.get(title="Visites")
    assert noted.stage == "framing"
    assert noted.parties.count() == 2


def test_flows_come_in_are_changed_and_taken_back(client: Client, cast, made) -> None:
    rows = table(file_of(sign_in(client, cast.ama), "partnership-flows"))
    mine = next(row for row in rows if row["Nom de la partie"] == "Lycée du Val")
    new = {**mine, "Identifiant de la ligne": "", "Quoi": "Une salle", "Nature": "locaux"}
    wrong = {**new, "Quoi": "Cher", "Montant ou valorisation (€)": "100"}
    changed = {**mine, "Quoi": "Quinze heures"}
    run = bring("partnership-flows", cast.ama.person, written([changed, new, wrong]))
    assert outcome(run) == (1, 1, 0, 1), reasons(run)
    confirm_run(run, by=cast.ama.person, now=now())
    assert {"Quinze heures", "Une salle"} <= set(Flow.objects.values_list("title", flat=True))
    run.refresh_from_db()
    undo_run(run, by=cast.ama.person, now=now())
    assert not Flow.objects.filter(title="Une salle").exists()


def test_a_party_leaves_and_says_its_objectives_by_file(client: Client, cast, made) -> None:
    rows = table(file_of(sign_in(client, cast.ama), "partnership-parties"))
    mine = next(row for row in rows if row["Nom de la partie"] == "Lycée du Val")
    told = {**mine, "Objectifs": "innovation | knowledge = apprendre", "Rôle": "accueille"}
    run = bring("partnership-parties", cast.ama.person, written([told]))
    assert outcome(run) == (0, 1, 0, 0), reasons(run)
    confirm_run(run, by=cast.ama.person, now=now())
    party = party_of(made, cast.ama)
    assert {one.objective for one in party.objectives.all()} == {"innovation", "knowledge"}
    gone = {**told, "Jusqu’au": "2026-06-30", "Raison du départ": "Fin du projet"}
    gone["Objectifs"] = "knowledge = apprendre | innovation"
    run = bring("partnership-parties", cast.ama.person, written([gone]))
    confirm_run(run, by=cast.ama.person, now=now())
    assert made.parties.get(pk=party.pk).leaving_reason == "Fin du projet", reasons(run)


def test_a_past_stage_comes_in_and_none_is_rewritten(client: Client, cast, made) -> None:
    rows = table(file_of(sign_in(client, cast.ama), "partnership-stages"))
    old = {**rows[0], "Identifiant de la ligne": "", "Étape": "repérage", "Depuis": "2019"}
    old |= {"Noté par": "", "Retour en arrière": ""}
    rewritten = {**rows[0], "Depuis": "2020"}
    run = bring("partnership-stages", cast.ama.person, written([old, rewritten]))
    assert outcome(run) == (1, 0, 0, 1), reasons(run)
    confirm_run(run, by=cast.ama.person, now=now())
    assert made.stage_changes.count() == 2
    assert fresh(made).stage == "steering"
