"""Figures of a network: worked by hand, against slow counts, unmoved by names and order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terreau_engine.errors import OutOfScale, RepeatedName, UnevenColumns, UnknownName
from terreau_engine.network import brokerage, communities, metrics, read_network
from tests.engine.networks import (
    WORLDS,
    brokered,
    constraint,
    contacts,
    networks,
    only_around,
    pairs,
    pieces,
)

calm = settings(deadline=None, max_examples=60)  # a busy machine is not a fault
KITE = (["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])


def test_a_kite_worked_by_hand() -> None:
    """A triangle a–b–c, and d who hangs on c."""
    told = metrics(*KITE, worlds={"a": "asso", "b": "asso", "c": "firm", "d": "firm"})
    assert told.density == 4 / 6
    assert told.degrees.total.tolist() == [2, 2, 3, 1]
    assert told.degrees.centralisation == (1 + 1 + 0 + 2) / (3 * 2)
    assert told.betweenness.values.tolist() == [0, 0, 2, 0]
    assert told.betweenness.centralisation == pytest.approx(6 / 9)
    assert told.closeness.tolist() == pytest.approx([2.5 / 3, 2.5 / 3, 1, 2 / 3])
    assert told.structure.core.tolist() == [2, 2, 2, 1]
    assert told.structure.transitivity == pytest.approx(3 / 5)
    assert told.structure.bridges == (("c", "d"),)
    assert told.structure.cut_points == ("c",)
    assert told.holes.effective_size.tolist() == pytest.approx([1, 1, 3 - 2 / 3, 1])
    assert told.holes.efficiency.tolist() == pytest.approx([0.5, 0.5, 7 / 9, 1])
    assert told.holes.closed.tolist() == [1, 1, 1, 0]
    # a puts half of itself in b, and half in c; b gives half of that to c, and c a third to b. In
    # the circle of a alone, c has two ties and no more: a half to b.
    assert told.of("a").constraint == pytest.approx((1 / 2 + 1 / 6) ** 2 + (1 / 2 + 1 / 4) ** 2)
    assert told.of("a").constraint_ego == pytest.approx(2 * (1 / 2 + 1 / 4) ** 2)


def test_worlds_of_a_kite_worked_by_hand() -> None:
    told = metrics(*KITE, worlds={"a": "asso", "b": "asso", "c": "firm", "d": "firm"}).mixing
    assert told.worlds == ("asso", "firm")
    assert told.ties.tolist() == [[1, 2], [2, 1]]
    assert told.shares.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert told.ratio.tolist() == [[1, 1], [1, 1]]
    assert (told.internal, told.external, told.ei) == (2, 2, 0)
    # Of six pairs, two are inside a world: 1 − 2 × 2/6.
    assert told.ei_expected == pytest.approx(1 / 3)
    assert told.assortativity == pytest.approx(0)


def test_a_tie_to_an_unknown_world_counts_nowhere_in_the_mixing() -> None:
    told = metrics(*KITE, worlds={"a": "asso", "b": "asso", "c": "firm"}).mixing
    assert (told.unknown, told.internal, told.external) == (1, 1, 2)
    assert told.actors.tolist() == [2, 1]


@pytest.mark.parametrize("leaves", [2, 5, 40])
def test_a_star_has_centralisation_one(leaves: int) -> None:
    names = ["hub", *(f"leaf{n}" for n in range(leaves))]
    ties = [("hub", name) for name in names[1:]]
    told = metrics(names, ties)
    assert told.degrees.centralisation == 1
    assert told.betweenness.centralisation == 1
    outward = metrics(names, ties, directed=True).degrees
    assert outward.outward_centralisation == 1


def test_few_actors_have_no_figure_rather_than_a_wrong_one() -> None:
    nobody = metrics([], [], worlds={})
    assert nobody.density is None
    assert nobody.mixing.ei is None
    alone = metrics(["a"], [])
    assert alone.structure.sizes == (1,)
    two = metrics(["a", "b"], [("a", "b")])
    assert two.density == 1
    assert two.degrees.centralisation is None
    assert metrics(["a", "b", "c"], []).of("a").constraint is None


@calm
@given(networks())
def test_ei_is_one_less_twice_what_stays_inside(case) -> None:
    names, ties, worlds = case
    told = metrics(names, ties, worlds=worlds).mixing
    if told.ei is None:
        assert not pairs(ties)
    else:
        inside = np.trace(told.ties) / len(pairs(ties))
        assert told.ei == pytest.approx(1 - 2 * inside, abs=1e-12)


@calm
@given(networks())
def test_holes_equal_the_slow_count(case) -> None:
    names, ties, _ = case
    told, around = metrics(names, ties).holes, contacts(names, ties)
    for n, name in enumerate(names):
        own = around[name]
        if not own:
            assert np.isnan([told.constraint[n], told.constraint_ego[n]]).all()
            continue
        assert told.constraint[n] == pytest.approx(constraint(name, around), abs=1e-9)
        alone = constraint(name, only_around(name, around))
        assert told.constraint_ego[n] == pytest.approx(alone, abs=1e-9)
        closed = sum(1 for pair in pairs(ties) if pair <= own)
        assert told.closed[n] == closed
        assert told.effective_size[n] == pytest.approx(len(own) - 2 * closed / len(own))


@calm
@given(networks(), st.booleans())
def test_brokers_equal_the_slow_count(case, directed: bool) -> None:
    names, ties, worlds = case
    arcs = {tie for tie in ties if tie[0] != tie[1]}
    if not directed:
        arcs |= {(other, one) for one, other in arcs}
    told = brokerage(names, ties, worlds, directed=directed)
    known = brokered(arcs, worlds)
    assert told.counts.tolist() == [known[name] for name in names]


@calm
@given(networks(), st.randoms(use_true_random=False))
def test_relabelling_changes_nothing(case, luck) -> None:
    names, ties, worlds = case
    shuffled = [*names]
    luck.shuffle(shuffled)
    called = dict(zip(names, [f"x{name}" for name in shuffled], strict=True))
    other = {called[name]: worlds[name] for name in names}
    there = [(called[one], called[two]) for one, two in ties]
    luck.shuffle(there)
    first = metrics(names, ties, worlds=worlds)
    second = metrics(sorted(other), there, worlds=other)
    assert second.structure.sizes == first.structure.sizes
    assert second.mixing.ei == first.mixing.ei
    assert second.mixing.ties.tolist() == first.mixing.ties.tolist()
    for name in names:
        here, away = first.of(name), second.of(called[name])
        for field in ("degree", "core", "betweenness", "closeness", "constraint", "efficiency"):
            assert getattr(away, field) == pytest.approx(getattr(here, field), abs=1e-9)


@calm
@given(networks())
def test_pieces_are_those_walked(case) -> None:
    names, ties, _ = case
    told = metrics(names, ties).structure
    sizes = sorted((len(piece) for piece in pieces(names, ties)), reverse=True)
    assert list(told.sizes) == sizes
    for piece in pieces(names, ties):
        assert len({int(told.component[names.index(name)]) for name in piece}) == 1


def test_chance_says_when_worlds_keep_to_themselves() -> None:
    """Two cliques of eight, one world each, one tie between: no dealing at random does that."""
    names = [f"{side}{n}" for side in "ab" for n in range(8)]
    ties = [(x, y) for x in names for y in names if x < y and x[0] == y[0]] + [("a0", "b0")]
    told = metrics(names, ties, worlds={name: name[0] for name in names}).mixing
    assert told.ei < -0.9
    assert told.ei_p == pytest.approx(1 / 1000)
    assert told.p[0, 1] == pytest.approx(1 / 1000)


def test_communities_of_two_cliques() -> None:
    names = [f"{side}{n}" for side in "ab" for n in range(6)]
    ties = [(x, y) for x in names for y in names if x < y and x[0] == y[0]] + [("a0", "b0")]
    told = communities(names, ties)
    assert told.members() == (tuple(names[:6]), tuple(names[6:]))
    inside, ends = 30 / 31, 0.5
    assert told.modularity == pytest.approx(inside - 2 * ends**2)
    assert told.agreement == told.agreement_least == told.information == 1
    assert told.steadiness.tolist() == [1] * 12


@calm
@given(networks(least=2))
def test_communities_do_not_depend_on_luck(case) -> None:
    names, ties, _ = case
    first, second = communities(names, ties), communities(names, ties)
    assert first.labels.tolist() == second.labels.tolist()
    assert sum(first.sizes) == len(names)
    assert -1 <= first.agreement_least <= first.agreement <= 1


def test_an_actor_without_a_tie_is_alone_in_its_community() -> None:
    told = communities(["a", "b", "c"], [("a", "b")])
    assert told.members() == (("a", "b"), ("c",))
    assert communities(["a"], []).modularity is None


def test_a_sample_is_close_to_the_exact_betweenness_and_is_told_by_bands() -> None:
    dice = np.random.default_rng(3)
    names = [f"n{n}" for n in range(900)]
    ties = dice.integers(0, 900, (2500, 2))
    exact = metrics(names, ties, betweenness="exact").betweenness
    sampled = metrics(names, ties, betweenness="sampled").betweenness
    assert sampled.method == "sampled"
    assert sampled.centralisation is None
    best = set(np.argsort(-exact.values)[:50].tolist())
    assert len(best & set(np.argsort(-sampled.values)[:50].tolist())) >= 35
    assert sampled.values.sum() == pytest.approx(exact.values.sum(), rel=0.05)
    assert sorted(set(sampled.bands.tolist()) - {0}) == [10, 50, 100, 500, 1000]
    assert int((sampled.bands == 10).sum()) == 10


def test_many_ties_have_no_betweenness_unless_asked() -> None:
    dice = np.random.default_rng(4)
    names = [f"n{n}" for n in range(700)]
    told = metrics(names, dice.integers(0, 700, (25_000, 2)))
    assert told.betweenness is None
    assert told.closeness is None
    assert told.of("n1").betweenness is None


@pytest.mark.parametrize(
    ("nodes", "ties", "fault"),
    [
        (["a", "a"], [], RepeatedName),
        (["a"], [("a", "b")], UnknownName),
        (["a", "b"], [("a", "b", 0)], OutOfScale),
        (["a", "b"], [("a", "b", float("nan"))], OutOfScale),
        (["a", "b"], np.array([[0, 2]]), OutOfScale),
        (["a", "b"], np.array([[0, 1, 1]]), UnevenColumns),
    ],
)
def test_what_cannot_be_counted_is_refused(nodes, ties, fault) -> None:
    with pytest.raises(fault):
        read_network(nodes, ties)


def test_other_bad_questions_are_refused() -> None:
    with pytest.raises(UnknownName, match="no method"):
        metrics(*KITE, betweenness="guessed")
    with pytest.raises(UnknownName):
        metrics(*KITE).of("z")
    with pytest.raises(OutOfScale):
        communities(*KITE, resolution=0)


def test_directions_are_kept_and_both_ways_are_one_tie_when_there_is_none() -> None:
    arcs = [("a", "b"), ("b", "a"), ("b", "c", 2.5), ("b", "c")]
    directed = read_network(["a", "b", "c"], arcs, directed=True)
    assert (directed.ties, directed.repeated) == (3, 1)
    flat = directed.without_direction()
    assert flat.weights.tolist() == [2, 3.5]
    assert read_network(["a", "b", "c"], arcs).ties == 2
    assert metrics(["a", "b", "c"], arcs, directed=True).structure.reciprocity == 2 / 3


def test_worlds_are_in_order_of_name() -> None:
    told = metrics(["a", "b"], [("a", "b")], worlds={"a": WORLDS[2], "b": WORLDS[0]}).mixing
    assert told.worlds == (WORLDS[0], WORLDS[2])
