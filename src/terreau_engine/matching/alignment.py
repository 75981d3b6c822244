"""Lay the words of two names side by side: which say the same, which are left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from terreau_engine.matching.names import NameProfile, profile_name, skeleton
from terreau_engine.matching.words import ACRONYMS, COMMON

LONGEST_ACRONYM = 6
# First letters that `skeleton` may bring to one another (ph and f, qu, k and c, y and i).
SOUND_ALIKE = frozenset("pfqkcyi")


class _Weights(dict[str, float]):
    """What words tell, worked out at the first question and kept: names ask again and again."""

    def __missing__(self, word: str) -> float:
        weight = 0.6 if word.isdigit() else COMMON.get(word, 1.0 if len(word) > 2 else 0.5)
        self[word] = weight
        return weight


@dataclass(frozen=True)
class Lexicon:
    """How much each word tells, 0–1; the table of common words answers for those not given."""

    weights: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def told(self) -> Mapping[str, float]:
        """What any word tells, by the word."""
        return _Weights(self.weights)

    def weight(self, word: str) -> float:
        """What one word tells: near 1 for a rare one, near 0 for one that everybody carries."""
        return self.told[word]

    def total(self, words: Sequence[str]) -> float:
        """What these words tell together."""
        told, total = self.told, 0.0
        for word in words:
            total += told[word]
        return total


class Alignment(NamedTuple):
    """Two names side by side; weights are sums of what words tell."""

    matched: float
    first_weight: float
    second_weight: float
    first_left: tuple[str, ...]
    second_left: tuple[str, ...]
    first_left_weight: float
    second_left_weight: float
    acronym: str
    common: tuple[str, ...]
    is_same: bool


def align(
    first: NameProfile,
    second: NameProfile,
    lexicon: Lexicon,
    agreed: frozenset[str] = frozenset(),
) -> Alignment:
    """Pair the telling words of two names, the surest pairs first.

    Meaning: what two names share and what each keeps for itself, weighted by how much a word
    tells. Formula: words pair when equal, when one abbreviates the other, when Jaro-Winkler ≥ 0.90
    or one Damerau slip apart; then glued words (« gymthouare » = « gym » + « thouare ») and
    acronyms (« oms » = « office municipal sport »); a pair counts its likeness times the lesser
    weight of both sides. `agreed` names words that both parties' places already say: left alone,
    they weigh nothing. Units: weights 0–1 a word. Errors: none. Source: soft TF-IDF (Cohen,
    Ravikumar, Fienberg 2003), with acronyms.

    >>> from terreau_engine.matching.names import profile_name
    >>> laid = align(profile_name("OMS Ham"), profile_name("Office mun. des sports Ham"), Lexicon())
    >>> laid.acronym, laid.first_left, laid.second_left
    ('oms', (), ())
    """
    # Read in one order whatever that of the question, so that the answer is symmetric.
    is_turned = (first.text, first.core) > (second.text, second.core)
    if is_turned:
        first, second = second, first
    common = sorted(word for word in first.core if word in second.core)
    left = [word for word in first.core if word not in common]
    right = [word for word in second.core if word not in common]
    matched, acronym = _match((left, second), (right, first), common, lexicon)
    if agreed:
        left = [word for word in left if word not in agreed]
        right = [word for word in right if word not in agreed]
    if is_turned:
        left, right = right, left
    return _laid(matched, left, right, acronym, common, lexicon)


def _match(
    left: tuple[list[str], NameProfile],
    right: tuple[list[str], NameProfile],
    common: list[str],
    lexicon: Lexicon,
) -> tuple[float, str]:
    """Pair what is left of both sides, taking it away; each side comes with the other's name."""
    one, other = left[0], right[0]
    matched, acronym = lexicon.total(common), ""
    if one and other:
        matched = _pair_words(one, other, common, lexicon, matched)
    if one and other:
        matched += _pair_glued(one, other, lexicon) + _pair_glued(other, one, lexicon)
        for words, against, profile in ((one, other, left[1]), (other, one, right[1])):
            gain, found = _pair_acronym(words, against, profile, lexicon)
            matched, acronym = matched + gain, acronym or found
    return matched, acronym


def _laid(
    matched: float,
    left: list[str],
    right: list[str],
    acronym: str,
    common: list[str],
    lexicon: Lexicon,
) -> Alignment:
    left_weight, right_weight = lexicon.total(left), lexicon.total(right)
    return Alignment(
        matched,
        matched + left_weight,
        matched + right_weight,
        tuple(left),
        tuple(right),
        left_weight,
        right_weight,
        acronym,
        tuple(common),
        not left and not right and not acronym,
    )


