"""What is brought is worth what was said of it: cash and in kind apart, unknown is never 0."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from terreau.experiments.actions.contributions import (
    pledge_piece,
)
from terreau.experiments.models import Experiment, Piece
from terreau.experiments.puzzle_reading import read_puzzle, read_totals, with_puzzle
from tests.alliances.factories import Cast, make_cast
from tests.alliances.story_factories import sign_in
from tests.experiments.factories import (
    make_contribution,
    make_experiment,
    make_piece,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now
TODAY = datetime.date(2026, 5, 4)


@pytest.fixture
def cast() -> Cast:
    return make_cast(status="published")


@pytest.fixture
def experiment(cast: Cast) -> Experiment:
    return make_experiment(cast.alliance)


def page(name: str, experiment: Experiment, key) -> str:
    return reverse(f"experiments:{name}", args=[experiment.uuid, key])


def reading_of(piece: Piece):
    found = with_puzzle(Experiment.objects.filter(pk=piece.experiment_id)).get()
    return next(one for one in read_puzzle(found).pieces if one.piece.pk == piece.pk)


def test_cash_and_in_kind_never_add_up_and_say_their_base(client, cast, experiment) -> None:
    money = make_piece(experiment, "Repas", nature="financial", quantity=1000, unit="euros")
    hours = make_piece(experiment, "Temps", nature="human")
    make_contribution(money, cast.ama.organisation, "delivered", quantity=300)
    make_contribution(money, cast.bastien.organisation, quantity=200)
    make_contribution(
        hours, cast.fatou.organisation, value_eur=Decimal(900), value_method="heures × 30 €"
    )
    make_contribution(hours, cast.chloe.organisation)
    totals = read_totals(read_puzzle(with_puzzle(Experiment.objects.all()).get()))
    assert (totals.cash_brought, totals.cash_promised, totals.cash_rows) == (300, 200, 2)
    assert (totals.in_kind_value, totals.in_kind_valued, totals.in_kind_rows) == (900, 1, 2)
    detail = reverse("experiments:detail", args=[experiment.uuid])
    assert "Argent et apports" not in client.get(detail).text
    read = sign_in(client, cast.ama).get(detail).text
    assert "Base : 1 apport valorisé sur 2" in read
    assert "200 € de plus sont promis" in read


def test_money_of_which_nobody_said_the_amount_is_not_zero(client, cast, experiment) -> None:
    money = make_piece(experiment, "Des frais de recherche", nature="financial")
    make_contribution(money, cast.ama.organisation, "delivered")
    make_contribution(money, cast.bastien.organisation, quantity=200)
    totals = read_totals(read_puzzle(with_puzzle(Experiment.objects.all()).get()))
    assert (totals.cash_brought, totals.cash_promised, totals.cash_unmeasured) == (None, 200, 1)
    detail = reverse("experiments:detail", args=[experiment.uuid])
    read = sign_in(client, cast.ama).get(detail).text
    assert "0 €" not in read.replace("200 €", "")
    assert "1 apport en argent sans montant" in read


def test_a_value_says_its_method_and_money_has_none(client: Client, cast, experiment) -> None:
    hours = make_piece(experiment, "Temps", nature="human", quantity=10, unit="heures")
    sign_in(client, cast.ama)
    here = page("pledge", experiment, hours.uuid)
    read = client.post(here, {"quantity": "3", "value_eur": "90", "version": 1}).text
    assert "Dites comment cette valeur est calculée" in read
    money = make_piece(experiment, "Repas", nature="financial", quantity=100, unit="€")
    assert 'name="value_eur"' not in client.get(page("pledge", experiment, money.uuid)).text
    made = pledge_piece(money, {"value_eur": Decimal(5)}, by=cast.ama, now=NOW())
    assert made.value_eur is None
