"""Twins: a distance that is one, families that explain themselves, guesses that hold."""

from dataclasses import replace
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import OutOfScale, RepeatedName, UnevenColumns, UnknownName
from terreau_engine.twins import (
    Indicator,
    IndicatorTable,
    Reading,
    Settings,
    Target,
    Typology,
    explain,
    find_twins,
    leave_one_out,
    prepare,
    stability,
    twins,
)
from terreau_engine.twins.frames import distance_blocks
from terreau_engine.twins.scaling import correlations, scale_of


def table(
    units: int = 60, width: int = 4, seed: int = 0, holes: float = 0.0, kinds: int = 0
) -> IndicatorTable:
    """Invent units; columns share a common cause, as real indicators do."""
    dice = np.random.default_rng(seed)
    cause = dice.normal(size=(units, 1))
    values = cause + dice.normal(size=(units, width))
    values[dice.random(values.shape) < holes] = np.nan
    return IndicatorTable(
        tuple(f"u{number:03}" for number in range(units)),
        tuple(Indicator(f"v{number}") for number in range(width)),
        values,
        tuple(f"k{number % kinds}" for number in range(units)) if kinds else (),
    )


def distances(of: IndicatorTable, choices: Settings | None = None) -> np.ndarray:
    """All distances, by the door that pages use."""
    frame = prepare(of)
    choices = replace(choices or Settings(), k=len(of.codes))
    found = np.full((len(of.codes),) * 2, np.inf)
    for place, code in enumerate(of.codes):
        for twin in find_twins(frame, code, choices).twins:
            found[place, frame.places[twin.code]] = twin.distance
    return found


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([0.0, 0.15]), st.sampled_from([0, 3]))
def test_the_distance_is_symmetric(seed: int, holes: float, kinds: int) -> None:
    of = table(20, 5, seed, holes, kinds)
    try:
        found = distances(of, Settings(least_shared=0.2))
    except OutOfScale:  # a unit of holes only
        return
    np.testing.assert_array_equal(found, found.T)


def test_the_same_figures_are_at_distance_zero() -> None:
    of = table()
    values = of.values.copy()
    values[7] = values[3]
    family = find_twins(prepare(replace(of, values=values)), "u003")
    assert family.twins[0].code == "u007"
    assert family.twins[0].distance == 0
    assert family.twins[0].apart == ()


def test_products_of_matrices_agree_with_the_exact_distances() -> None:
    of = table(80, 6, holes=0.1, kinds=2)
    frame, choices = prepare(of), Settings(k=80)
    [(_start, squares)] = distance_blocks(frame, np.arange(80), choices)
    for place in (0, 11, 40):
        try:
            family = find_twins(frame, of.codes[place], choices)
        except OutOfScale:
            continue
        for twin in family.twins:
            assert twin.distance == pytest.approx(
                np.sqrt(squares[place, frame.places[twin.code]]), abs=1e-5
            )


def test_the_same_question_has_the_same_answer_in_any_order() -> None:
    of = table(90, 4, kinds=3)
    turned = np.random.default_rng(5).permutation(90)
    other = IndicatorTable(
        tuple(of.codes[place] for place in turned),
        of.indicators,
        of.values[turned],
        tuple(of.kinds[place] for place in turned),
    )
    first, second = (find_twins(prepare(one), "u010") for one in (of, other))
    assert [twin.code for twin in first.twins] == [twin.code for twin in second.twins]
    held = [stability(prepare(of), "u010", first) for _again in range(2)]
    assert held[0] == held[1]


def test_units_do_not_matter() -> None:
    of = table()
    scaled = replace(of, values=of.values * [1000, 0.01, 3, 1] + [5, -8, 0, 1])
    first, second = (find_twins(prepare(one), "u010") for one in (of, scaled))
    assert [twin.code for twin in first.twins] == [twin.code for twin in second.twins]


