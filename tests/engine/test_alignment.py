"""Alignment: silence enters no pair, opposition is named, the order is always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau_engine.alignment import Interest, align_interests
from terreau_engine.errors import EngineRefusal, OutOfScale, RepeatedName, UnknownName

MEMBERS = ["ville", "club", "école", "asso"]
CHALLENGES = ["mobilité", "logement"]
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(MEMBERS), st.sampled_from(CHALLENGES)),
    st.tuples(
        st.none() | st.integers(0, 10),
        st.sampled_from([None, "for", "open", "against"]),
        st.frozensets(st.sampled_from(["premises", "audience", "data"]), max_size=2),
    ),
)


def interests(cells: dict) -> list[Interest]:
    return [Interest(member, challenge, *said) for (member, challenge), said in cells.items()]


def test_the_example_by_hand() -> None:
    found, other = align_interests(
        MEMBERS,
        CHALLENGES,
        [
            Interest("club", "mobilité", 8, "for", frozenset({"premises"})),
            Interest("école", "mobilité", 9, "open", frozenset({"audience"})),
            Interest("asso", "mobilité", 10, "for", frozenset({"premises"})),
            Interest("ville", "mobilité", 10, "against"),
            Interest("club", "logement", 7),
            Interest("école", "logement", 7),
        ],
    )
    assert [pair.members for pair in found.pairs] == [
        ("école", "asso"),
        ("club", "école"),
        ("club", "asso"),
    ]
    assert [pair.strength for pair in found.pairs] == [0.9, 0.8, 0.8]
    assert [pair.complementarity for pair in found.pairs] == [1.0, 1.0, 0.0]
    assert found.pairs[1].also == ("logement",)
    assert (found.favourable, found.opposed) == (("club", "asso"), ("ville",))
    assert found.is_contested
    assert found.holders == ("club", "école", "asso")
    assert found.natures == ("audience", "premises")
    assert (other.known, other.unknown) == (2, ("ville", "asso"))
    assert other.pairs[0].complementarity is None


def test_one_step_below_the_threshold_is_no_pair() -> None:
    cells = [Interest("club", "mobilité", 7), Interest("école", "mobilité", 6)]
    assert align_interests(MEMBERS, CHALLENGES, cells)[0].pairs == ()
    assert align_interests(MEMBERS, CHALLENGES, cells, strong=6)[0].pair_count == 1


def test_unknown_is_not_zero_and_zero_is_known() -> None:
    found = align_interests(["a", "b"], ["x"], [Interest("a", "x", 0), Interest("b", "x")])[0]
    assert (found.known, found.unknown) == (1, ("b",))


@given(CELLS)
def test_nobody_is_paired_by_silence_or_against_their_will(cells: dict) -> None:
    for found in align_interests(MEMBERS, CHALLENGES, interests(cells), limit=99):
        assert found.known + len(found.unknown) == found.members == len(MEMBERS)
        assert len(found.pairs) == found.pair_count
        for pair in found.pairs:
            for member in pair.members:
                interest, position, _natures = cells[member, found.challenge]
                assert interest >= 7
                assert position != "against"
            assert pair.strength == min(pair.interests) / 10


@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(cells: dict, random) -> None:
    lines = interests(cells)
    before = align_interests(MEMBERS, CHALLENGES, lines, limit=2)
    random.shuffle(lines)
    assert align_interests(MEMBERS, CHALLENGES, lines, limit=2) == before


@given(CELLS)
def test_a_limit_keeps_the_first_pairs(cells: dict) -> None:
    whole = align_interests(MEMBERS, CHALLENGES, interests(cells), limit=99)
    short = align_interests(MEMBERS, CHALLENGES, interests(cells), limit=2)
    for all_of_it, some in zip(whole, short, strict=True):
        assert some.pairs == all_of_it.pairs[:2]
        assert some.pair_count == all_of_it.pair_count


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ([Interest("club", "mobilité", 11)], OutOfScale),
        ([Interest("club", "mobilité", -1)], OutOfScale),
        ([Interest("martien", "mobilité", 3)], UnknownName),
        ([Interest("club", "mobilité", 3), Interest("club", "mobilité", 4)], RepeatedName),
        ([Interest("club", "mobilité", 3, "peut-être")], EngineRefusal),
    ],
)
def test_what_cannot_be_read_is_refused(line: list, refusal: type) -> None:
    with pytest.raises(refusal):
        align_interests(MEMBERS, CHALLENGES, line)


def test_a_member_listed_twice_is_refused() -> None:
    with pytest.raises(RepeatedName):
        align_interests(["a", "a"], ["x"], [])


def test_a_thousand_holders_are_read_at_once() -> None:
    members = [str(number) for number in range(1000)]
    cells = [Interest(member, "x", 10) for member in members]
    found = align_interests(members, ["x"], cells)[0]
    assert found.pair_count == 499_500
    assert found.pairs[0].members == ("0", "1")
