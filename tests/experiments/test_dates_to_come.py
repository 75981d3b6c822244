"""What is told as done has a day that came; what was typed is kept and the sentence says why."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.experiments.models import Experiment, ExperimentEntry, Immersion, SmallStep
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in
from tests.experiments.factories import make_contribution, make_experiment, make_piece

pytestmark = pytest.mark.django_db
SENTENCE = "n’est pas encore venue"


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    return make_experiment(cast.alliance)


def later(days: int = 40) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def test_a_piece_does_not_arrive_tomorrow(client: Client, cast: Cast, experiment) -> None:
    piece = make_piece(experiment, quantity=3, unit="salles")
    row = make_contribution(piece, cast.ama.organisation, quantity=2)
    here = reverse("experiments:contribution-deliver", args=[experiment.uuid, row.uuid])
    sign_in(client, cast.ama)
    refused = client.post(here, {"delivered_on": later(1), "quantity": "2"})
    assert refused.status_code == 400
    assert SENTENCE in refused.text
    assert f'value="{later(1)}"' in refused.text
    row.refresh_from_db()
    assert row.state == "pledged"
    assert client.post(here, {"delivered_on": later(0), "quantity": "2"}).status_code == 302


def test_steps_pages_and_days_lived_have_come(client: Client, cast: Cast, experiment) -> None:
    make_contribution(make_piece(experiment), cast.ama.organisation)
    step = SmallStep.objects.create(experiment=experiment, what="Appeler", posture="Ama")
    sign_in(client, cast.bastien)
    told = [
        ("step-done", [step.uuid], {"done_on": later()}),
        ("entry-add", [], {"kind": "progress", "text": "Fait.", "happened_on": later()}),
        (
            "immersion-propose",
            [],
            {
                "visitor": cast.ama.organisation.pk,
                "host": cast.bastien.organisation.pk,
                "state": "done",
                "happens_on": later(),
            },
        ),
    ]
    for name, more, sent in told:
        page = client.post(reverse(f"experiments:{name}", args=[experiment.uuid, *more]), sent)
        assert SENTENCE in page.text, name
    step.refresh_from_db()
    assert step.done_on is None
    assert not ExperimentEntry.objects.exists()
    assert not Immersion.objects.exists()
    agreed = told[2][2] | {"state": "agreed"}
    client.post(reverse("experiments:immersion-propose", args=[experiment.uuid]), agreed)
    assert Immersion.objects.get().happens_on is not None


def test_a_year_that_runs_is_not_to_come(client: Client, cast: Cast, experiment) -> None:
    sign_in(client, cast.bastien)
    here = reverse("experiments:entry-add", args=[experiment.uuid])
    year = str(timezone.localdate().year)
    client.post(here, {"kind": "progress", "text": "Fait.", "happened_on": year})
    assert ExperimentEntry.objects.get().happened_on.text == year
