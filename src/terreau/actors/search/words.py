"""Turn French text into words to index: no accents, no small words, one form for each family."""

import re
import threading
from functools import lru_cache

from Stemmer import Stemmer

from terreau.actors.folding import fold

LONGEST_WORD = 40
MOST_WORDS = 400
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_SPELT = re.compile(r"\b(?:[a-z] ){2,}[a-z]\b")
_NUMBER = re.compile(r"\b\d[\d  .]{4,}\d\b")
_SMALL = (
    "a au aux avec c ce ces dans d de des du elle en et eux il je j l la le les leur lui m ma mais "
    "me mes n ne nos notre nous on ou par pas pour qu que qui s sa se ses son sur t ta te tes tu "
    "un une vos votre vous y"
)
STOP_WORDS = frozenset(_SMALL.split())
_stemmers = threading.local()


def words_of(text: str) -> list[str]:
    """Give the words of a text in their order, folded; the small words of French are left out.

    >>> words_of("L’A.D.M.R. de Saint-Cœur : l’aide à domicile")
    ['admr', 'st', 'coeur', 'aide', 'domicile']
    """
    return list(_words_of(text))


# The names of the domains come back with every sheet.
@lru_cache(maxsize=2_000)
def _words_of(text: str) -> tuple[str, ...]:
    if "." in text:
        text = _ACRONYM.sub(lambda found: found[0].replace(".", "") + " ", text)
    joined = _NUMBER.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    folded = _SPELT.sub(lambda found: found[0].replace(" ", ""), fold(joined))
    kept = [word[:LONGEST_WORD] for word in folded.split() if word not in STOP_WORDS]
    return tuple(kept[:MOST_WORDS])


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Reduce a folded word to its family; what holds a digit stays as it is.

    >>> stem("associations") == stem("associatif")
    True
    """
    if len(word) < 4 or not word.isalpha():
        return word
    # A stemmer must not be shared by threads.
    if not hasattr(_stemmers, "french"):
        _stemmers.french = Stemmer("french", 0)
    # The stemmer leaves « vélos » and « sportive » apart from « vélo » and « sportif ».
    single = word[:-1] if len(word) > 4 and word.endswith("s") and word[-2] != "s" else word
    family = _stemmers.french.stemWord(single)
    return f"{family[:-1]}f" if family.endswith("iv") else family
