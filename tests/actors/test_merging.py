"""Two sheets become one and two again, with all that every domain tied to them."""

import pytest
from django.utils import timezone

from terreau.actors.actions.merging import undo_merge
from terreau.actors.matching.choices import MergeChoices
from terreau.actors.models import OrganisationMatchKey
from terreau.actors.posture import Posture
from tests.actors.factories import make_person
from tests.actors.merging_factories import dump, make_twins, merge, tie_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia():
    """An administrator."""
    return Posture(make_person("Sofia Admin", is_staff=True))


def keys_held() -> set[tuple[int, int]]:
    return set(OrganisationMatchKey.objects.values_list("organisation_id", "key"))


def test_a_merger_undone_leaves_every_table_as_it_was(sofia):
    kept, absorbed = make_twins()
    tie_everything(kept, absorbed)
    before, keys = dump(), keys_held()
    done = merge(kept, absorbed, sofia, MergeChoices(taken=frozenset({"name", "description"})))
    assert dump() != before
    undo_merge(done, by=sofia, now=timezone.now())
    assert dump() == before
    assert keys_held() == keys
