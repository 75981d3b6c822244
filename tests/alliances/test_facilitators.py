"""Who keeps the directory: staff and whoever facilitates an alliance today."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from terreau.actors.extensions import is_facilitator
from terreau.alliances.permissions import facilitates_an_alliance
from tests.actors.factories import make_person
from tests.alliances.factories import make_cast

pytestmark = pytest.mark.django_db


def test_a_facilitator_of_one_alliance_keeps_the_directory() -> None:
    cast = make_cast()
    assert is_facilitator(cast.bastien.person)
    assert not is_facilitator(cast.ama.person)
    assert not is_facilitator(AnonymousUser())
    assert is_facilitator(make_person(is_staff=True))


def test_the_right_ends_with_the_mandate() -> None:
    cast = make_cast()
    today = timezone.localdate()
    mandate = cast.bastien.mandate
    mandate.ends_on = today
    mandate.save()
    assert facilitates_an_alliance(cast.bastien.person, today)
    assert not facilitates_an_alliance(cast.bastien.person, today + datetime.timedelta(days=1))
