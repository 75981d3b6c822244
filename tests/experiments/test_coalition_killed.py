"""A worker that dies while it looks for a coalition: nothing half told, and it looks again."""

import json

import pytest

ASK = """
import json
from django.utils import timezone
from tests.actors.factories import make_organisation, make_resource
from tests.alliances.factories import make_cast, make_place
from tests.experiments.factories import make_experiment, make_piece
from terreau.experiments.actions.coalitions import ask_for_coalition
from terreau.experiments.bridge.coalitions import Wishes
cast = make_cast()
experiment = make_experiment(cast.alliance)
for title in ("Salle", "Camion"):
    make_piece(experiment, title)
    make_resource(make_organisation(f"Offre {title}", place=make_place()), title=title)
wishes = Wishes(mixes_worlds=False, spreads_load=False)
made = ask_for_coalition(experiment, wishes, by=cast.bastien, now=timezone.now())
print(made.job.pk)
"""
KILLED = """
import django, os, signal
django.setup()
from terreau.core.jobs.actions import perform
from terreau.experiments.models import CoalitionProposal
save = CoalitionProposal.save
def die(self, *args, **kwargs):
    save(self, *args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
CoalitionProposal.save = die
perform({job!r})
"""
AGAIN = """
import datetime, json
from django.utils import timezone
from terreau.core.jobs.actions import perform, recover_stale_jobs
from terreau.core.models import Job
from terreau.experiments.actions.coalitions import KIND
from terreau.experiments.models import CoalitionProposal, Contribution
left = CoalitionProposal.objects.get()
told = [left.state, bool(left.result)]
recover_stale_jobs(now=timezone.now() + datetime.timedelta(hours=1))
for job in Job.objects.filter(kind=KIND, state="queued"):
    perform(job.pk)
found = CoalitionProposal.objects.get()
print(json.dumps([told, found.state, len(found.result["members"]), Contribution.objects.count()]))
"""


@pytest.mark.django_db
def test_a_search_that_is_killed_leaves_nothing_and_is_taken_up_again(instance):
    job = instance.python(ASK).strip()
    killed = instance.start("-c", KILLED.format(job=job))
    killed.communicate(timeout=120)
    assert killed.returncode == -9
    left, state, members, asked = json.loads(instance.python(AGAIN))
    assert left == ["computing", False]
    assert (state, members, asked) == ("ready", 1, 0)  # one of the two may bring both
