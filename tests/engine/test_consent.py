"""Consent: silence is never an agreement, and every member is counted once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terreau_engine.consent import tally_consent
from terreau_engine.errors import EngineRefusal

ANSWERS = st.dictionaries(
    st.text(min_size=1, max_size=8),
    st.sampled_from(["agreement", "reservation", "disagreement", None]),
    max_size=40,
)


def test_the_example_by_hand() -> None:
    tally = tally_consent(
        {"ville": "agreement", "club": "agreement", "école": "reservation", "asso": None}
    )
    assert (tally.members, tally.answered) == (4, 3)
    assert tally.response_rate == 0.75
    assert tally.agreements == ("ville", "club")
    assert not tally.is_unanimous_among_answers


def test_nobody_is_not_unanimity() -> None:
    nobody = tally_consent({})
    assert nobody.response_rate is None
    assert not nobody.is_unanimous
    assert not nobody.is_unanimous_among_answers
    assert not tally_consent({"ville": None}).is_unanimous_among_answers


@given(ANSWERS)
def test_each_member_is_counted_once(answers: dict[str, str | None]) -> None:
    tally = tally_consent(answers)
    sorted_members = (
        *tally.agreements,
        *tally.reservations,
        *tally.disagreements,
        *tally.silent,
    )
    assert sorted(sorted_members) == sorted(answers)
    assert tally.members == len(answers)


@given(ANSWERS, st.sampled_from(["reservation", "disagreement", None]))
def test_one_member_who_does_not_agree_is_enough(answers: dict, answer: str | None) -> None:
    assert not tally_consent({**answers, "★": answer}).is_unanimous


def test_another_word_is_refused_and_says_what_to_give() -> None:
    with pytest.raises(EngineRefusal, match="agreement"):
        tally_consent({"ville": "oui"})
