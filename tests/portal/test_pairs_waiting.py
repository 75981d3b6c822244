"""A merger that waits for the accord of an organisation stands in « À faire » of its people."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.actors.models import DuplicatePair
from terreau.core.journal import records_of
from terreau.portal.waiting import count_waiting, waiting_for
from tests.portal.factories import make_mandate, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    return make_person("Inès")


@pytest.fixture
def pair(ines) -> DuplicatePair:
    first = make_organisation("Club du Val", confirmed_on=timezone.localdate())
    second = make_organisation("Club du Val de Marne", confirmed_on=timezone.localdate())
    make_mandate(ines, second)
    return DuplicatePair.objects.create(
        first=first, second=second, score=0.9, found_at=timezone.now()
    )


@pytest.fixture
def keeper(monkeypatch):
    """A catalyseur, who keeps the directory without administering the instance."""
    bastien = make_person("Bastien")
    rules = [lambda person, _day: person.pk == bastien.pk]
    monkeypatch.setattr("terreau.actors.extensions._facilitator_rules", rules)
    return bastien


def waits(person) -> int:
    today = timezone.localdate()
    counted = count_waiting(person, today=today)
    assert counted == waiting_for(person, today=today).count
    return counted


def test_a_pair_waits_from_the_question_to_the_accord(client: Client, pair, ines, keeper):
    assert waits(ines) == 0
    client.force_login(keeper)
    page = client.get(reverse("actors:compare", args=[pair.pk])).content.decode()
    assert "Demander leur accord" in page
    assert client.post(reverse("actors:ask_accord", args=[pair.pk])).status_code == 302
    page = client.get(reverse("actors:compare", args=[pair.pk])).content.decode()
    assert "Accord demandé le" in page
    assert "Demander leur accord" not in page
    assert (waits(ines), waits(keeper), waits(make_person("Chloé"))) == (1, 0, 0)
    told = str(records_of(f"organisation:{pair.second.uuid}").first().sentence)
    assert "a demandé un accord" in told
    client.force_login(ines)
    shown = client.get("/a-faire/").content.decode()
    assert "« Club du Val » et « Club du Val de Marne » sont la même organisation" in shown
    assert reverse("actors:compare", args=[pair.pk]) in shown
    assert client.post(reverse("actors:agree", args=[pair.pk])).status_code == 302
    assert waits(ines) == 0


def test_two_organisations_and_an_ended_mandate_wait_no_more(client: Client, pair, ines):
    DuplicatePair.objects.update(asked_at=timezone.now())
    assert waits(ines) == 1
    ines.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert waits(ines) == 0
    ines.mandates.update(ends_on=None)
    client.force_login(ines)
    assert client.post(reverse("actors:distinct", args=[pair.pk])).status_code == 302
    assert waits(ines) == 0


def test_only_who_keeps_the_directory_asks_and_only_somebody(client: Client, pair, ines, keeper):
    address = reverse("actors:ask_accord", args=[pair.pk])
    client.force_login(ines)
    assert client.post(address).status_code == 403
    ines.mandates.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    client.force_login(keeper)
    assert client.post(address).status_code == 403
    pair.refresh_from_db()
    assert pair.asked_at is None
