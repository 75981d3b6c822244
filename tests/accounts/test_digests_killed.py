"""`kill -9` in the middle of the digests: the others leave, and nobody receives one twice."""

import json
import signal
from collections import Counter

import pytest

from tests.instances import wait_until

PREPARE = """
import datetime
from django.utils import timezone
from terreau.accounts.models import DigestPreference, Person
from terreau.actors.models import Mandate, Organisation
long_ago = timezone.now() - datetime.timedelta(days=30)
club = Organisation.objects.create(name="Club", world="economic", is_public=True)
for n in range(30):
    person = Person.objects.create_user(f"p{n:02}@exemple.test", None, full_name=f"P {n}")
    Person.objects.update(joined_at=long_ago, last_login=long_ago)
    Mandate.objects.create(person=person, organisation=club, starts_on=long_ago.date())
    DigestPreference.objects.create(
        person=person, rhythm="daily", hour=0, quiet_from=0, quiet_until=0, changed_at=long_ago
    )
"""
WORK = """
import datetime
from django.conf import settings
settings.EMAIL_BACKEND = "tests.actors.mailboxes.SlowBackend"
from django.utils import timezone
from terreau.accounts.digest_sending import send_digests
now = timezone.now().replace(hour=12)
"""
LOOK = """
import json
from terreau.accounts.models import Digest
print(json.dumps([Digest.objects.filter(sent_at__isnull=False).count(),
    Digest.objects.filter(sent_at=None).count()]))
"""


@pytest.mark.django_db
def test_a_killed_worker_writes_to_nobody_twice(instance, monkeypatch):
    mailbox = instance.directory / "mailbox.jsonl"
    monkeypatch.setenv("SLOW_MAILBOX", str(mailbox))
    instance.python(PREPARE)
    worker = instance.start("-c", f"import django; django.setup()\n{WORK}send_digests(now)")
    wait_until(lambda: mailbox.exists() and len(mailbox.read_text().splitlines()) >= 5)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    sent, doubtful = json.loads(instance.python(LOOK))
    assert 5 <= sent + doubtful < 30
    instance.python(f"{WORK}send_digests(now); send_digests(now)")
    received = Counter(json.loads(line)["to"] for line in mailbox.read_text().splitlines())
    assert max(received.values()) == 1
    sent, doubtful = json.loads(instance.python(LOOK))
    assert (sent + doubtful, doubtful <= 1) == (30, True)
    assert len(received) >= 29
