"""Two last answers at the same instant: revealed once, told once, nobody sees one side alone."""

import json

import pytest

PREPARE = """
import django, json
django.setup()
from django.utils import timezone
from tests.alliances.factories import make_cast
from tests.partnerships.factories import make_review, of_cast
cast = make_cast()
reviews = [str(make_review(of_cast(cast), cast.ama).uuid) for _turn in range(6)]
print(json.dumps({"reviews": reviews, "people": [cast.ama.person.pk, cast.bastien.person.pk]}))
"""
GIVE = """
import django, json
django.setup()
from django.utils import timezone
from terreau.accounts.models import Person
from terreau.actors.posture import choose_posture, current_mandates
from terreau.partnerships.models import Review
from tests.partnerships.factories import answer
rows = json.loads({rows!r})
person = Person.objects.get(pk=rows["people"][{number}])
posture = choose_posture(person, current_mandates(person, today=timezone.localdate()), None)
for uuid in rows["reviews"]:
    answer(Review.objects.get(uuid=uuid), posture, product=5)
print("done")
"""
LOOK = """
import django, json
django.setup()
from terreau.core.models import Record
from terreau.partnerships.models import Review, ReviewAnswer
told = Record.objects.filter(verb="review-revealed").count()
revealed = Review.objects.exclude(revealed_at=None).count()
print(json.dumps([revealed, told, ReviewAnswer.objects.filter(given_at=None).count()]))
"""


@pytest.mark.django_db
def test_two_last_answers_reveal_each_review_once(instance) -> None:
    rows = instance.python(PREPARE)
    started = [instance.start("-c", GIVE.format(rows=rows, number=number)) for number in (0, 1)]
    said = [process.communicate(timeout=240)[0].strip() for process in started]
    assert said == ["done", "done"]
    assert json.loads(instance.python(LOOK)) == [6, 6, 0]
