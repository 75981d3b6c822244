"""Decisions by consent: objections are treated, silence is not consent."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.verdicts import Refused
from terreau.dialogues.actions.decisions import (
    answer_decision,
    propose_decision,
    rewrite_decision,
    settle_decision,
    treat_objection,
)
from terreau.dialogues.models import Decision, DecisionAnswer
from tests.alliances.factories import Cast, make_cast, make_inhabitant
from tests.alliances.story_factories import queries_of, sign_in

pytestmark = pytest.mark.django_db
NOW = timezone.now
TEXT = {
    "subject": "rules",
    "title": "Se voir chaque mois",
    "text": "Le premier mardi, une heure, chez l’un puis chez l’autre.",
    "answers_until": None,
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def decision(cast: Cast) -> Decision:
    return propose_decision(cast.alliance, TEXT, by=cast.ama, now=NOW())


def answer(decision: Decision, posture, value: str, reason: str = "") -> DecisionAnswer:
    return answer_decision(decision, answer=value, reason=reason, by=posture, now=NOW())


def settle(decision: Decision, posture, *, adopted: bool = True) -> Decision:
    return settle_decision(decision, adopted=adopted, by=posture, now=NOW())


def address(name: str, cast: Cast, *more) -> str:
    return reverse(f"dialogues:{name}", args=[cast.alliance.slug, *more])


def test_silence_is_not_consent(cast, decision) -> None:
    with pytest.raises(Refused, match="silence"):
        settle(decision, cast.ama)
    answer(decision, cast.fatou, "abstention")
    with pytest.raises(Refused, match="silence"):
        settle(decision, cast.ama)
    answer(decision, cast.bastien, "consent")
    assert settle(decision, cast.ama).state == "adopted"


def test_an_untreated_objection_holds_the_decision(cast, decision) -> None:
    answer(decision, cast.bastien, "consent")
    objection = answer(decision, cast.fatou, "objection", "Le mardi est jour de conseil.")
    with pytest.raises(Refused, match="pas encore traitée"):
        settle(decision, cast.ama)
    treat_objection(
        objection, outcome="not_reasoned", treatment="Vu ensemble.", by=cast.bastien, now=NOW()
    )
    assert settle(decision, cast.ama).state == "adopted"


def test_only_its_author_lifts_an_objection(cast, decision) -> None:
    objection = answer(decision, cast.fatou, "objection", "Le mardi est jour de conseil.")
    said = {"outcome": "lifted", "treatment": "Le jeudi va.", "now": NOW()}
    with pytest.raises(Refused, match="Seul l’auteur"):
        treat_objection(objection, by=cast.bastien, **said)
    treat_objection(objection, by=cast.fatou, **said)
    objection.refresh_from_db()
    assert objection.outcome == "lifted"


def test_answering_anew_opens_the_objection_again(cast, decision) -> None:
    objection = answer(decision, cast.fatou, "objection", "Le mardi est jour de conseil.")
    treat_objection(objection, outcome="lifted", treatment="Bien.", by=cast.fatou, now=NOW())
    again = answer(decision, cast.fatou, "objection", "Finalement non.")
    assert (again.pk, again.outcome) == (objection.pk, "")


def test_amending_integrates_the_objection_and_asks_everybody_again(cast, decision) -> None:
    answer(decision, cast.bastien, "consent")
    objection = answer(decision, cast.fatou, "objection", "Le mardi est jour de conseil.")
    values = {**TEXT, "text": "Le premier jeudi."}
    decision.refresh_from_db()
    amended = rewrite_decision(
        decision,
        values,
        integrates=[objection],
        expected_version=decision.version,
        by=cast.ama,
        now=NOW(),
    )
    objection.refresh_from_db()
    assert (amended.text_number, objection.outcome) == (2, "integrated")
    with pytest.raises(Refused, match="silence"):
        settle(amended, cast.ama)
    answer(amended, cast.fatou, "consent")
    assert settle(amended, cast.ama).state == "adopted"
    with pytest.raises(Refused, match="close"):
        answer(amended, cast.bastien, "objection", "Trop tard ?")


def test_an_objection_needs_its_reason(cast, decision) -> None:
    with pytest.raises(Refused, match="raison"):
        answer(decision, cast.fatou, "objection", "  ")
    assert not DecisionAnswer.objects.exists()


def test_strangers_and_inhabitants_do_not_answer_for_an_organisation(cast, decision) -> None:
    with pytest.raises(Refused, match="n’est pas membre"):
        answer(decision, cast.chloe, "consent")
    with pytest.raises(Refused, match="espace est celui des organisations"):
        answer(decision, make_inhabitant(cast.alliance), "consent")


def test_who_did_not_propose_it_and_does_not_facilitate_cannot_close_it(cast) -> None:
    decision = propose_decision(cast.alliance, TEXT, by=cast.fatou, now=NOW())
    answer(decision, cast.ama, "consent")
    with pytest.raises(Refused, match="facilitateurs"):
        settle(decision, cast.ama)
    assert settle(decision, cast.bastien, adopted=False).state == "withdrawn"


def test_the_pages_take_a_decision_from_its_text_to_its_adoption(client: Client, cast) -> None:
    sign_in(client, cast.ama)
    assert "Aucune décision" in client.get(address("decisions", cast)).text
    wrong = client.post(
        address("decision-propose", cast), {**TEXT, "title": "", "answers_until": ""}
    )
    assert "Le premier mardi" in wrong.text
    client.post(address("decision-propose", cast), {**TEXT, "answers_until": ""})
    decision = Decision.objects.get()
    sign_in(client, cast.fatou)
    objection = {"answer": "objection", "reason": "Le mardi est jour de conseil."}
    read = client.post(address("decision-answer", cast, decision.uuid), objection, follow=True)
    assert "pas encore traitée" in read.text
    sign_in(client, cast.ama)
    page = client.get(address("decision-amend", cast, decision.uuid))
    sent = {
        "title": TEXT["title"],
        "text": "Le premier jeudi.",
        "answers_until": "",
        "integrates": [str(DecisionAnswer.objects.get().pk)],
        "version": page.context["form"].initial["version"],
    }
    read = client.post(address("decision-amend", cast, decision.uuid), sent, follow=True)
    assert "Objections aux versions précédentes" in read.text
    client.post(address("decision-answer", cast, decision.uuid), {"answer": "consent"})
    read = client.post(
        address("decision-settle", cast, decision.uuid), {"act": "adopt"}, follow=True
    )
    assert "La décision est adoptée." in read.text


def test_what_was_typed_on_a_treatment_is_kept(client: Client, cast, decision) -> None:
    row = answer(decision, cast.fatou, "objection", "Le mardi est jour de conseil.")
    sign_in(client, cast.bastien)
    sent = {"outcome": "lifted", "treatment": "Vu au téléphone"}
    read = client.post(address("decision-treat", cast, decision.uuid, row.pk), sent)
    assert "Seul l’auteur d’une objection la lève" in read.text
    assert "Vu au téléphone" in read.text


def test_strangers_do_not_read_the_decisions(client: Client, cast, decision) -> None:
    sign_in(client, cast.chloe)
    assert client.get(address("decisions", cast)).status_code == 404
    sign_in(client, cast.ama)
    assert client.get(address("decision", cast, decision.uuid)).status_code == 200


def test_the_pages_do_not_grow(client: Client, cast, decision) -> None:
    sign_in(client, cast.ama)
    here = address("decision", cast, decision.uuid)
    answer(decision, cast.fatou, "consent")
    few, listed = queries_of(client, here), queries_of(client, address("decisions", cast))
    for posture in (cast.ama, cast.bastien):
        answer(decision, posture, "concern", "À revoir dans six mois")
    for number in range(10):
        values = {**TEXT, "title": f"Décision {number}"}
        propose_decision(cast.alliance, values, by=cast.ama, now=NOW())
    assert queries_of(client, here) == few <= 15
    assert queries_of(client, address("decisions", cast)) == listed <= 12
