"""Who should meet whom: two lists, three reasons, nobody known, pioneers spared."""

from dataclasses import replace
from math import log1p

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.encounter_data import cordis
from bench.encounters import lists_of, scorers_of
from terreau_engine.errors import OutOfScale, UnknownName
from terreau_engine.network import BEYOND, NEAR, Actor, MeetingWeights, suggest_meetings
from terreau_engine.network.meeting_weights import FORETOLD_BEYOND, FORETOLD_NEAR
from tests.engine.networks import WORLDS, contacts, networks

calm = settings(deadline=None, max_examples=40)  # a busy machine is not a fault
PARIS, LYON, CRETEIL = (2.35, 48.86), (4.83, 45.76), (2.46, 48.79)


def codes(suggestion) -> list[str]:
    return [reason.code for reason in suggestion.reasons]


def test_a_contact_of_a_contact_is_near_and_others_are_beyond() -> None:
    line = [Actor(name, domains={"sport": 1}) for name in "abcd"] + [Actor("x")]
    told = suggest_meetings(line, [("a", "b"), ("b", "c"), ("c", "d")])
    near, beyond = told.of("a")
    assert [(s.second, s.distance) for s in near] == [("c", 2)]
    assert near[0].reasons[0].code == "shared"
    assert near[0].reasons[0].details == ("b",)
    assert near[0].popularity == 2
    assert [(s.second, s.distance) for s in beyond] == [("d", 3)]


def test_shared_contacts_worked_by_hand() -> None:
    """b has two ties, c has three: a and d share 1/2 + 1/3, times the weight."""
    actors = [Actor(name) for name in "abcde"]
    ties = [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("c", "e")]
    told = suggest_meetings(actors, ties, asked=["a"], near=MeetingWeights(shared=6.0))
    assert [(s.second, round(s.score, 6)) for s in told.near] == [("d", 5.0), ("e", 2.0)]
    assert told.near[0].reasons[0].details == ("b", "c")


def test_close_contacts_worked_by_hand() -> None:
    """Ties of 4, 2 and 1 twice: mean 2, so 2, 1, .5, .5; x is shared by a and d, y by a and e."""
    actors = [Actor(name) for name in "adexy"]
    ties = [("a", "x", 4), ("x", "d", 2), ("a", "y", 1), ("y", "e", 1)]
    told = suggest_meetings(actors, ties, asked=["a"], near=MeetingWeights(close=1.0))
    assert [(s.second, round(s.score, 6)) for s in told.near] == [
        ("d", round(log1p(2 * 1 / 3), 6)),
        ("e", round(log1p(0.5 * 0.5 / 1), 6)),
    ]
    assert [(reason.code, reason.details) for reason in told.near[0].reasons] == [("close", ("x",))]


def test_the_chain_of_three_ties_names_those_who_carry_it() -> None:
    """On a line of five the mean is 1.6 ties; the only chain goes by two actors of two ties."""
    actors = [Actor(name) for name in "abcde"]
    ties = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]
    told = suggest_meetings(actors, ties, asked=["a"], beyond=MeetingWeights(chain=1.0))
    assert [(s.second, round(s.score, 6)) for s in told.beyond] == [
        ("d", round(log1p(1.6**2 / (2 * 2)), 6))
    ]
    assert told.beyond[0].reasons[0].details == ("b", "c")


def test_what_is_done_around_brings_two_together_who_do_not_do_it() -> None:
    """a and d have no domain; the partners of both are keepers of bees, those of g play."""
    bees, play = {"bees": 1.0}, {"play": 1.0}
    actors = [
        *(Actor(name) for name in "adg"),
        *(Actor(name, domains=bees) for name in ("b1", "b2")),
        *(Actor(name, domains=play) for name in ("p1", "p2")),
        Actor("alone", domains=bees),
    ]
    ties = [("a", "b1"), ("d", "b2"), ("g", "p1"), ("g", "p2")]
    told = suggest_meetings(actors, ties, asked=["a"], beyond=MeetingWeights(around=1.0))
    assert [s.second for s in told.beyond] == ["b2", "d"]  # b2 partners one amid the same
    assert [(r.code, r.details) for r in told.beyond[0].reasons] == [("around", ("bees",))]


