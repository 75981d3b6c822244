"""Answer with near spellings when few sheets answer exactly."""

import numpy as np

from terreau.actors.search.finding import Answer, mask_of_term
from terreau.actors.search.postings import read_postings
from terreau.actors.search.queries import FIELDS_OF_ALL, FIELDS_OF_SIGNED_IN, Term
from terreau.actors.search.spelling import near_words

FEW = 3
MOST_SHOWN = 10


def near_spellings(answer: Answer, found: dict) -> list[int]:
    """Give the keys of the sheets that answer to words spelt nearly so, in two queries.

    Each term is met by itself or by a near word; what answers exactly is not repeated.
    """
    terms = answer.filters.words.terms
    exact = answer.mask
    if not terms or np.count_nonzero(exact) >= FEW:
        return []
    near = {term: [Term(word) for word in words] for term, words in near_words(terms).items()}
    if not any(near.values()):
        return []
    where = FIELDS_OF_SIGNED_IN if answer.signed_in else FIELDS_OF_ALL
    tokens = {token for some in near.values() for other in some for token in other.tokens(where)}
    _state, more = read_postings(tokens)
    snapshot = answer.snapshot
    mask = answer.passing & ~exact
    for term in terms:
        held = mask_of_term(snapshot, found, term, where)
        for other in near.get(term, ()):
            held |= mask_of_term(snapshot, more, other, where)
        mask &= held
    return snapshot.columns.keys[np.flatnonzero(mask)[:MOST_SHOWN]].tolist()
