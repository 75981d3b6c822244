"""What the directory waits for, in « À faire »: sheets to verify, changes to read."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from terreau.actors.models import Organisation, SheetReview
from terreau.portal.waiting import count_waiting, waiting_for
from tests.portal.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "waits"), [(None, 1), (364, 0), (365, 1), (900, 1)])
def test_a_mandated_person_is_asked_once_the_sheet_is_a_year_old(days, waits):
    ama, club = make_person(), make_organisation()
    make_mandate(ama, club)
    today = timezone.localdate()
    on = None if days is None else today - datetime.timedelta(days=days)
    Organisation.objects.filter(pk=club.pk).update(confirmed_on=on)
    assert count_waiting(ama, today=today) == waiting_for(ama, today=today).count == waits
    assert count_waiting(make_person("Chloé"), today=today) == 0


def test_a_closed_sheet_and_a_past_mandate_ask_nothing():
    ama, today = make_person(), timezone.localdate()
    closed = make_organisation("Fermée", confirmed_on=None, lifecycle="closed")
    make_mandate(ama, closed)
    past = make_organisation("Passée", confirmed_on=None)
    make_mandate(ama, past, ends_on=today - datetime.timedelta(days=1))
    assert count_waiting(ama, today=today) == waiting_for(ama, today=today).count == 0


def test_changes_of_one_s_own_links_are_one_thing_to_read(client: Client):
    bastien, today = make_person("Bastien"), timezone.localdate()
    club = make_organisation()
    for _number in range(3):
        SheetReview.objects.create(
            organisation=club, kind="confirm", author="la structure", at=timezone.now(),
            asked_by=bastien,
        )  # fmt: skip
    assert count_waiting(bastien, today=today) == waiting_for(bastien, today=today).count == 1
    client.force_login(bastien)
    assert "3 changements à relire" in client.get("/a-faire/").content.decode()
    SheetReview.objects.update(seen_at=timezone.now())
    assert count_waiting(bastien, today=today) == 0