def test_who_already_works_with_my_world_is_accustomed() -> None:
    """open has two partners of the world of a, shut none; usual share: 4 of 7."""
    actors = [
        *(Actor(name, "asso") for name in ("a", "x1", "x2", "x3")),
        *(Actor(name, "firm") for name in ("open", "shut", "y1")),
    ]
    ties = [("open", "x1"), ("open", "x2"), ("shut", "y1")]
    told = suggest_meetings(actors, ties, asked=["a"], beyond=MeetingWeights(accustomed=1.0))
    usual = 4 / 7
    expected = ((2 + 3 * usual) / (2 + 3) - usual) / 2
    best = told.beyond[0]
    assert (best.second, round(best.score, 6)) == ("open", round(expected, 6))
    assert best.reasons[0].details == ("0", "2")
    assert "shut" not in [s.second for s in told.beyond]


def test_without_ties_nor_worlds_the_surroundings_count_for_nothing() -> None:
    """A reason comes only from what is told: neither from nobody nor from no tie."""
    weights = MeetingWeights(close=1.0, chain=1.0, around=1.0, accustomed=1.0)
    told = suggest_meetings(
        [Actor("a", domains={"bees": 1}), Actor("b", domains={"bees": 1})], [], beyond=weights
    )
    assert told.beyond == ()
    assert suggest_meetings([], []).beyond == ()


def test_a_need_meets_an_offer_both_ways() -> None:
    actors = [
        Actor("asks", needs={"room": 1, "money": 1}),
        Actor("gives", offers={"room": 1}),
        Actor("also", offers={"room": 1, "van": 3}),
        Actor("other", offers={"van": 1}),
    ]
    told = suggest_meetings(actors, [])
    assert [s.second for s in told.of("asks")[1]] == ["gives", "also"]
    assert told.of("asks")[1][0].reasons[0].details == ("room",)
    assert codes(told.of("gives")[1][0]) == ["your_need"]
    assert told.of("asks")[1][0].distance is None


def test_who_offers_the_same_has_less_to_exchange() -> None:
    actors = [
        Actor("a", needs={"room": 1}, offers={"van": 1}),
        Actor("twin", offers={"room": 1, "van": 1}),
        Actor("other", offers={"room": 1, "desk": 1}),
    ]
    assert [s.second for s in suggest_meetings(actors, []).of("a")[1]] == ["other", "twin"]


def test_another_world_a_near_place_and_a_rare_domain_count() -> None:
    actors = [
        Actor("a", "asso", {"sport": 1, "bees": 1}, place=PARIS, territory="T1"),
        Actor("far", "asso", place=LYON, territory="T2"),
        Actor("near", "firm", place=CRETEIL, territory="T1"),
        Actor("bees", "asso", {"bees": 1}),
        Actor("sport1", "asso", {"sport": 1}),
        Actor("sport2", "asso", {"sport": 1}),
    ]
    told = {s.second: s for s in suggest_meetings(actors, []).of("a")[1]}
    assert codes(told["near"]) == ["territory", "nearness", "other_world"]
    assert told["near"].reasons[1].details == ("11",)
    assert told["near"].reasons[2].details == ("firm",)
    assert told["bees"].score > told["sport1"].score
    assert told["far"].score < 0.01


def test_the_pioneer_who_carries_much_comes_after() -> None:
    actors = [
        Actor("a", domains={"sport": 1}),
        Actor("b", domains={"sport": 1}, load=40),
        Actor("c", domains={"sport": 1}),
        Actor("d"),
        Actor("e"),
    ]
    assert [s.second for s in suggest_meetings(actors, []).of("a")[1]] == ["c", "b"]
    idle = [replace(actor, load=0) for actor in actors]
    assert [s.second for s in suggest_meetings(idle, []).of("a")[1]] == ["b", "c"]


def test_many_ties_alone_are_no_reason_to_meet() -> None:
    actors = [Actor(name) for name in "abcde"]
    told = suggest_meetings(actors, [("b", "c"), ("b", "d"), ("b", "e")], asked=["a"])
    assert told.near == told.beyond == ()
    assert told.exposure_beyond.gini is None


def test_who_is_known_already_is_not_suggested() -> None:
    actors = [Actor(name, domains={"sport": 1}) for name in "abc"] + [Actor("d")]
    told = suggest_meetings(actors, [], known=[("c", "a"), ("a", "gone")], asked=["a"])
    assert [s.second for s in told.beyond] == ["b"]


