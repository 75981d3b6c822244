"""Loading: whole or not at all, once, and only where it may."""

import signal

import pytest

from terreau.accounts.models import Person
from terreau.core.verdicts import Refused
from terreau.portal.demo.loading import is_demo_loaded, load_demo
from terreau.portal.demo.places import MissingTerritoriesError
from terreau.portal.demo.reading import read_facts
from tests.demo.factories import NOW, counts, make_named_territories

pytestmark = pytest.mark.django_db


class Told:
    """A progress that remembers what it was told."""

    def __init__(self):
        self.steps: list[tuple[int, int, str]] = []

    def advance(self, done: int, total: int, message: str = "") -> None:
        self.steps.append((done, total, message))


@pytest.fixture
def places(db):
    return make_named_territories()


def test_without_territories_it_says_what_to_load_and_writes_nothing():
    before = counts()
    with pytest.raises(MissingTerritoriesError, match="refresh-territories"):
        load_demo(now=NOW)
    assert counts() == before


def test_a_fault_in_the_middle_leaves_nothing(places):
    class Breaking(Told):
        def advance(self, done: int, total: int, message: str = "") -> None:
            super().advance(done, total, message)
            if done == total - 1:
                raise KeyboardInterrupt

    before = counts()
    with pytest.raises(KeyboardInterrupt):
        load_demo(now=NOW, progress=Breaking())
    assert counts() == before
    assert not is_demo_loaded()


def test_progress_is_told_to_the_end(places):
    told = Told()
    load_demo(now=NOW, progress=told)
    done, total, _message = told.steps[-1]
    assert done == total == len(told.steps)


def test_settings_of_production_refuse_the_public_password(places, settings):
    settings.TERREAU_DEMO_PASSWORD = ""
    with pytest.raises(Refused, match="usage réel"):
        load_demo(now=NOW)
    assert not Person.objects.exists()


def test_forced_in_production_it_draws_a_password_of_its_own(places, settings, client):
    settings.TERREAU_DEMO_PASSWORD = ""
    summary = load_demo(now=NOW, forced=True)
    passwords = {account.password for account in summary.accounts}
    assert len(passwords) == 1
    (password,) = passwords
    assert len(password) >= 16
    assert Person.objects.get(email="ama@exemple.test").check_password(password)
    assert load_demo(now=NOW, forced=True).accounts[0].password == ""


LOAD = """
from django.utils import timezone
from terreau.portal.demo.loading import load_demo, is_demo_loaded
from terreau.alliances.models import Alliance
from terreau.accounts.models import Person
class Slow:
    def advance(self, done, total, message=""):
        print("step", done, flush=True)
        time.sleep(PAUSE)
import time
"""


def test_killed_in_the_middle_then_run_again_it_is_complete(instance):
    instance.python(
        "from tests.demo.factories import make_named_territories; make_named_territories()"
    )
    slow = LOAD.replace("PAUSE", "0.2") + "load_demo(now=timezone.now(), progress=Slow())"
    process = instance.start("-c", f"import django; django.setup()\n{slow}")
    for line in process.stdout:
        if line.startswith("step 40"):
            break
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    look = "print(is_demo_loaded(), Person.objects.count(), Alliance.objects.count())"
    assert instance.python(LOAD.replace("PAUSE", "0") + look).split() == ["False", "0", "0"]
    again = LOAD.replace("PAUSE", "0") + "load_demo(now=timezone.now())\n" + look
    assert instance.python(again).split() == ["True", str(len(read_facts().people)), "4"]
