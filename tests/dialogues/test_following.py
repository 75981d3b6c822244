"""Two sheets of one organisation had two voices: after the merger it has one."""

import pytest

from terreau.actors.posture import Posture
from terreau.dialogues.models import Landscape, Participant, Vote
from tests.actors.factories import make_organisation, make_person
from tests.actors.merging_factories import merge
from tests.alliances.factories import make_alliance
from tests.dialogues.factories import make_conversation, make_statement, make_voice, make_vote

pytestmark = pytest.mark.django_db


def test_a_merger_makes_one_voice() -> None:
    conversation = make_conversation(make_alliance())
    bikes, trains = make_statement(conversation), make_statement(conversation, "Plus de trains.")
    kept, absorbed = make_organisation("Club Gravelle"), make_organisation("Le Club Gravelle")
    voices = {}
    for organisation in (kept, absorbed):
        voices[organisation.pk] = make_voice(
            conversation,
            space="organisations",
            channel="mandate",
            organisation=organisation,
            world="academic",
        )
    make_vote(voices[kept.pk], bikes, 1)
    make_vote(voices[absorbed.pk], bikes, -1)
    make_vote(voices[absorbed.pk], trains, 1)
    landscape = Landscape.objects.create(
        conversation=conversation, space="organisations", read_until=conversation.opens_at
    )
    merge(kept, absorbed, Posture(make_person("Sofia Admin", is_staff=True)))
    voice = Participant.objects.get()
    assert (voice.organisation, voice.world) == (kept, "economic")
    assert dict(Vote.objects.values_list("statement", "answer")) == {bikes.pk: 1, trains.pk: 1}
    landscape.refresh_from_db()
    assert landscape.read_until is None
