"""Ask the same question about a person once, while one page asks it for each of its lines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_ANSWERS = "_answers_of_this_page"


@contextmanager
def asking_once(person: Any) -> Iterator[None]:
    """Keep the answers about this person until the end of the block, which writes nothing."""
    setattr(person, _ANSWERS, {})
    try:
        yield
    finally:
        delattr(person, _ANSWERS)


def asked_once(question: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let `asking_once` keep the answer of a question whose first word is the person."""

    @wraps(question)
    def ask(person: Any, *rest: Any) -> Answer:
        answers = getattr(person, _ANSWERS, None)
        if answers is None:
            return question(person, *rest)
        key = (question, *rest)
        if key not in answers:
            answers[key] = question(person, *rest)
        return answers[key]

    return ask