def word_likeness(first: str, second: str) -> float:
    """Tell how alike two words are, 0–1; below 0.75 is 0.

    Meaning: the chance that two spellings are one word. Formula: 1 when equal; 0.9 for a beginning
    of five letters or more, 0.8 of three; 0.95 for one skeleton; Jaro-Winkler from 0.90, one
    Damerau slip in words of four letters or more; numbers only when equal. Units: 0–1. Errors:
    none. Source: Winkler (1990), Damerau (1964).

    >>> word_likeness("logemen", "logement"), word_likeness("2", "3")
    (0.9, 0.0)
    """
    one, other = first[:1], second[:1]
    if one == other or (one in SOUND_ALIKE and other in SOUND_ALIKE):
        return 1.0 if first == second else _likeness_of_kin(first, second)
    # No common beginning, no common skeleton: only Jaro-Winkler may bring them together, and it is
    # then their Jaro, at most (2 + shorter / longer) / 3.
    size, most = len(first), len(second)
    if size > most:
        size, most = most, size
    if size < 5 or 10 * size < 7 * most:
        return 0.0
    near = JaroWinkler.similarity(first, second)
    return float(near) if near >= 0.9 and not (first.isdigit() or second.isdigit()) else 0.0


@lru_cache(maxsize=50_000)
def _likeness_of_kin(first: str, second: str) -> float:
    """Tell how alike two words of one first letter are."""
    if first.isdigit() or second.isdigit():
        return 0.0
    is_long = (len(first), first) > (len(second), second)
    short, long = (second, first) if is_long else (first, second)
    size = len(short)
    if size >= 3 and long.startswith(short):
        return 0.9 if size >= 5 else 0.8
    if size < 4:
        return 0.0
    if size > 4:
        if skeleton(short) == skeleton(long):
            return 0.95
        if (near := JaroWinkler.similarity(short, long)) >= 0.9:
            return float(near)
    if short[0] != long[0]:
        return 0.0
    return 0.8 if DamerauLevenshtein.distance(short, long, score_cutoff=1) <= 1 else 0.0


def _pair_words(
    left: list[str], right: list[str], common: list[str], lexicon: Lexicon, total: float
) -> float:
    """Pair words that are not equal one to one, the likest first; both lists lose them."""
    meetings = [
        (-likeness, min(one, other), max(one, other), one, other)
        for one in left
        for other in right
        if (likeness := word_likeness(one, other))
    ]
    for minus, _low, _high, one, other in sorted(meetings):
        if one in left and other in right:
            left.remove(one)
            right.remove(other)
            total -= minus * min(lexicon.weight(one), lexicon.weight(other))
            common.append(one if len(one) >= len(other) else other)
    return total


def _pair_glued(one: list[str], other: list[str], lexicon: Lexicon) -> float:
    total = 0.0
    for word in [word for word in one if len(word) > 5]:
        for rank in range(len(other) - 1):
            begin, end = other[rank], other[rank + 1]
            if _may_be_glued(word, begin, end) and word_likeness(word, begin + end) >= 0.9:
                total += min(lexicon.weight(word), lexicon.total((begin, end)))
                one.remove(word)
                del other[rank : rank + 2]
                break
    return total


def _may_be_glued(word: str, begin: str, end: str) -> bool:
    """Spare most questions by the first letter and the sizes, as `word_likeness` itself would."""
    head = word[0]
    if head == begin[0] or head in SOUND_ALIKE:
        return True
    size, most = len(word), len(begin) + len(end)
    return 10 * size >= 7 * most and 10 * most >= 7 * size


def _pair_acronym(
    one: list[str], other: list[str], named: NameProfile, lexicon: Lexicon
) -> tuple[float, str]:
    """Find in `one` an acronym of words of the other name; its words leave both lists."""
    for word in one:
        if not (2 <= len(word) <= LONGEST_ACRONYM):
            continue
        if word not in named.initials and word not in ACRONYMS:
            continue
        spelt = _spelt_by(word, named) if word.isalpha() else ()
        if spelt and any(part in other for part in spelt):
            gain = min(lexicon.weight(word), max(lexicon.total(spelt), 0.3))
            one.remove(word)
            for part in spelt:
                if part in other:
                    other.remove(part)
            return gain, word
    return 0.0, ""


def _spelt_by(acronym: str, named: NameProfile) -> tuple[str, ...]:
    words, start = named.words, named.initials.find(acronym)
    if start >= 0:
        return words[start : start + len(acronym)]
    known = ACRONYMS.get(acronym, ())
    if known and sum(part in words for part in known) >= min(2, len(known)):
        return tuple(part for part in words if part in known)
    return ()


@lru_cache(maxsize=50_000)
def place_words(name: str) -> frozenset[str]:
    """The words by which a place is named, spelt as in the names of organisations."""
    return frozenset(profile_name(name).words) if name else frozenset()
