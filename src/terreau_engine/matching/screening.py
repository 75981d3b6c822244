"""Which pairs are worth comparing: the others cannot reach the score, whatever their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from terreau_engine.matching.alignment import LONGEST_ACRONYM, SOUND_ALIKE, Lexicon
from terreau_engine.matching.fitted import EVIDENCE, INTERCEPT, NAME_WEIGHTS
from terreau_engine.matching.likeness import names_compared
from terreau_engine.matching.names import profile_name, skeleton
from terreau_engine.matching.parties import Party
from terreau_engine.matching.surroundings import most_around
from terreau_engine.matching.words import ACRONYMS

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# A name of more telling words than this is always compared.
WIDEST = 6
_ROUNDING = 1e-9


def worth_comparing(
    parties: Sequence[Party],
    firsts: Ints,
    seconds: Ints,
    lexicon: Lexicon,
    *,
    score: float,
    same_name: float,
) -> Flags:
    """Tell which pairs may reach a score, without laying their names side by side.

    Meaning: most of the pairs that share a key are far from one body; a bound says so for thousands
    at once, and `compare` is left those that it cannot rule out. Formula: the score of `compare`
    where every word that may find a partner does, at its full weight, and where what cannot be told
    at a glance speaks for the pair; letters alone tell which words may be alike. A pair stays when
    the bound reaches `score`, or `same_name` where nothing need be left of either name. Shapes:
    pairs as places in `parties`; one answer a pair. Units: scores 0–1. Errors: none. Source: upper
    bounds of the score of `compare`.

    >>> ham = [Party(("Club de Ham",)), Party(("Tennis Club Ham",)), Party(("Mairie de Lyon",))]
    >>> pairs = np.array([0, 0]), np.array([1, 2])
    >>> worth_comparing(ham, *pairs, Lexicon(), score=0.35, same_name=0.1).tolist()
    [True, False]
    """
    if not len(firsts):
        return np.zeros(0, bool)
    names, counts = _names_of(parties, lexicon)
    starts = np.cumsum(counts) - counts
    every = counts[firsts] * counts[seconds]
    ends = np.cumsum(every)
    pair = np.repeat(np.arange(len(firsts)), every)
    rank = np.arange(len(pair)) - np.repeat(ends - every, every)
    width = counts[seconds[pair]]
    one, other = starts[firsts[pair]] + rank // width, starts[seconds[pair]] + rank % width
    around, is_one_place = most_around(parties, firsts, seconds)
    bound, may_be_same = _most_alike(names, one, other, is_one_place[pair])
    bound += around[pair] + _ROUNDING
    stays = (bound >= _log_odds(score)) | (may_be_same & (bound >= _log_odds(same_name)))
    return np.asarray(np.logical_or.reduceat(stays, ends - every))


def _log_odds(score: float) -> float:
    return log(score / (1 - score)) if 0 < score < 1 else inf * (1 if score >= 1 else -1)


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """Names as lines of words, and every word as numbers; word 0 stands where there is none."""

    words: Ints  # names × WIDEST
    initials: Ints
    is_wide: Flags
    size: Ints
    head: Ints
    signs: Ints
    frame: Ints
    weight: Floats
    has_kin_head: Flags
    is_number: Flags
    is_acronym: Flags


def _names_of(parties: Sequence[Party], lexicon: Lexicon) -> tuple[_Names, Ints]:
    """Number the words of all the names of the parties; give also how many names each has."""
    lists = [names_compared(party.names) for party in parties]
    profiles = [profile_name(name) for names in lists for name in names]
    known: dict[str, int] = {"": 0}
    frames: dict[str, int] = {}
    lines = np.zeros((len(profiles), WIDEST), np.int64)
    for place, profile in enumerate(profiles):
        for rank, word in enumerate(profile.core[:WIDEST]):
            lines[place, rank] = known.setdefault(word, len(known))
    words = list(known)
    told = lexicon.told
    names = _Names(
        words=lines,
        initials=np.array([_signs(profile.initials) for profile in profiles], np.int64),
        is_wide=np.array([len(profile.core) > WIDEST for profile in profiles], bool),
        size=np.array([len(word) for word in words], np.int64),
        head=np.array([ord(word[:1] or " ") for word in words], np.int64),
        signs=np.array([_signs(word) for word in words], np.int64),
        frame=np.array([frames.setdefault(skeleton(word), len(frames)) for word in words]),
        weight=np.array([0.0, *(told[word] for word in words[1:])]),
        has_kin_head=np.array([word[:1] in SOUND_ALIKE for word in words], bool),
        is_number=np.array([word.isdigit() for word in words], bool),
        is_acronym=np.array([word in ACRONYMS for word in words], bool),
    )
    return names, np.array([len(names) for names in lists], np.int64)


@lru_cache(maxsize=50_000)
def _signs(word: str) -> int:
    """The letters and digits of a word, one bit each."""
    signs = 0
    for sign in word:
        signs |= 1 << (ord(sign) - (ord("a") if sign.isalpha() else ord("0") - 26))
    return signs


def _most_alike(names: _Names, one: Ints, other: Ints, is_one_place: Flags) -> tuple[Floats, Flags]:
    """Bound the log-odds of the names; tell also where nothing need be left of either name."""
    lines = names.words[one], names.words[other]
    equal = (lines[0][:, :, None] == lines[1][:, None, :]) & (lines[0] > 0)[:, :, None]
    shared = equal.any(axis=2), equal.any(axis=1)
    weights = names.weight[lines[0]], names.weight[lines[1]]
    agreed = (weights[0] * shared[0]).sum(axis=1)
    left = (lines[0] > 0) & ~shared[0], (lines[1] > 0) & ~shared[1]
    may = _partners(names, lines, left)
    gains = [(w * can).sum(axis=1) for w, can in zip(weights, may, strict=True)]
    alone = [is_left & ~can for is_left, can in zip(left, may, strict=True)]
    # What a common place already says weighs nothing when it is left alone.
    rest = [
        np.where(is_one_place, 0.0, (w * stays).sum(axis=1))
        for w, stays in zip(weights, alone, strict=True)
    ]
    is_same = is_one_place | ~(alone[0].any(axis=1) | alone[1].any(axis=1))
    matched = agreed + np.minimum(*gains)
    features = (
        _share(2 * matched, 2 * matched + rest[0] + rest[1]),
        _share(matched, matched + np.minimum(*rest)),
        np.minimum(matched, EVIDENCE) / EVIDENCE,
        is_same,
        np.minimum(np.minimum(*rest), 2.0),
    )
    bound = INTERCEPT + sum(
        weight * value for weight, value in zip(NAME_WEIGHTS, features, strict=False)
    )
    unsure = names.is_wide[one] | names.is_wide[other]
    unsure |= _may_abbreviate(names, lines[0], left[0], names.initials[other])
    unsure |= _may_abbreviate(names, lines[1], left[1], names.initials[one])
    return np.where(unsure, np.inf, bound), is_same | unsure


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(part / np.where(whole > 0, whole, 1.0))


def _may_abbreviate(names: _Names, words: Ints, left: Flags, initials: Ints) -> Flags:
    """Tell where a word left alone may be the acronym of the other name."""
    size = names.size[words]
    within = (names.signs[words] & ~initials[:, None]) == 0
    may = left & (size >= 2) & (size <= LONGEST_ACRONYM) & (within | names.is_acronym[words])
    return np.asarray(may.any(axis=1))


def _partners(
    names: _Names, lines: tuple[Ints, Ints], left: tuple[Flags, Flags]
) -> tuple[Flags, Flags]:
    """Tell which words left on each side may find a partner on the other one."""
    may = np.zeros_like(left[0]), np.zeros_like(left[1])
    pair, at, to = np.nonzero(left[0][:, :, None] & left[1][:, None, :])
    first, second = lines[0][pair, at], lines[1][pair, to]
    fit = _may_be_alike(names, first, names.size[second], names.signs[second], second)
    fit &= ~names.is_number[second]
    may[0][pair[fit], at[fit]] = True
    may[1][pair[fit], to[fit]] = True
    for near, far in ((0, 1), (1, 0)):
        _glue(names, (lines[near], lines[far]), (left[near], left[far]), (may[near], may[far]))
    return may


def _glue(
    names: _Names,
    lines: tuple[Ints, Ints],
    left: tuple[Flags, Flags],
    may: tuple[Flags, Flags],
) -> None:
    """Note the words of one side that two of the other one may make together."""
    after = np.triu(np.ones((WIDEST, WIDEST), bool), 1)
    pair, begin, end = np.nonzero(left[1][:, :, None] & left[1][:, None, :] & after)
    starts, ends = lines[1][pair, begin], lines[1][pair, end]
    size, signs = names.size[starts] + names.size[ends], names.signs[starts] | names.signs[ends]
    for at in range(WIDEST):
        word = lines[0][pair, at]
        fit = left[0][pair, at] & (names.size[word] > 5)
        fit[fit] = _may_be_alike(
            names, word[fit], size[fit], signs[fit], starts[fit], is_whole=False
        )
        may[0][pair[fit], at] = True
        may[1][pair[fit], begin[fit]] = True
        may[1][pair[fit], end[fit]] = True


def _may_be_alike(
    names: _Names, word: Ints, size: Ints, signs: Ints, begin: Ints, *, is_whole: bool = True
) -> Flags:
    """Tell where `word_likeness` may be above 0, from the letters of both words.

    The other word is given by its size, its letters and the word it begins with: itself, or the
    first of two that are glued, whose skeleton is not known.
    """
    mine, letters = names.size[word], names.signs[word]
    lost, more = np.bitwise_count(letters & ~signs), np.bitwise_count(signs & ~letters)
    common = np.minimum(mine - lost, size - more)
    both, across = common * (mine + size), mine * size
    short, long = np.minimum(mine, size), np.maximum(mine, size)
    is_kin = names.head[word] == names.head[begin]
    is_kin |= names.has_kin_head[word] & names.has_kin_head[begin]
    # Jaro ≤ (common ÷ mine + common ÷ size + 1) ÷ 3, and four first letters take 5/6 to 0.9.
    is_near = np.where(is_kin, 2 * both >= 3 * across, 10 * both >= 17 * across)
    is_near &= short >= np.where(is_kin, 3, 5)
    begins = np.where(mine <= size, lost, more) == 0
    slips = (lost <= 1) & (more <= 1) & (long - short <= 1)
    frames = names.frame[word] == names.frame[begin] if is_whole else True
    is_kin &= (short >= 3) & (begins | slips | frames)
    return np.asarray((is_near | is_kin) & ~names.is_number[word])
