"""Processes that open voices at the same instant: numbers follow each other, one device is one."""

import json

import pytest

PREPARE = """
from tests.alliances.factories import make_alliance
from tests.dialogues.factories import make_conversation
print(make_conversation(make_alliance()).pk)
"""
OPEN = """
import sys
from django.utils import timezone
from terreau.dialogues.actions.voices import open_voice
from terreau.dialogues.models import Consultation
found = Consultation.objects.get(pk={pk})
def voice(key):
    open_voice(found, space="inhabitants", channel="device", now=timezone.now(), key=key)
for number in range(6):
    voice({{"device_hash": "shared"}})
    voice({{"device_hash": "{name}-" + str(number)}})
"""
LOOK = """
import json
from terreau.dialogues.models import Participant
print(json.dumps(list(Participant.objects.order_by("number").values_list("number", flat=True))))
"""


@pytest.mark.django_db
def test_numbers_are_given_one_at_a_time(instance) -> None:
    pk = instance.python(PREPARE).strip()
    running = [instance.start("-c", _wrapped(OPEN.format(pk=pk, name=name))) for name in "abcd"]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert json.loads(instance.python(LOOK)) == list(range(1, 26))


def _wrapped(code: str) -> str:
    return f"import django; django.setup()\n{code}"
