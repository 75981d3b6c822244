"""Reduce a name to what people mean when they type it."""

import re
import unicodedata

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_OVER = re.compile(r"\b(s/s|s/|ss/)")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def fold(text: str) -> str:
    """Return lower-case words without accents, hyphens, apostrophes or abbreviations.

    >>> fold("Œuilly"), fold("L’Haÿ-les-Roses"), fold("St-Denis s/ Loire")
    ('oeuilly', 'l hay les roses', 'saint denis sur loire')
    """
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )
    spelled = _OVER.sub(lambda found: "sur " if found[1] == "s/" else "sous ", bare)
    words = _SEPARATORS.sub(" ", spelled).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)
