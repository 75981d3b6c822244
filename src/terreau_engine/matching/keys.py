"""The few keys under which an organisation is looked for among a million."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations
from typing import NamedTuple

from terreau_engine.matching.alignment import Lexicon
from terreau_engine.matching.names import (
    NameProfile,
    acronyms,
    name_variants,
    profile_name,
    skeleton,
)
from terreau_engine.matching.parties import Party

_STATIC = Lexicon()
MOST_NAMES = 6


class MatchKey(NamedTuple):
    """One key: its print, and whether two bodies that share it are many by nature."""

    print: int
    kind: str


def match_keys(party: Party) -> tuple[MatchKey, ...]:
    """Give the keys under which this party is stored and looked for.

    Meaning: two sheets of one body share at least one key, most of the time; sharing one proves
    nothing, `compare` judges. Formula: each number of a register; then for each name: its words
    in order (skeletons), its two rarest words alone, those with the département and the rarest
    with the commune, the two rarest together, its acronym. Rarity is that of the table of common
    words, then length, so that the keys of a sheet never depend on the others. Shapes: about ten
    keys a party. Units: 64-bit signed prints (BLAKE2b). Errors: none. Source: blocking by several
    keys (P. Christen, Data Matching, 2012, chapter 4).

    >>> one = {key.print for key in match_keys(Party(("Actarom",)))}
    >>> bool(one & {key.print for key in match_keys(Party(("ASSOCIATION ACTARUM",)))})
    True
    """
    return tuple([MatchKey(print_of(text), kind) for text, kind in _texts(party).items()])


def match_prints(party: Party) -> set[int]:
    """Give the prints of the keys of a party, as they are stored.

    Meaning: what `match_keys` gives, without the kinds. Formula, shapes, units, source: as there.
    Errors: none.

    >>> one = Party(("Actarom",))
    >>> match_prints(one) == {key.print for key in match_keys(one)}
    True
    """
    return {print_of(text) for text in _texts(party)}


def print_of(text: str) -> int:
    """Turn a key into a 64-bit signed number.

    Meaning: a short name for a key. Formula: BLAKE2b of 8 bytes. Units: an integer from −2⁶³ to
    2⁶³ − 1. Errors: none; among ten million keys two share a print with a chance of 3 in a million.
    Source: RFC 7693.

    >>> print_of("w:ham") == print_of("w:ham") != print_of("w:han")
    True
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _texts(party: Party) -> dict[str, str]:
    """Spell each key once, with its kind: « word:ham »."""
    texts = {f"id:{number}": "id" for number in sorted(party.registered)}
    if party.unit:
        texts[f"id:{party.unit}"] = "id"
    variants = dict.fromkeys(
        [variant for name in party.names for variant in name_variants(name) if variant]
    )
    for variant in list(variants)[:MOST_NAMES]:
        _add_name(texts, profile_name(variant), party)
    return texts


def _add_name(texts: dict[str, str], profile: NameProfile, party: Party) -> None:
    if not profile.core:
        return
    rarest = list(dict.fromkeys([skeleton(word) for word in _rarest(profile)]))
    texts[f"name:{' '.join(sorted(rarest))}"] = "name"
    for word in rarest[:2]:
        texts[f"word:{word}"] = "word"
        if party.departement:
            texts[f"area:{party.departement}:{word}"] = "area"
    if party.place and rarest:
        texts[f"place:{party.place}:{rarest[0]}"] = "place"
    for pair in combinations(rarest[:3], 2):
        texts[f"two:{' '.join(sorted(pair))}"] = "two"
    for text in _acronym_texts(profile):
        texts[f"acronym:{text}"] = "acronym"


def _acronym_texts(profile: NameProfile) -> Iterator[str]:
    if len(profile.core) == 1 and 2 < len(profile.core[0]) <= 6:
        yield profile.core[0]
    for words in dict.fromkeys((profile.core, profile.words)):
        if 3 <= len(words) <= 6:
            yield acronyms(words)


def _rarest(profile: NameProfile) -> list[str]:
    told = _STATIC.told
    return [word for *_rank, word in sorted([(-told[w], -len(w), w) for w in profile.core])]