def test_missing_values_are_not_zeros_and_little_knowledge_is_not_compared() -> None:
    of = table(40, 10)
    values = of.values.copy()
    values[1] = values[0]
    values[1, :2] = np.nan  # knows about 80 %
    values[2] = values[0]
    values[2, :5] = np.nan  # knows about half
    frame = prepare(replace(of, values=values))
    family = find_twins(frame, "u000", Settings(k=39))
    nearest = family.twins[0]
    assert (nearest.code, nearest.distance) == ("u001", 0)
    assert 0.7 < nearest.shared < 0.95
    assert "u002" not in [twin.code for twin in family.twins]
    with pytest.raises(OutOfScale, match="knows"):
        find_twins(frame, "u002")
    assert find_twins(frame, "u002", Settings(least_shared=0.3)).unknown == (
        "v0", "v1", "v2", "v3", "v4",
    )  # fmt: skip


def test_the_typology_is_a_weight_a_constraint_or_nothing() -> None:
    frame = prepare(table(60, 4, kinds=3))
    asked = {
        typology: find_twins(frame, "u000", Settings(typology=typology)) for typology in Typology
    }
    shares = {name: sum(twin.same_kind for twin in one.twins) for name, one in asked.items()}
    assert shares[Typology.CONSTRAINT] == 15
    assert shares[Typology.IGNORE] < shares[Typology.WEIGHT] <= 15
    assert asked[Typology.CONSTRAINT].compared == 19
    heavy = find_twins(frame, "u000", Settings(gap_of_kinds=1e6))
    assert [twin.code for twin in heavy.twins] == [
        twin.code for twin in asked[Typology.CONSTRAINT].twins
    ]


def test_neighbours_are_left_out_and_a_search_can_be_narrowed() -> None:
    frame = prepare(table())
    first = [twin.code for twin in find_twins(frame, "u000").twins]
    second = find_twins(frame, "u000", Settings(without=frozenset([first[0], "unknown"])))
    assert [twin.code for twin in second.twins][:14] == first[1:15]
    inside = frozenset(first[5:8])
    assert {
        twin.code for twin in find_twins(frame, "u000", Settings(within=inside)).twins
    } == inside


def test_weights_of_a_person_count() -> None:
    of = table()
    alone = Settings(weights={"v1": 0, "v2": 0, "v3": 0})
    nearest = find_twins(prepare(of), "u000", alone).twins[0].code
    gaps = np.abs(of.values[:, 0] - of.values[0, 0])
    gaps[0] = np.inf
    assert nearest == of.codes[int(gaps.argmin())]
    with pytest.raises(OutOfScale):
        find_twins(
            prepare(of), "u000", Settings(weights=dict.fromkeys(("v0", "v1", "v2", "v3"), 0))
        )


def test_a_notion_said_twice_weighs_as_one() -> None:
    of = table(200, 3)
    doubled = np.concatenate([of.values, of.values[:, :1]], axis=1)
    names = (Indicator("a", "size"), Indicator("b"), Indicator("c"), Indicator("a2", "size"))
    once = prepare(replace(of, indicators=(Indicator("a"), Indicator("b"), Indicator("c"))))
    twice = prepare(IndicatorTable(of.codes, names, doubled))
    assert twice.weights[0] + twice.weights[3] == pytest.approx(once.weights[0], abs=0.02)


def test_what_no_other_indicator_knows_of_weighs_less_and_a_constant_nothing() -> None:
    of = table(300, 4)
    values = of.values.copy()
    values[:, 2] = np.random.default_rng(9).normal(size=300)
    values[:, 3] = 4.0
    weights = prepare(replace(of, values=values)).weights
    assert weights[2] < weights[0]
    assert weights[3] == 0
    assert weights.sum() == pytest.approx(1)
    with pytest.raises(OutOfScale, match="varies"):
        prepare(replace(of, values=np.ones((300, 4))))


def test_a_free_perimeter_is_compared_with_the_units_of_the_table() -> None:
    of = table(60, 4, kinds=2)
    same = Target({f"v{v}": float(of.values[9, v]) for v in range(4)}, "k1")
    family = find_twins(prepare(of), same)
    assert (family.twins[0].code, family.twins[0].distance) == ("u009", 0)
    partial = find_twins(prepare(of), Target({**same.values, "v2": None}, "k1"))
    assert partial.unknown == ("v2",)
    with pytest.raises(UnknownName):
        find_twins(prepare(of), Target({"w": 1.0}))
    with pytest.raises(UnknownName):
        find_twins(prepare(of), "nowhere")


