"""Real processes at once, and one killed at the worst moment: no place twice, nothing half done."""

import json

import pytest

PREPARE = """
import datetime, json
from django.utils import timezone
from tests.alliances.factories import make_cast
from tests.events.factories import make_event, make_registration
event = make_event(make_cast().alliance, capacity=5)
seated = [make_registration(event, f"Assise {n}").pk for n in range(5)]
print(json.dumps({"event": event.pk, "seated": seated}))
"""
COME_AND_GO = """
import django, json
django.setup()
from django.utils import timezone
from terreau.events.actions.registrations import give_up_place, register
from terreau.events.models import Event, Registration
told = json.loads({told!r})
event = Event.objects.select_related("alliance").get(pk=told["event"])
blank = dict(organisation=None, organisation_name="", offers="", needs="", note="")
rows = Registration.objects.select_related("event__alliance")
for turn in range(10):
    said = dict(blank, name="Venue {number} " + str(turn))
    register(event, said, email="", person=None, site="http://x/", now=timezone.now())
    if turn == 5:
        give_up_place(rows.get(pk=told["seated"][{number}]), site="http://x/", now=timezone.now())
print("done")
"""
LOOK = """
import json
from terreau.events.models import Registration
rows = Registration.objects.order_by("registered_at", "pk")
states = list(rows.exclude(state="cancelled").values_list("state", flat=True))
print(json.dumps([states.count("registered"), states.count("waiting"), states]))
"""
PLAN = """
import json
from django.utils import timezone
from tests.actors.factories import make_organisation
from tests.alliances.factories import make_cast
from tests.events.factories import make_event, make_people
from terreau.events.actions.plans import ask_plan
cast = make_cast()
event = make_event(cast.alliance)
make_people(event, [make_organisation(f"O {n}", world="economic") for n in range(12)])
values = dict(rounds=3, minutes=7, table_size=4, starts_at=event.starts_at, session=None)
job, _ours = ask_plan(event, values, {"who": ""}, by=cast.bastien, now=timezone.now())
print(job.pk)
"""
KILLED = """
import django, os, signal
django.setup()
from terreau.core.jobs.actions import perform
from terreau.events.models import EncounterPlan
save = EncounterPlan.save
def die(self, *args, **kwargs):
    save(self, *args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
EncounterPlan.save = die
perform({job!r})
"""
AGAIN = """
import datetime, json
from django.utils import timezone
from terreau.core.jobs.actions import perform, recover_stale_jobs
from terreau.core.models import Job
from terreau.events.models import EncounterPlan, EncounterSeat
left = [EncounterSeat.objects.count(), EncounterPlan.objects.exclude(computed_at=None).count()]
recover_stale_jobs(now=timezone.now() + datetime.timedelta(hours=1))
for job in Job.objects.filter(kind="encounter-plan", state="queued"):
    perform(job.pk)
print(json.dumps([left, EncounterSeat.objects.count(), Job.objects.filter(error="").count()]))
"""


@pytest.mark.django_db
def test_people_who_come_and_go_at_once_never_share_a_place(instance):
    told = instance.python(PREPARE)
    started = [
        instance.start("-c", COME_AND_GO.format(told=told, number=number)) for number in range(4)
    ]
    assert [one.communicate(timeout=240)[0].strip() for one in started] == ["done"] * 4
    seated, waiting, states = json.loads(instance.python(LOOK))
    assert (seated, waiting) == (5, 36)
    # Fair: whoever has a place came before whoever waits.
    assert states == ["registered"] * 5 + ["waiting"] * 36


@pytest.mark.django_db
def test_a_computation_that_is_killed_leaves_nothing_and_is_taken_up_again(instance):
    job = instance.python(PLAN).strip()
    killed = instance.start("-c", KILLED.format(job=job))
    killed.communicate(timeout=120)
    assert killed.returncode == -9
    left, seats, sound = json.loads(instance.python(AGAIN))
    assert (left, seats, sound) == ([0, 0], 36, 1)
