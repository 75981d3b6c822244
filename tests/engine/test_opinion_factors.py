"""The factor model: it climbs, it ends at a summit, and nothing makes it overflow."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.opinion import Votes
from terreau_engine.opinion.factor_fit import (
    FactorModel,
    first_belief,
    fit_factors,
    height,
    place_people,
)
from terreau_engine.opinion.factor_steps import (
    Belief,
    look,
    move_people,
    people_curve,
    read_sheet,
    statements_curve,
)
from terreau_engine.opinion.factors import agreement_floor, fit_light
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.samples import keep_people, sample_people

calm = settings(deadline=None, max_examples=40)
tables = st.lists(
    st.lists(st.sampled_from([1, 0, -1, None]), min_size=4, max_size=4), min_size=1, max_size=8
)


def cells_of(table):
    found = [
        (i, j, value)
        for i, row in enumerate(table)
        for j, value in enumerate(row)
        if value in (-1, 0, 1)
    ]
    rows, columns, values = zip(*found, strict=True) if found else ((), (), ())
    return Cells(np.array(rows, np.int32), np.array(columns, np.int32), np.array(values, np.int8))


def simulated(people=60, statements=12, seed=3):
    """Two camps, half of the statements divide them; a third of the votes is missing."""
    dice = np.random.default_rng(seed)
    camp = np.where(np.arange(people) % 2, 1.0, -1.0)
    divides = np.arange(statements) % 2 == 1
    pull = np.where(divides, 2.5 * camp[:, None], 2.0)
    said = np.where(dice.random(pull.shape) < 1 / (1 + np.exp(-pull)), 1, -1)
    said[dice.random(pull.shape) < 0.1] = 0
    return cells_of(np.where(dice.random(pull.shape) < 0.33, 9, said).tolist()), camp


def fit(cells, people, statements, **options):
    return fit_factors(*cells, people=people, statements=statements, **options)


def sheet_and_state(rank=2):
    cells, _ = simulated(people=15, statements=6)
    sheet = read_sheet(*cells, (15, 6))
    belief = first_belief(sheet, rank, 0.6)
    dice = np.random.default_rng(1)
    places = dice.normal(size=(15, 2 + rank))
    loadings = belief.loading_mean + dice.normal(size=(6, 2, 3 + rank)) * 0.5
    return sheet, belief, places, loadings


def second_differences(function, start, step=1e-4):
    size = len(start)
    unit = np.eye(size) * step
    return np.array(
        [
            [
                (
                    function(start + unit[i] + unit[j])
                    - function(start + unit[i] - unit[j])
                    - function(start - unit[i] + unit[j])
                    + function(start - unit[i] - unit[j])
                )
                / (4 * step**2)
                for j in range(size)
            ]
            for i in range(size)
        ]
    )


def test_the_curvature_of_a_person_is_the_second_difference():
    sheet, belief, places, loadings = sheet_and_state()
    curve = people_curve(sheet, look(sheet, places, loadings), belief)[4]

    def at(place):
        moved = places.copy()
        moved[4] = place
        return height(sheet, look(sheet, moved, loadings), belief)

    np.testing.assert_allclose(second_differences(at, places[4]), -curve, atol=1e-4)
    assert np.linalg.eigvalsh(curve).min() > 0


def test_the_curvature_of_a_statement_is_the_second_difference():
    sheet, belief, places, loadings = sheet_and_state(rank=1)
    curve = statements_curve(sheet, look(sheet, places, loadings), belief)[2]

    def at(flat):
        moved = loadings.copy()
        moved[2] = flat.reshape(moved[2].shape)
        return height(sheet, look(sheet, places, moved), belief)

    found = second_differences(at, loadings[2].ravel())
    np.testing.assert_allclose(found, -curve, atol=1e-4)
    assert np.linalg.eigvalsh(curve).min() > 0


def test_many_sweeps_end_where_no_direction_goes_up():
    cells, _ = simulated(people=15, statements=6)
    model = fit(cells, 15, 6, rank=1, sweeps=400)
    sheet = read_sheet(*cells, (15, 6))
    top = height(sheet, look(sheet, model.places, model.loadings), model.belief)
    dice = np.random.default_rng(0)
    for _ in range(40):
        around = model.places + dice.normal(size=model.places.shape) * 1e-3
        other = model.loadings + dice.normal(size=model.loadings.shape) * 1e-3
        assert height(sheet, look(sheet, around, other), model.belief) < top


@calm
@given(tables, st.integers(0, 3), st.integers(1, 3))
def test_no_half_sweep_goes_down(table, seed, rank):
    model = fit(cells_of(table), len(table), 4, rank=rank, seed=seed)
    for before, after in model.heights:
        assert after >= before - 1e-6 * (1 + abs(before))


def test_a_step_that_would_go_down_is_halved():
    # With a flat belief and separated answers Newton's whole step overshoots: it must not.
    cells = cells_of([[1, 1, 1, -1]] * 3 + [[-1, -1, -1, 1]] * 3)
    sheet = read_sheet(*cells, (6, 4))
    first = first_belief(sheet, 1, 0.6)
    belief = Belief(first.loading_mean, first.loading_precision, np.full(3, 1e-6))
    dice = np.random.default_rng(5)
    point = look(sheet, dice.normal(size=(6, 3)) * 4, np.tile(first.loading_mean, (4, 1, 1)) * 3)
    for _ in range(30):
        new, _ = move_people(sheet, point, belief)
        assert height(sheet, new, belief) >= height(sheet, point, belief) - 1e-6
        assert np.linalg.norm(new.places - point.places, axis=1).max() <= 2 + 1e-9
        point = new


def test_two_camps_are_found_and_a_stranger_stays_in_the_middle():
    cells, camp = simulated()
    model = fit(cells, 61, 12, rank=1)
    opinion = model.places[:60, 2]
    right = (np.sign(opinion) == camp).mean()
    assert max(right, 1 - right) > 0.9
    assert model.places[60].tolist() == [0, 0, 0]
    assert np.allclose(np.linalg.inv(model.place_curves[60])[2, 2], 1.0)


def test_places_found_with_the_statements_known_are_those_of_the_fit():
    cells, _ = simulated()
    model = fit(cells, 60, 12, rank=1, sweeps=200)
    placed = place_people(model, read_sheet(*cells, (60, 12)), steps=40)
    np.testing.assert_allclose(placed, model.places, atol=1e-3)


def test_style_is_read_from_the_conversation():
    # Half of the people pass on everything, half never do: engagement differs very much.
    loud = cells_of([[1, -1] * 10] * 20 + [[0] * 20] * 20)
    quiet = cells_of([[1, -1, 0, 1] * 5] * 40)
    wide = fit(loud, 40, 20).belief.place_precision
    narrow = fit(quiet, 40, 20).belief.place_precision
    assert 1 / wide[0] > 0.7**2 > 1 / narrow[0]
    assert narrow[2:].tolist() == [1.0, 1.0]


@calm
@given(tables)
def test_everything_stays_finite_and_within_bounds(table):
    model = fit(cells_of(table), len(table), 4, sweeps=5)
    floor = agreement_floor(model)
    assert np.isfinite(model.places).all()
    assert np.isfinite(model.loadings).all()
    assert (floor.low >= 0).all()
    assert (floor.low <= floor.share).all()
    assert (floor.share <= floor.high).all()
    assert (floor.high <= 1).all()


@pytest.mark.parametrize("said", [1, -1, 0])
def test_unanimity_stays_finite(said):
    model = fit(cells_of([[said] * 10] * 300), 300, 10, sweeps=40)
    assert np.isfinite(model.places).all()
    assert np.abs(model.loadings).max() < 30
    floor = agreement_floor(model)
    if said == 1:
        assert floor.share.min() > 0.98
    else:
        assert floor.share.max() < 0.05


@pytest.mark.parametrize(("people", "statements"), [(0, 0), (0, 3), (1, 0), (3, 2)])
def test_nothing_said_is_no_accident(people, statements):
    model = fit(cells_of([]), people, statements)
    floor = agreement_floor(model)
    assert model.places.shape == (people, 4)
    assert model.loadings.shape == (statements, 2, 5)
    assert floor.base == people
    assert floor.share.shape == (statements,)
    if people:
        np.testing.assert_allclose(floor.share, 1 / 3)


def test_the_floor_by_hand():
    # Six people on one line, agree against pass only: P(agree) = σ(their place), P20 = the second.
    places = np.array([[0, 0, x] for x in (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0)])
    loadings = np.array([[[0.0, 0, 0, 1.0], [-50.0, 0, 0, 0]]])
    belief = Belief(np.zeros((2, 4)), np.ones((2, 4)), np.ones(3))
    sure = np.eye(8)[None] * 1e12
    model = FactorModel(places, np.eye(3)[None].repeat(6, 0), loadings, sure, belief, ())
    floor = agreement_floor(model)
    assert floor.share[0] == pytest.approx(1 / (1 + np.e))
    # Ranks 0.2 ± 1.96·√(0.16/6) = −0.12 and 0.52: the lowest person, and a tenth past the middle.
    assert floor.low[0] == pytest.approx(1 / (1 + np.exp(2)), abs=1e-4)
    spot = 5 * (0.2 + 1.959964 * np.sqrt(0.16 / 6)) - 2
    assert floor.high[0] == pytest.approx(0.5 + spot * (1 / (1 + np.exp(-1)) - 0.5), abs=1e-4)
    vague = agreement_floor(replace(model, loading_curves=np.eye(8)[None] * 4.0))
    assert vague.low[0] < floor.low[0]
    assert vague.high[0] > floor.high[0]


def test_what_unites_has_a_higher_floor_than_what_divides():
    cells, _ = simulated(people=120, statements=12)
    plain = fit_light(cells, participants=[str(i) for i in range(120)], statements=12)
    floor = agreement_floor(plain.model)
    assert floor.share[::2].min() > floor.share[1::2].max()
    assert floor.base == 120


def test_the_sample_follows_names_not_arrivals():
    rows = np.repeat(np.arange(200, dtype=np.int32), 10)
    names = [f"p{i}" for i in range(200)]
    taken = sample_people(rows, names, 500)
    assert len(taken) == 50
    assert (np.diff(taken) > 0).all()
    backwards = sample_people(rows, names[::-1], 500)
    assert {names[i] for i in taken} == {names[::-1][i] for i in backwards}
    more = sample_people(np.repeat(np.arange(201, dtype=np.int32), 10), [*names, "late"], 500)
    kept = {names[i] for i in taken} & {[*names, "late"][i] for i in more}
    assert len(kept) >= 49


def test_a_person_of_too_many_votes_is_still_one_person():
    assert len(sample_people(np.zeros(50, np.int32), ["a"], 10)) == 1
    assert sample_people(np.zeros(0, np.int32), [], 10).tolist() == []


def test_kept_people_keep_their_votes():
    cells = cells_of([[1, None, 0, -1], [0, 0, 0, 0], [None, 1, None, None]])
    rows, columns, values = keep_people(cells, np.array([0, 2], np.int32), 3)
    assert rows.tolist() == [0, 0, 0, 1]
    assert columns.tolist() == [0, 2, 3, 1]
    assert values.tolist() == [1, 0, -1, 1]


def test_twenty_shuffles_of_the_same_votes_give_the_same_bits():
    (rows, columns, values), _ = simulated(people=30, statements=8)
    first = None
    for seed in range(20):
        order = np.random.default_rng(seed).permutation(len(values))
        votes = Votes.from_records(
            [str(i) for i in rows[order]], [str(j) for j in columns[order]], values[order]
        )
        light = fit_light(
            votes.cells(), participants=votes.participants, statements=len(votes.statements)
        )
        bits = light.model.loadings.tobytes() + agreement_floor(light.model).low.tobytes()
        first = first or bits
        assert bits == first
