"""A machine that stops in the middle of a loading leaves the figures as they were."""

import signal
from pathlib import Path

import pytest

from tests.territories.test_source_faults import FILOSOFI
from tests.territories.test_sources import EXTRACTS

FILE = EXTRACTS / FILOSOFI
KILLED = """
import os, signal, sys
from pathlib import Path
from django.utils import timezone
from terreau.territories.refreshing import keeping
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
write = keeping.write_many
def die_after(*args, **more):
    write(*args, **more)
    os.kill(os.getpid(), signal.SIGKILL)
keeping.write_many = die_after
refresh_indicators(file=Path(sys.argv[1]), wish=Wish(is_extract=True), now=timezone.now())
"""
LOAD = """
from pathlib import Path
from django.utils import timezone
from terreau.territories.loading import load_referential
from terreau.territories.refreshing.indicators import Wish, refresh_indicators
load_referential({"94"})
file = Path(FILE)
refresh_indicators(file=file, wish=Wish(is_extract=True), now=timezone.now())
"""
TELL = """
from terreau.territories.models import IndicatorSeries, ReferenceImport
series = IndicatorSeries.objects.get(indicator__slug="niveau-de-vie-median", year=2021)
print(series.digest, ReferenceImport.objects.count())
"""


@pytest.mark.django_db
def test_killed_in_the_middle_the_old_figures_are_there(instance, tmp_path: Path) -> None:
    instance.python(LOAD.replace("FILE", repr(str(FILE))))
    before = instance.python(TELL)
    other = tmp_path / FILOSOFI
    other.write_text(FILE.read_text().replace("27010", "99999"), encoding="utf-8")
    killed = instance.run("-c", KILLED, str(other))
    assert killed.returncode == -signal.SIGKILL, killed.stdout
    assert instance.python(TELL) == before
    instance.python(LOAD.replace("FILE", repr(str(other))))
    assert instance.python(TELL) != before, "the next loading is whole"
