"""Matching: which two names, numbers and places are one and the same organisation."""

from terreau_engine.matching.alignment import Alignment, Lexicon, align, word_likeness
from terreau_engine.matching.evaluation import Band, Quality, evaluate
from terreau_engine.matching.fitted import PROPOSED_FROM, SAME_NAME_FROM
from terreau_engine.matching.keys import MatchKey, match_keys, match_prints, print_of
from terreau_engine.matching.likeness import Likeness, Reason, compare
from terreau_engine.matching.names import (
    NameProfile,
    fold_name,
    name_variants,
    profile_name,
    skeleton,
)
from terreau_engine.matching.parties import Party, distance_km
from terreau_engine.matching.screening import worth_comparing

__all__ = [
    "PROPOSED_FROM",
    "SAME_NAME_FROM",
    "Alignment",
    "Band",
    "Lexicon",
    "Likeness",
    "MatchKey",
    "NameProfile",
    "Party",
    "Quality",
    "Reason",
    "align",
    "compare",
    "distance_km",
    "evaluate",
    "fold_name",
    "match_keys",
    "match_prints",
    "name_variants",
    "print_of",
    "profile_name",
    "skeleton",
    "word_likeness",
    "worth_comparing",
]
