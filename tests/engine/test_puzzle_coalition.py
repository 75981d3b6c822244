"""The coalition: the best of all sets of actors, whoever is named first."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.puzzle_set import MADE_UP, make_puzzle
from terreau_engine.errors import BadAmount, ContradictoryWish, RepeatedName, UnknownName
from terreau_engine.puzzle import (
    ActorOffers,
    CoalitionOptions,
    Piece,
    Pledge,
    SharedLine,
    coalition,
)
from tests.engine.puzzle_brute import best_by_trying, missing

WORLDS = ["public", "economic", "general_interest", ""]
FREE = CoalitionOptions(largest_world_share=None, largest_actor_share=None, alternatives=0)
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


def test_a_piece_that_exists_nowhere_is_the_answer():
    pieces = [Piece("salle"), Piece("heures", 10, "h"), Piece("camion")]
    offers = [
        ActorOffers("ville", "public", {"salle": 1}),
        ActorOffers("club", "economic", {"heures": 4}),
    ]
    found = coalition(pieces, offers, options=FREE)
    told = {piece.piece: (piece.lack, piece.missing) for piece in found.pieces}
    assert told == {"salle": ("none", 0.0), "heures": ("short", 6.0), "camion": ("absent", 1.0)}
    assert found.names == ("club", "ville")
    assert found.relaxations == ()


def test_what_a_limit_keeps_out_is_told_with_the_limit():
    pieces = [Piece("salle"), Piece("heures", 10, "h")]
    offers = [
        ActorOffers("asso", "general_interest", {"salle": 1}),
        ActorOffers("club", "economic", {"heures": 10}),
    ]
    found = coalition(pieces, offers, options=replace(FREE, excluded_actors=frozenset({"club"})))
    assert [(piece.lack, piece.missing) for piece in found.pieces][1] == ("withheld", 10.0)
    (told,) = found.relaxations
    assert (told.limit, told.names, told.missing) == ("excluded_actors", ("club",), ())


def test_one_world_alone_is_refused_and_the_quota_is_named():
    pieces = [Piece("salle")]
    offers = [ActorOffers("asso", "general_interest", {"salle": 1})]
    found = coalition(pieces, offers)
    assert (found.status, found.members, found.missing) == (
        "infeasible",
        (),
        (("salle", 1.0),),
    )
    assert ("largest_world_share", ("general_interest",), ("asso",)) in [
        (told.limit, told.names, told.actors) for told in found.relaxations
    ]


def test_two_limits_that_only_fall_together_are_told_together():
    pieces = [Piece("salle"), Piece("camion")]
    offers = [
        ActorOffers("a", "economic", {"salle": 1}),
        ActorOffers("b", "economic", {"camion": 1}),
        ActorOffers("c", "economic", {"camion": 1}),
    ]
    wanted = frozenset({"a", "b"})
    options = CoalitionOptions(largest_actor_share=None, most_actors=1, required_actors=wanted)
    found = coalition(pieces, offers, options=options)
    assert (found.status, found.objective, found.greedy_objective) == ("infeasible", None, None)
    assert [told.limit for told in found.relaxations] == ["all of them"]
    assert found.relaxations[0].actors == ("a", "b")


def test_a_world_without_anybody_is_named_and_asked_no_more():
    pieces = [Piece("salle")]
    offers = [ActorOffers("asso", "general_interest", {"salle": 1})]
    found = coalition(pieces, offers, options=replace(FREE, required_worlds=("media",)))
    assert (found.names, found.absent_worlds) == (("asso",), ("media",))


def test_pledges_stay_and_are_not_counted_twice():
    pieces = [Piece("heures", 10, "h"), Piece("salle", 1, "salle")]
    offers = [
        ActorOffers("asso", "general_interest", {"heures": 8}),
        ActorOffers("club", "economic", {"heures": 6, "salle": 1}),
    ]
    pledges = (Pledge("asso", "heures", 5.0), Pledge("voisin", "salle", 3.0))
    found = coalition(pieces, offers, options=replace(FREE, pledges=pledges))
    hours, room = found.pieces
    assert found.names == ("asso", "voisin")
    assert (hours.pledged, hours.brought, hours.missing) == (5.0, 5.0, 0.0)
    assert (room.pledged, room.brought, room.missing) == (3.0, 0.0, 0.0)
    asso = next(member for member in found.members if member.actor == "asso")
    assert (asso.shares[0].amount, asso.shares[0].pledged) == (10.0, 5.0)
    assert "pledged" in asso.why


def test_nothing_left_to_find_is_complete():
    pledge = Pledge("asso", "salle", 1.0)
    found = coalition([Piece("salle")], [], options=replace(FREE, pledges=(pledge,)))
    assert (found.status, found.names, found.missing) == ("complete", ("asso",), ())
    assert coalition([], [], options=FREE).status == "complete"


def test_who_leaves_opens_a_hole_and_who_could_replace_them_is_named():
    pieces = [Piece("salle"), Piece("heures", 10, "h")]
    offers = [
        ActorOffers("asso", "general_interest", {"heures": 10}, distance=0.0),
        ActorOffers("club", "economic", {"heures": 12}, distance=1.0),
        ActorOffers("ville", "public", {"salle": 1}, distance=0.0),
    ]
    found = coalition(pieces, offers, options=replace(FREE, distance_weight=1.0, alternatives=2))
    assert found.names == ("asso", "ville")
    asso, town = found.members
    assert (asso.lost, asso.replaceable_by, asso.why) == (
        (("heures", 10.0),),
        ("club",),
        ("brings",),
    )
    assert (town.lost, town.replaceable_by, town.why) == ((("salle", 1.0),), (), ("only bringer",))
    assert found.bus_factor == 1
    assert [piece.is_single_point for piece in found.pieces] == [True, True]
    (other,) = found.alternatives
    assert (other.actors, other.enters, other.leaves) == (("club", "ville"), ("club",), ("asso",))
    assert other.cost > found.cost


def test_two_bringers_where_two_exist():
    pieces = [Piece("salle"), Piece("heures", 10, "h")]
    offers = [
        ActorOffers("asso", "general_interest", {"heures": 10}),
        ActorOffers("club", "economic", {"heures": 10}),
        ActorOffers("ville", "public", {"salle": 1}),
    ]
    found = coalition(pieces, offers, options=replace(FREE, no_single_point=True))
    assert found.names == ("asso", "club", "ville")
    assert [piece.is_single_point for piece in found.pieces] == [True, False]
    spare = next(member for member in found.members if not member.shares)
    assert spare.why == ("second bringer",)


def test_one_line_is_not_given_twice():
    pieces = [Piece("accueil", 10, "h"), Piece("atelier", 10, "h")]
    line = SharedLine(frozenset({"accueil", "atelier"}), 10.0)
    offers = [
        ActorOffers("asso", "", {"accueil": 10, "atelier": 10}, shared_lines=(line,)),
        ActorOffers("club", "", {"atelier": 10}),
    ]
    assert coalition(pieces, offers, options=FREE).names == ("asso", "club")


def test_the_load_of_pioneers_weighs():
    pieces = [Piece("salle")]
    offers = [
        ActorOffers("a-pionnier", "public", {"salle": 1}, load=5.0),
        ActorOffers("nouveau", "public", {"salle": 1}),
    ]
    assert coalition(pieces, offers, options=FREE).names == ("a-pionnier",)
    spared = coalition(pieces, offers, options=replace(FREE, load_weight=0.1))
    assert spared.names == ("nouveau",)


@pytest.mark.parametrize(
    ("pieces", "offers", "options", "refusal"),
    [
        ([Piece("p"), Piece("p")], [], FREE, RepeatedName),
        ([Piece("p", 0)], [], FREE, BadAmount),
        ([Piece("p", float("nan"))], [], FREE, BadAmount),
        ([Piece("p")], [ActorOffers("a", "", {"q": 1})], FREE, UnknownName),
        ([Piece("p")], [ActorOffers("a", "", {"p": -1})], FREE, BadAmount),
        ([Piece("p")], [ActorOffers("a", "", {"p": 1})] * 2, FREE, RepeatedName),
        ([Piece("p")], [], replace(FREE, required_actors=frozenset({"a"})), UnknownName),
        ([Piece("p")], [], replace(FREE, pledges=(Pledge("a", "q", 1),)), UnknownName),
        ([Piece("p")], [], replace(FREE, largest_world_share=0.0), BadAmount),
        ([Piece("p")], [], replace(FREE, trust_weight=-1.0), BadAmount),
        (
            [Piece("p")],
            [],
            replace(FREE, pledges=(Pledge("a", "p", 1),), excluded_actors=frozenset({"a"})),
            ContradictoryWish,
        ),
    ],
)
def test_wishes_that_cannot_be_understood_are_refused(pieces, offers, options, refusal):
    with pytest.raises(refusal):
        coalition(pieces, offers, options=options)
