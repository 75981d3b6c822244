"""`kill -9` in the middle of a campaign: it goes on, and nobody receives a message twice."""

import json
import signal
from collections import Counter

import pytest

from tests.instances import wait_until

PREPARE = """
from django.utils import timezone
from tests.actors.fresh_factories import launched, make_sheet, make_staff
sheets = [make_sheet(f"Structure {n}", email=f"s{n:02}@exemple.test") for n in range(40)]
launched(make_staff(email="bastien@exemple.test"), sheets)
from terreau.core.models import Job
from django_tasks_db.models import DBTaskResult
Job.objects.update(run_after=timezone.now())
DBTaskResult.objects.update(run_after=timezone.now())
"""
WORK = """
from django.conf import settings
settings.EMAIL_BACKEND = "tests.actors.mailboxes.SlowBackend"
import time
from terreau.core.jobs.worker import Worker
"""
LOOK = """
import json
from django.db.models import F
from terreau.actors.models import CampaignTarget
rows = CampaignTarget.objects
print(json.dumps([rows.filter(sent_count=1).count(),
    rows.filter(claimed_count=1, sent_count=0).count(), rows.filter(claimed_count=0).count()]))
"""


@pytest.mark.django_db
def test_a_killed_campaign_resumes_without_writing_twice(instance, monkeypatch):
    mailbox = instance.directory / "mailbox.jsonl"
    monkeypatch.setenv("SLOW_MAILBOX", str(mailbox))
    instance.python(PREPARE)
    worker = instance.start("-c", f"import django; django.setup()\n{WORK}Worker().run()")
    wait_until(lambda: mailbox.exists() and len(mailbox.read_text().splitlines()) >= 5)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    sent, doubtful, waiting = json.loads(instance.python(LOOK))
    assert sent + doubtful >= 5
    assert waiting > 0
    instance.python(f"{WORK}time.sleep(1.2); Worker().run(until_empty=True)")
    lines = mailbox.read_text().splitlines()
    received = Counter(json.loads(line)["to"] for line in lines)
    assert max(received.values()) == 1
    sent, doubtful, waiting = json.loads(instance.python(LOOK))
    assert (sent + doubtful, waiting) == (40, 0)
    assert doubtful <= 1
    assert len(received) >= 39
