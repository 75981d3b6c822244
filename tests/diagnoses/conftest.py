"""A ground whose diagnosis was frozen, and its file; a module may have a ground of its own."""

import pytest

from terreau.diagnoses import gathering
from tests.diagnoses.crossing_factories import as_one, felt, make_ground, make_snapshot
from tests.diagnoses.snapshot_files import taken_out
from tests.partnerships.factories import of_cast


@pytest.fixture
def ground(monkeypatch):
    made = make_ground(status="published")
    monkeypatch.setattr(gathering, "perceived_by_item", lambda alliance: [felt(made.housing)])
    of_cast(made.cast, domains=list(made.housing.domains.all()))
    return made


@pytest.fixture
def snapshot(ground):
    return make_snapshot(ground)


@pytest.fixture
def file(ground, snapshot) -> bytes:
    """The file of the snapshot, as its page gives it."""
    return taken_out(as_one(ground.cast.bastien), snapshot)
