"""Kill a real worker in the middle of a job: it resumes, or is cleanly absent."""

import json
import signal

import pytest

from tests.instances import Instance, wait_until

WORKER = "from tests.jobs import kinds; from terreau.core.jobs.worker import Worker\n"
COUNT = "print(Person.objects.filter(email__startswith='tree-').count())"
LOOK = """
import json
from tests.jobs import kinds
from terreau.accounts.models import Person
from terreau.core.models import Job
job = Job.objects.get()
print(json.dumps([job.state, job.done, job.error, Person.objects.count(), job.checkpoint]))
"""


def ask(instance: Instance, kind: str, *, steps: int, pause: float) -> None:
    instance.python(
        "from tests.jobs import kinds; from terreau.core.jobs import enqueue\n"
        f"enqueue({kind!r}, {{'steps': {steps}, 'pause': {pause}}}, by=None)"
    )


def look(instance: Instance) -> list:
    return json.loads(instance.python(LOOK))


def start_worker(instance: Instance):
    return instance.start("-c", f"import django; django.setup()\n{WORKER}Worker().run()")


def empty_the_queue(instance: Instance) -> None:
    instance.python(f"{WORKER}import time; time.sleep(1.2); Worker().run(until_empty=True)")


@pytest.mark.django_db
def test_a_killed_resumable_job_goes_on_where_it_was(instance):
    ask(instance, "test-plant-rows", steps=60, pause=0.1)
    worker = start_worker(instance)
    wait_until(lambda: look(instance)[3] >= 3)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    state, _done, _error, planted, checkpoint = look(instance)
    assert state == "running"
    assert 3 <= planted < 60
    assert checkpoint == {"next": planted}
    empty_the_queue(instance)
    state, done, error, planted, _checkpoint = look(instance)
    assert (state, done, error, planted) == ("succeeded", 60, "", 60)


@pytest.mark.django_db
def test_a_killed_job_in_one_transaction_leaves_nothing_and_is_told(instance):
    ask(instance, "test-plant-at-once", steps=200, pause=0.1)
    worker = start_worker(instance)
    wait_until(lambda: look(instance)[0] == "running")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    empty_the_queue(instance)
    state, _done, error, planted, _checkpoint = look(instance)
    assert (state, planted) == ("abandoned", 0)
    assert error.startswith("Ce travail a été interrompu")