def test_exposure_counts_who_is_suggested() -> None:
    offers = Actor("gives", offers={"room": 1})
    told = suggest_meetings([offers, *(Actor(n, needs={"room": 1}) for n in "abc")], [], k=1)
    assert told.exposure_beyond.most[0] == ("gives", 3)
    assert told.exposure_beyond.never == 2
    assert told.exposure_near.gini is None


@st.composite
def circles(draw):
    names, ties, worlds = draw(networks(least=2))
    words = st.dictionaries(st.sampled_from(["room", "van", "desk"]), st.integers(1, 3))
    actors = [
        Actor(
            name,
            worlds[name],
            domains=draw(words),
            needs=draw(words),
            offers=draw(words),
            territory=draw(st.sampled_from(["", "T1"])),
            load=draw(st.integers(0, 5)),
        )
        for name in names
    ]
    return actors, ties


@calm
@given(circles(), st.integers(1, 3))
def test_what_every_list_obeys(case, k: int) -> None:
    actors, ties = case
    around = contacts([actor.name for actor in actors], ties)
    told = suggest_meetings(actors, ties, k=k)
    for suggestion in (*told.near, *told.beyond):
        assert suggestion.second not in around[suggestion.first] | {suggestion.first}
        parts = [reason.part for reason in suggestion.reasons]
        assert 1 <= len(parts) <= 3
        assert parts == sorted(parts, reverse=True)
        assert min(parts) > 0
        assert suggestion.score > 0
        assert suggestion.popularity == len(around[suggestion.second])
    assert all(s.distance == 2 for s in told.near)
    assert all(s.distance is None or s.distance >= 3 for s in told.beyond)
    for actor in actors:
        for part in told.of(actor.name):
            scores = [s.score for s in part]
            assert len(part) <= k
            assert scores == sorted(scores, reverse=True)


@calm
@given(circles(), st.randoms(use_true_random=False))
def test_the_order_of_the_actors_changes_nothing(case, luck) -> None:
    actors, ties = case
    shuffled = [*actors]
    luck.shuffle(shuffled)
    first, second = suggest_meetings(actors, ties), suggest_meetings(shuffled, ties)
    for actor in actors:
        assert [[(s.second, round(s.score, 6)) for s in part] for part in first.of(actor.name)] == [
            [(s.second, round(s.score, 6)) for s in part] for part in second.of(actor.name)
        ]


def test_bad_questions_are_refused() -> None:
    pair = [Actor("a"), Actor("b")]
    with pytest.raises(OutOfScale):
        suggest_meetings(pair, [], k=0)
    with pytest.raises(UnknownName):
        suggest_meetings(pair, [], asked=["z"])
    with pytest.raises(OutOfScale):
        suggest_meetings([Actor("a", load=-1)], [])
    with pytest.raises(OutOfScale):
        suggest_meetings([Actor("a", needs={"room": -1})], [])


def test_the_weights_say_what_terreau_wants() -> None:
    for learned, weights in ((FORETOLD_NEAR, NEAR), (FORETOLD_BEYOND, BEYOND)):
        assert weights.around == learned.around > 0
        assert weights.load < 0 < weights.other_world
        assert weights.my_need == weights.your_need > weights.domains
    assert BEYOND.shared == BEYOND.close == NEAR.chain == NEAR.accustomed == 0
    assert pytest.approx(FORETOLD_BEYOND.chain) == 2 * BEYOND.chain
    assert pytest.approx(FORETOLD_BEYOND.accustomed) == 2 * BEYOND.accustomed
    assert len(WORLDS) == 3


@pytest.mark.reference
def test_real_new_ties_are_foretold_better_than_by_popularity() -> None:
    """European projects up to 2016, new ties of 2017 and 2018: the years nobody is judged on."""
    past = cordis(2016, 2017, 2018)
    near, beyond = (lists_of(past, scorers_of(None, far), far) for far in (False, True))
    popular = near["**popularity**"].hits.mean()
    assert near["foretold, as shipped"].hits.mean() > popular + 0.05
    assert near["suggested by the engine"].hits.mean() > popular
    assert beyond["foretold, as shipped"].hits.mean() > 4 * beyond["at random"].hits.mean()
    assert beyond["foretold, as shipped"].hits.mean() > beyond["**popularity**"].hits.mean() + 0.08
    for told in (near, beyond):
        page = told["on the page: popularity beside"]
        assert page.exposure < told["**popularity**"].exposure
    assert (
        near["suggested by the engine"].crossing.mean()
        > near["resource allocation"].crossing.mean()
    )
