"""What becomes of an alliance when two sheets of its members are merged."""

import pytest

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.alliances.faults import find_count_faults
from terreau.alliances.models import Alliance
from terreau.core.verdicts import Refused
from tests.actors.factories import make_organisation, make_person, make_speaker
from tests.actors.merging_factories import merge
from tests.alliances.factories import add_facilitator, make_alliance

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia():
    """An administrator."""
    return Posture(make_person("Sofia Admin", is_staff=True))


@pytest.fixture
def alliance():
    """Published by the club and the town."""
    made = make_alliance()
    for name, world in (("Club Gravelle", "economic"), ("Ville", "public")):
        add_facilitator(made, make_speaker(f"Personne de {name}", name, world=world))
    Alliance.objects.filter(pk=made.pk).update(status="published")
    return made


def test_a_merger_that_leaves_two_worlds_keeps_the_counts_true(alliance, sofia):
    club = Organisation.objects.get(name="Club Gravelle")
    merge(make_organisation("Club de Gravelle"), club, sofia)
    alliance.refresh_from_db()
    assert (alliance.status, alliance.facilitator_world_count) == ("published", 2)
    assert list(find_count_faults()) == []


def test_a_merger_that_would_leave_one_world_is_refused(alliance, sofia):
    club, town = (Organisation.objects.get(name=name) for name in ("Club Gravelle", "Ville"))
    with pytest.raises(Refused, match="deux mondes"):
        merge(club, town, sofia)
    town.refresh_from_db()
    alliance.refresh_from_db()
    assert (town.merged_into, alliance.status) == (None, "published")
