"""What a coalition tells: holes, limits, pledges, who could replace whom, and what it refuses."""

from dataclasses import replace

import pytest

from terreau_engine.errors import BadAmount, ContradictoryWish, RepeatedName, UnknownName
from terreau_engine.puzzle import (
    ActorOffers,
    CoalitionOptions,
    Piece,
    Pledge,
    SharedLine,
    coalition,
)

FREE = CoalitionOptions(largest_world_share=None, largest_actor_share=None, alternatives=0)


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
