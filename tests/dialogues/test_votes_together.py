"""Several processes write the same votes of the same device: one voice, one vote each, no fault."""

import json

import pytest

PREPARE = """
import json
from django.test import Client
from bench.vote_rows import populate
rows = populate(1, 6)
cookie = Client(SERVER_NAME="localhost").get(rows["page"]).cookies["terreau_voice"].value
print(json.dumps({**rows, "cookie": cookie}))
"""
VOTE = """
import django, json
django.setup()
from django.test import Client
rows = json.loads({rows!r})
denis = Client(SERVER_NAME="localhost")
denis.cookies["terreau_voice"] = rows["cookie"]
told = set()
for turn in range(15):
    for statement in rows["statements"]:
        said = {{"statement": statement, "answer": (turn + {number}) % 3 - 1}}
        told.add(denis.post(rows["page"], said).status_code)
print(sorted(told))
"""
LOOK = """
import json
from collections import Counter
from terreau.dialogues.models import Participant, Vote
votes = Counter(Vote.objects.values_list("participant", "statement"))
voices = Participant.objects.exclude(device_hash="").count()
print(json.dumps([voices, len(votes), max(votes.values())]))
"""


@pytest.mark.django_db
def test_processes_that_vote_at_once_for_one_device_make_one_voice(instance):
    rows = instance.python(PREPARE)
    started = [instance.start("-c", VOTE.format(rows=rows, number=number)) for number in range(4)]
    said = [process.communicate(timeout=180)[0].strip() for process in started]
    assert said == ["[302]"] * 4
    assert json.loads(instance.python(LOOK)) == [1, 6, 1]
