"""Who asked to be erased is named in no text of a dialogue; what was said still counts."""

import pytest

from terreau.actors.scrubbing import Traces, scrub
from terreau.dialogues.models import Statement, Vote
from tests.alliances.factories import make_cast
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db
EMAIL = "ama@exemple.test"
NAME = "Ama Diallo"


def test_addresses_and_signatures_go_and_votes_stay() -> None:
    cast = make_cast()
    organisation = cast.ama.organisation
    conversation = make_conversation(cast.alliance)
    said = make_statement(conversation, text=f"Écrivez à {EMAIL} pour un minibus partagé.")
    bare = make_statement(conversation, text=EMAIL)
    Statement.objects.filter(pk=said.pk).update(posture=f"{NAME}, au nom de {organisation.name}")
    make_vote(make_voice(conversation), said)
    traces = Traces(
        emails=frozenset({EMAIL}), names=frozenset({NAME}), organisations=(organisation,)
    )
    assert scrub(traces) >= 2
    said.refresh_from_db()
    bare.refresh_from_db()
    assert EMAIL not in said.text
    assert "minibus partagé" in said.text
    assert NAME not in said.posture
    assert organisation.name in said.posture
    assert bare.text == "texte effacé"
    assert Vote.objects.filter(statement=said).count() == 1


def test_the_same_name_elsewhere_is_left_alone() -> None:
    cast = make_cast()
    conversation = make_conversation(cast.alliance)
    other = make_statement(conversation, text=f"Une rue {NAME} serait juste.")
    scrub(Traces(names=frozenset({NAME}), organisations=(cast.ama.organisation,)))
    other.refresh_from_db()
    assert NAME in other.text
