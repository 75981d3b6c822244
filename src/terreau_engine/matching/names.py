"""Bring the name of an organisation to what tells it from another."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from terreau_engine.matching.words import ABBREVIATIONS, FORMS, SMALL_WORDS

LONGEST_NAME, MOST_WORDS, MOST_VARIANTS = 300, 24, 4
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_MARKED = re.compile(r"[^\w\u0300-\u036f]+")
_BRACKETS = re.compile(r"^(.*?)[(\[](.*?)[)\]]?\s*$")
# « X ex Y », « X anciennement Y », « X dit Y »: one body, two names.
_FORMERLY = re.compile(r"\s+(?:ex|ex-|anciennement|dit|dite|alias)\s+|\s+[-–—/|]\s+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+|\D+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_DOUBLED = re.compile(r"(.)\1+")
# What most names have none of, seen at a glance: a part of its own, a lone letter, a digit.
_PARTED = re.compile(r"[(\[]|" + _FORMERLY.pattern, re.IGNORECASE)
_LONE_OR_DIGIT = re.compile(r"\d|\b[a-z]\b")


@dataclass(frozen=True, slots=True)
class NameProfile:
    """One name, read: its words in order, those that tell it apart, its form, its numbers."""

    text: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    forms: frozenset[str]
    numbers: frozenset[str]
    initials: str

    @property
    def signature(self) -> str:
        """The telling words whatever their order."""
        return " ".join(sorted(set(self.core)))


def fold_name(text: str) -> str:
    """Reduce a name to lower-case words without accents.

    Meaning: two ways of typing one name become one. Formula: compatibility decomposition, case
    folding, marks taken away, everything but plain letters and digits turned into one space; at
    most 300 characters are read. Units: none. Errors: none. Source: Unicode NFKD.

    >>> fold_name("  L’Œuvre — Saint-Éloi ")
    'l oeuvre saint eloi'
    """
    if not text.isascii():
        flat = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
        text = _NOT_MARKED.sub(" ", flat).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", text[:LONGEST_NAME].casefold()).strip()


@lru_cache(maxsize=20_000)
def profile_name(text: str) -> NameProfile:
    """Read one name: words brought to one spelling, forms set apart, numbers noted.

    Meaning: « Ass. Mun. d’Animation » and « association municipale d'animation » give the same
    telling words. Formula: folded words; single letters in a row are joined (« R A C » → « rac »);
    abbreviations are spelt in full; small words leave, legal forms become a family; when nothing
    is left, all the words are telling. Units: none. Errors: none. Source: the tables of
    `terreau_engine.matching.words`, written by hand.

    >>> profile_name("ASS. SPORT. MUN. n° 2").core
    ('sport', 'municipal', '2')
    >>> profile_name("Mairie de Ham").forms, profile_name("Commune de Ham").core
    (frozenset({'town'}), ('ham',))
    """
    folded = fold_name(text)
    typed = folded.split()
    parts = _join_letters(typed) if _LONE_OR_DIGIT.search(folded) else typed
    spelt = [_spell(word) for word in parts][:MOST_WORDS]
    words = tuple(word for word in spelt if word not in SMALL_WORDS)
    core = tuple(word for word in words if word not in FORMS) or words or tuple(spelt)
    core = tuple(dict.fromkeys(core))
    return NameProfile(
        folded,
        words,
        core,
        frozenset(FORMS[word] for word in words if word in FORMS),
        frozenset(word for word in core if word.isdigit()),
        acronyms(words),
    )


@lru_cache(maxsize=10_000)
def name_variants(text: str) -> tuple[str, ...]:
    """Give the names that one typed name holds: whole, before and in brackets, before « ex ».

    Meaning: « AMI (Accueil des Migrants) » answers to both names. Formula: the whole, then each
    part of at least three letters; at most four. Units: none. Errors: none. Source: the habits
    seen in published lists of grants.

    >>> name_variants("AMI (Accueil des Migrants)")
    ('AMI (Accueil des Migrants)', 'AMI', 'Accueil des Migrants')
    """
    if not _PARTED.search(text):
        return (text.strip(),) if len(fold_name(text)) >= 3 else (text,)
    found = [text]
    if bracketed := _BRACKETS.match(text):
        found += [bracketed.group(1), bracketed.group(2)]
    found += _FORMERLY.split(text)
    kept = dict.fromkeys(part.strip() for part in found if len(fold_name(part)) >= 3)
    return tuple(kept)[:MOST_VARIANTS] or (text,)


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Keep of a word what most misspellings leave: its first letter and its consonants.

    Meaning: « Actarom » and « Actarum » meet under one key. Formula: ph → f, qu and k → c, y → i;
    doubled letters once; vowels and mute ends away but the first letter; short words and numbers
    stay whole. Units: none. Errors: none. Source: the idea of Soundex (R. C. Russell, 1918),
    without its cut at four signs.

    >>> skeleton("actarom") == skeleton("actarum") == skeleton("acttarom")
    True
    """
    if len(word) <= 4 or word.isdigit():
        return word
    heard = word.replace("ph", "f").replace("qu", "c").replace("k", "c").replace("y", "i")
    heard = _DOUBLED.sub(r"\1", heard).rstrip("esxt") or heard
    return (heard[0] + re.sub("[aeiouh]", "", heard[1:]))[:6]


def acronyms(words: Iterable[str]) -> str:
    """The initials of these words."""
    return "".join(word[0] for word in words)


def _join_letters(words: list[str]) -> Iterator[str]:
    for is_letter, run in groupby(words, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        if is_letter and len(letters) > 1:
            yield "".join(letters)
        elif is_letter:
            yield letters[0]
        else:
            for word in letters:
                yield from _DIGITS.findall(word)


def _spell(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    return ABBREVIATIONS.get(word) or _ROMAN.get(word) or word
