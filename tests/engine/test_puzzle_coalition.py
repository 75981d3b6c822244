"""The coalition: the best of all sets of actors, whoever is named first."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.puzzle_set import MADE_UP, make_puzzle
from terreau_engine.puzzle import (
    ActorOffers,
    CoalitionOptions,
    Piece,
    SharedLine,
    coalition,
)
from tests.engine.puzzle_brute import best_by_trying, missing

WORLDS = ["public", "economic", "general_interest", ""]
calm = settings(deadline=None, max_examples=12)  # a busy machine is not a fault


@st.composite
def small_puzzles(draw):
    unit = draw(st.sampled_from(["", "h"]))
    pieces = [
        Piece(f"p{number}", draw(st.integers(1, 6)), unit if number else "", draw(st.booleans()))
        for number in range(draw(st.integers(1, 4)))
    ]
    names = [piece.id for piece in pieces]
    offers = []
    for number in range(draw(st.integers(1, 6))):
        brings = draw(
            st.dictionaries(st.sampled_from(names), st.integers(1, 6).map(float), min_size=1)
        )
        lines = ()
        if len(brings) > 1 and draw(st.booleans()):
            lines = (SharedLine(frozenset(brings), max(brings.values())),)
        offers.append(
            ActorOffers(
                f"a{number}",
                draw(st.sampled_from(WORLDS)),
                brings,
                capacity=draw(st.none() | st.integers(1, 6).map(float)),
                trust=draw(st.sampled_from([0.0, 0.5, 1.0])),
                distance=draw(st.sampled_from([0.0, 0.25, 1.0])),
                shared_lines=lines,
            )
        )
    options = CoalitionOptions(
        trust_weight=draw(st.sampled_from([0.0, 0.7])),
        distance_weight=draw(st.sampled_from([0.0, 0.3])),
        largest_world_share=draw(st.sampled_from([None, 0.5, 0.6])),
        largest_actor_share=draw(st.sampled_from([None, 0.35, 0.6])),
        required_worlds=draw(st.sampled_from([(), ("public",), ("public", "economic")])),
        no_single_point=draw(st.booleans()),
        most_actors=draw(st.sampled_from([None, None, 3])),
        alternatives=1,
        gap=0.0,
    )
    return pieces, offers, options


@given(small_puzzles())
@calm
def test_no_set_of_actors_is_better(puzzle):
    pieces, offers, options = puzzle
    best, sets = best_by_trying(pieces, offers, options)
    found = coalition(pieces, offers, options=options)
    if best is None or sets == [()]:
        assert found.status == "infeasible"
        assert found.members == ()
        return
    by_name = {actor.id: actor for actor in offers}
    members = [by_name[name] for name in found.names]
    assert missing(pieces, members, options) == pytest.approx(best[0], abs=1e-3)
    assert found.cost == pytest.approx(best[1], abs=1e-6)
    assert found.names in sets
    assert found.status == "optimal"
    assert found.bound <= found.objective + 1e-9 <= found.greedy_objective + 1e-6


@given(small_puzzles(), st.randoms(use_true_random=False))
@calm
def test_the_order_of_the_actors_changes_nothing(puzzle, dice):
    pieces, offers, options = puzzle
    shuffled = offers.copy()
    dice.shuffle(shuffled)
    assert coalition(pieces, shuffled, options=options) == coalition(
        pieces, offers, options=options
    )


@given(small_puzzles())
@calm
def test_what_is_given_respects_what_is_offered(puzzle):
    pieces, offers, options = puzzle
    found = coalition(pieces, offers, options=options)
    by_name = {actor.id: actor for actor in offers}
    filled = dict.fromkeys((piece.id for piece in pieces), 0.0)
    for member in found.members:
        actor = by_name[member.actor]
        given_ = {share.piece: share.amount for share in member.shares}
        for piece, amount in given_.items():
            assert amount <= actor.brings[piece] + 1e-6
            filled[piece] += amount
        for line in actor.shared_lines:
            assert sum(given_.get(piece, 0.0) for piece in line.pieces) <= line.amount + 1e-5
        if options.largest_actor_share:
            assert member.part <= options.largest_actor_share + 1e-6
    for piece in found.pieces:
        assert piece.brought == pytest.approx(filled[piece.piece], abs=1e-6)
        if found.members:
            assert piece.brought + piece.missing == pytest.approx(piece.needed, abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_twelve_actors_by_trying(seed):
    pieces, offers = make_puzzle(12, 5, seed, tight=0.0)
    options = replace(MADE_UP, largest_actor_share=None, gap=0.0)
    best, sets = best_by_trying(pieces, offers, options)
    found = coalition(pieces, offers, options=options)
    assert found.names in sets
    assert found.cost == pytest.approx(best[1])


def test_hundred_actors_are_solved_and_better_than_greedy():
    pieces, offers = make_puzzle(60, 10, 4)
    found = coalition(pieces, offers, options=MADE_UP, time_limit_s=60)
    assert found.status == "optimal"
    assert found.gap <= MADE_UP.gap + 1e-9
    assert found.bound <= found.objective <= found.greedy_objective
    shuffled = offers.copy()
    random.Random(1).shuffle(shuffled)
    assert coalition(pieces, shuffled, options=MADE_UP, time_limit_s=60) == found
