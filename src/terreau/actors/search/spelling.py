"""Find the words that people probably meant: one slip, two in long words.

A word with few slips keeps its beginning or its end untouched, so the lexicon is asked for the
words that begin like its first letters or end like its last ones; the distance is then measured.
Two slips that fall one in the first third and one in the last third are not found.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from terreau.actors.models import SearchWord
from terreau.actors.search.queries import Term

SHORTEST = 4
SHORTEST_FOR_TWO = 8
MOST_NEAR = 24


def allowed_slips(word: str) -> int:
    """How many slips are forgiven."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < SHORTEST_FOR_TWO else 2


def near_words(terms: Iterable[Term]) -> dict[Term, list[str]]:
    """Give for each term the words of the lexicon that resemble it, in one query."""
    tried = [term for term in terms if allowed_slips(term.word)]
    if not tried:
        return {}
    wanted = Q()
    for term in tried:
        wanted |= _alike(term.word)
    # An order or a limit in SQL would make SQLite walk the whole lexicon.
    known = sorted(SearchWord.objects.filter(wanted).order_by().values_list("word", flat=True))
    return {term: _nearest(term.word, known) for term in tried}


def _alike(word: str) -> Q:
    slips = allowed_slips(word)
    # The letters between keep a swap from touching both the beginning and the end.
    kept = (len(word) - 1) // 2 if slips == 1 else len(word) // 3
    first, last = word[:kept], word[::-1][:kept]
    begins = Q(word__gte=first, word__lt=f"{first}~")
    ends = Q(reversed_word__gte=last, reversed_word__lt=f"{last}~")
    return (begins | ends) & Q(length__range=(len(word) - slips, len(word) + slips))


def _nearest(word: str, known: Sequence[str]) -> list[str]:
    slips = allowed_slips(word)
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    best = sorted((distance, other) for other, distance, _rank in found if other != word)
    return [other for _distance, other in best[:MOST_NEAR]]
