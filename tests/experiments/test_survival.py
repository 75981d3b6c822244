"""How long they last: those that go on are neither forgotten nor taken for stopped (I2, T15)."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.core.partial_dates import PartialDate
from terreau.experiments.bridge.survival import view_survival
from terreau.experiments.models import Experiment
from tests.alliances.factories import make_alliance
from tests.alliances.story_factories import queries_of
from tests.experiments.factories import make_decision, make_experiment

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 7, 1)
PAGE = reverse("experiments:survival")


def trial(state: str, starts_on: str, ends_on: str = "") -> Experiment:
    return make_experiment(
        None,
        state=state,
        starts_on=PartialDate(starts_on) if starts_on else "",
        ends_on=PartialDate(ends_on) if ends_on else "",
    )


def test_by_hand_at_one_three_and_five_years() -> None:
    for _ in range(4):
        trial("sustained", "2020-07-01")
    trial("running", "2024-07-01")
    trial("stopped", "2020-07-01", "2022-07-01")
    stopped = trial("stopped", "2021-07-01")
    make_decision(stopped, "stop", decided_on=PartialDate("2025-07-01"))
    view = view_survival(Experiment.objects.all(), today=TODAY)
    one, three, five = view.at_years
    assert (one.base, one.survival) == (7, 1.0)
    # at two years one of seven stops (the one still running is seen exactly so long)
    assert three.base == 5
    assert three.survival == pytest.approx(6 / 7, abs=1e-6)
    assert (five.base, five.survival) == (4, None)
    assert (view.curve.ended, view.curve.censored) == (2, 5)


def test_what_has_not_begun_or_has_no_day_is_out_and_said(client: Client) -> None:
    for _ in range(5):
        trial("running", "2020")
    trial("idea", "")
    trial("running", "")
    trial("stopped", "2020")
    view = view_survival(Experiment.objects.all(), today=TODAY)
    assert (view.curve.count, view.not_begun, view.undated, view.afterwards) == (5, 1, 2, 5)
    read = client.get(PAGE).text
    assert "2 n’ont pas de date" in read
    assert "5 fiches ont été écrites plus d’un an après" in read


def test_fewer_than_five_are_not_shown(client: Client) -> None:
    for _ in range(4):
        trial("running", "2020")
    hidden = make_experiment(make_alliance("Cachée"), state="running", is_public=False)
    Experiment.objects.filter(pk=hidden.pk).update(starts_on="2020")
    assert "Moins de cinq expérimentations" in client.get(PAGE).text
    trial("stopped", "2020", "2022")
    read = client.get(PAGE).text
    assert "Base : 5 expérimentations commencées et datées, dont 1 arrêtées" in read
    assert "intervalle à 95 %" in read


def test_the_page_does_not_grow(client: Client) -> None:
    for _ in range(5):
        trial("running", "2020")
    before = queries_of(client, PAGE)
    for _ in range(5):
        trial("stopped", "2019", str(timezone.localdate().year - 1))
    assert queries_of(client, PAGE) == before <= 12
