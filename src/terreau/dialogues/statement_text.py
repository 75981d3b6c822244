"""Make a statement readable by everybody: what hides, reverses or piles up is taken off."""

import re
import unicodedata

from terreau.actors.folding import fold

_MOST_MARKS = 3  # piled on one letter: enough for any script, too few to spill over other lines
_JOINER = "\u200d"
_SPACES = re.compile(r"\s+")
_HIDDEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])
_SEEN_SPACES = "\t\n\r\x0b\x0c\x85\u2028\u2029"


def clean_statement(text: str) -> str:
    """Give the text on one line, without invisible signs, in the composed form of its letters.

    Left out: control signs, zero-width spaces, marks that turn the reading direction, unassigned
    and private code points, and more than three marks on one letter. The joiner of composed
    emojis stays between two emojis, and only there.

    >>> clean_statement("  Plus\\u200b de\\n bus\\u202e !  ")
    'Plus de bus !'
    """
    composed = unicodedata.normalize("NFC", text)
    kept: list[str] = []
    marks = 0
    for place, char in enumerate(composed):
        if char in _SEEN_SPACES:
            kept.append(" ")
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS and _is_shown(composed, place):
            kept.append(char)
    # Letters that an invisible sign held apart may compose now.
    return unicodedata.normalize("NFC", _SPACES.sub(" ", "".join(kept)).strip())


def _is_shown(text: str, place: int) -> bool:
    char = text[place]
    if char == _JOINER:
        return 0 < place < len(text) - 1 and _is_pictured(text[place - 1], text[place + 1])
    return unicodedata.category(char) not in _HIDDEN


def _is_pictured(before: str, after: str) -> bool:
    drawn = ("So", "Sk")  # emojis, and the tones of their skin
    variation = "\ufe0f"
    return (before == variation or unicodedata.category(before) in drawn) and unicodedata.category(
        after
    ) in drawn


def has_words(text: str) -> bool:
    """Tell whether there is something to agree with: at least two letters of any script."""
    return sum(char.isalpha() for char in text) >= 2


def sameness(text: str) -> str:
    """Give what two texts have in common when they are the same but for accents and signs.

    >>> sameness("Plus de bus, le soir !") == sameness("plus de bus le soir")
    True
    """
    return fold(text) or _SPACES.sub(" ", text.casefold())
