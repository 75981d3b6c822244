"""A page asks the same question about a person once; elsewhere each question is asked anew."""

from types import SimpleNamespace

import pytest

from terreau.core.asking import asked_once, asking_once


def test_an_answer_is_kept_for_the_block_and_for_its_words_only() -> None:
    heard = []

    @asked_once
    def question(person, day):
        heard.append(day)
        return len(heard)

    ama = SimpleNamespace()
    with asking_once(ama):
        assert [question(ama, 1), question(ama, 1), question(ama, 2)] == [1, 1, 2]
    assert question(ama, 1) == 3
    assert heard == [1, 2, 1]


def test_a_block_that_fails_keeps_nothing() -> None:
    ama = SimpleNamespace()
    with pytest.raises(ValueError), asking_once(ama):  # noqa: PT011
        raise ValueError
    assert vars(ama) == {}
