"""Kill a real worker at each stage of an import: the end is the same as without it."""

import json
import signal

import pytest

from tests.instances import Instance

SETUP = """
import os, signal
from tests.exchange.orchard import ORCHARD, names
from terreau.core.exchange import actions, applying, runs, undoing
from terreau.core.jobs.worker import Worker
runs.BATCH = applying.BATCH = undoing.BATCH = 40
actions.AT_ONCE = undoing.AT_ONCE = 10
from django.utils.timezone import now
from terreau.accounts.models import Person
from terreau.core.jobs.progress import JobInterrupted
from terreau.core.models import ImportRun, ImportRow

# Kill this very process just after a call has done its work.
def die_at(method, call):
    act, calls = getattr(ORCHARD, method), []
    def doomed(*args, **kwargs):
        done = act(*args, **kwargs)
        calls.append(1)
        if len(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    setattr(ORCHARD, method, doomed)
"""
BRING = """
ama = Person.objects.create_user("ama@example.org", full_name="Ama")
lines = "".join(f"{rank:04};Arbre {rank}\\n" for rank in range(600))
actions.receive_file(
    dataset=ORCHARD, file_name="a.csv", content=("Code;Nom\\n" + lines).encode(), by=ama, now=now()
)
"""
AGREE = """
actions.confirm_run(ImportRun.objects.get(), by=Person.objects.get(full_name="Ama"), now=now())
"""
UNDO = """
undoing.undo_run(ImportRun.objects.get(), by=Person.objects.get(full_name="Ama"), now=now())
"""
LOOK = """
import json
run = ImportRun.objects.get()
print(json.dumps({
    "state": run.state,
    "staged": run.rows.count(),
    "written": run.rows.written().count(),
    "undone": run.rows.filter(undone=True).count(),
    "names": len(names()),
}))
"""
PROVE = """
import json
run = ImportRun.objects.get()
rows = list(run.rows.order_by("rank").values_list("rank", "line", "label", "applied_key"))
print(json.dumps([
    [row[:3] for row in map(list, rows)] == [[r + 1, r + 2, f"Arbre {r}"] for r in range(600)],
    len({row[3] for row in rows}),
    sorted(names()) == sorted(f"Arbre {r}" for r in range(600)),
]))
"""


def look(instance: Instance) -> dict:
    return json.loads(instance.python(SETUP + LOOK))


def kill_in(instance: Instance, method: str, *, call: int) -> dict:
    """Let a worker die in the middle of a batch, and look at what is left."""
    code = f"import django; django.setup()\n{SETUP}die_at({method!r}, {call})\nWorker().run()"
    assert instance.run("-c", code).returncode == -signal.SIGKILL
    return look(instance)


def finish(instance: Instance) -> dict:
    instance.python(f"{SETUP}import time; time.sleep(1.2); Worker().run(until_empty=True)")
    return look(instance)


@pytest.mark.django_db
def test_an_import_killed_at_every_stage_ends_as_if_nothing_had_happened(instance):
    instance.python(SETUP + BRING)
    cut = kill_in(instance, "find_existing", call=4)
    assert (cut["state"], cut["staged"]) == ("planning", 120)
    assert finish(instance) | {"undone": 0} == {
        "state": "planned", "staged": 600, "written": 0, "undone": 0, "names": 0
    }  # fmt: skip

    instance.python(SETUP + AGREE)
    cut = kill_in(instance, "create_many", call=5)
    assert (cut["state"], cut["written"], cut["names"]) == ("running", 160, 160)
    assert finish(instance)["state"] == "done"
    assert json.loads(instance.python(SETUP + PROVE)) == [True, 600, True]

    instance.python(SETUP + UNDO)
    cut = kill_in(instance, "remove_many", call=3)
    assert (cut["state"], cut["undone"], cut["names"]) == ("undoing", 80, 520)
    ended = finish(instance)
    assert (ended["state"], ended["names"], ended["undone"]) == ("undone", 0, 600)


APPLY = """
ORCHARD.pause = 0.05
try:
    applying.apply_run(ImportRun.objects.get())
except JobInterrupted:
    print("stopped")
"""


@pytest.mark.django_db
def test_two_processes_that_write_the_same_run_write_each_row_once(instance):
    instance.python(SETUP + BRING + "Worker().run(until_empty=True)")
    instance.python(SETUP + AGREE)
    code = f"import django; django.setup()\n{SETUP}{APPLY}"
    workers = [instance.start("-c", code) for _ in range(2)]
    told = [worker.communicate(timeout=180)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], told
    assert json.loads(instance.python(SETUP + PROVE)) == [True, 600, True]
    assert look(instance)["state"] == "done"