def test_the_explanation_adds_up_and_tells_the_direction() -> None:
    of = table()
    frame = prepare(of)
    told = explain(frame, "u000", "u030")
    assert sum(one.share for one in told) == pytest.approx(1)
    assert [one.share for one in told] == sorted((one.share for one in told), reverse=True)
    for one in told:
        v = int(one.indicator[1:])
        assert (one.gap > 0) == (of.values[30, v] > of.values[0, v])


def test_skewed_sizes_are_read_in_logarithms() -> None:
    sizes = np.exp(np.random.default_rng(1).normal(8, 1.5, 500))
    assert scale_of(sizes, Indicator("people"), Reading()).is_log
    assert not scale_of(sizes, Indicator("people", is_skewed=False), Reading()).is_log
    assert not scale_of(sizes - sizes.mean(), Indicator("change"), Reading()).is_log
    mostly_nothing = np.array([0.0] * 400 + [5.0] * 3)
    assert scale_of(mostly_nothing, Indicator("ports"), Reading()).spread > 0


def test_correlations_over_shared_rows_stay_possible() -> None:
    values = table(50, 6, holes=0.5).values
    found = correlations(values)
    assert np.linalg.eigvalsh(found).min() > -1e-9
    assert np.abs(found).max() <= 1 + 1e-9


def test_a_family_apart_is_steadier_than_one_in_the_crowd() -> None:
    dice = np.random.default_rng(3)
    crowd = dice.normal(size=(400, 4)) * 0.3
    apart = dice.normal(size=(6, 4)) * 0.02 + 6
    codes = tuple(f"u{number:03}" for number in range(406))
    indicators = tuple(Indicator(f"v{v}") for v in range(4))
    frame = prepare(IndicatorTable(codes, indicators, np.concatenate([crowd, apart])))
    choices = Settings(k=5)
    held = stability(frame, "u403", find_twins(frame, "u403", choices), choices)
    shaken = stability(frame, "u003", find_twins(frame, "u003", choices), choices)
    assert (held.index, held.word) == (1.0, "steady")
    assert shaken.index is not None
    assert shaken.index < 0.8
    assert shaken.index == pytest.approx(np.mean(shaken.kept))
    assert set(shaken.close).isdisjoint(
        twin.code for twin in find_twins(frame, "u003", choices).twins
    )


def test_nobody_to_compare_with_is_said() -> None:
    frame = prepare(table(10, 3))
    family = find_twins(frame, "u000", Settings(within=frozenset()))
    assert (family.twins, family.compared) == ((), 0)
    assert stability(frame, "u000", family).word == "empty"


def test_what_cannot_be_compared_is_refused() -> None:
    of = table(3, 2)
    with pytest.raises(UnevenColumns):
        replace(of, codes=("a", "b"))
    with pytest.raises(UnevenColumns):
        replace(of, kinds=("a",))
    with pytest.raises(RepeatedName):
        replace(of, codes=("a", "b", "a"))
    with pytest.raises(OutOfScale):
        replace(of, values=np.full((3, 2), np.inf))
    for wrong in ({"k": 0}, {"gap_of_kinds": -1}, {"least_shared": 0}, {"weights": {"v0": -1}}):
        with pytest.raises(OutOfScale):
            Settings(**wrong)
    with pytest.raises(OutOfScale):
        leave_one_out(table(10, 1))


def test_a_hidden_indicator_is_not_seen() -> None:
    noise = np.random.default_rng(2).normal(size=(300, 3))
    of = IndicatorTable(
        tuple(map(str, range(300))), tuple(Indicator(f"v{v}") for v in range(3)), noise
    )
    assert leave_one_out(of).mean < 0.05


def test_one_call_does_all() -> None:
    of = table()
    assert twins(of, "u004") == list(find_twins(prepare(of), "u004").twins)


def test_thirty_five_thousand_communes_answer_within_a_second() -> None:
    of = table(35_000, 60, holes=0.05, kinds=7)
    frame = prepare(of)
    assert frame.bytes < 10_000_000
    started = process_time()
    family = find_twins(frame, "u100", Settings(k=20))
    stability(frame, "u100", family, Settings(k=20))
    assert process_time() - started < 1
