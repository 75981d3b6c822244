"""How likely two organisations are one and the same, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from operator import itemgetter
from typing import NamedTuple

from terreau_engine.matching.alignment import Alignment, Lexicon, align, place_words
from terreau_engine.matching.fitted import (
    EVIDENCE,
    FAR,
    INTERCEPT,
    NAME_WEIGHTS,
    NEAR,
    OTHER_DEPARTEMENT,
    OTHER_RNA,
    OTHER_SIREN,
    OTHER_SIRET,
    OTHER_WORLD,
    SAME_NUMBER,
    SAME_PLACE,
    SAME_POSTCODE,
    SAME_SIREN,
    SAME_TOWN,
)
from terreau_engine.matching.names import NameProfile, name_variants, profile_name
from terreau_engine.matching.parties import Party, distance_km

NEAR_KM = 12.0
# A difference of latitude that is more than `NEAR_KM` by itself.
FAR_DEGREES = 0.108
MOST_NAMES = 6
TOLD_FROM = 0.01
_PLAIN = Lexicon()
FEATURES = (
    "shared",  # share of what both names tell that they share
    "covered",  # share of the shorter one
    "evidence",  # how much the shared words tell
    "same",  # nothing is left on either side
    "clash",  # what each name keeps for itself, the lesser
    "numbers",  # « n° 2 » and « n° 14 »
    "forms",  # an association and a company
    "acronym",  # known by initials only: less sure
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (+) or against (−), as a code and the words it is about."""

    code: str
    weight: float
    first: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The chance, 0–1, that two organisations are one, and the reasons, heaviest first."""

    score: float
    reasons: tuple[Reason, ...]


# A reason in the making: its code, its weight, the words it is about.
Said = tuple[str, float, str, str]


class NameMeeting(NamedTuple):
    """Two names side by side: what they say alone, the figures it comes from, in log-odds."""

    log_odds: float
    first: str
    second: str
    features: tuple[float, ...]
    laid: Alignment


def compare(
    first: Party,
    second: Party,
    lexicon: Lexicon | None = None,
    *,
    told_from: float = TOLD_FROM,
) -> Likeness:
    """Tell how likely two organisations are one and the same, with the reasons.

    Meaning: the score is a calibrated chance, 0–1: of a hundred proposals at 0.80, about eighty
    are the same body. Formula: logistic of the best meeting of names (weights fitted on the
    training part of published grants, see `fitted`) plus the log-odds of what places, numbers of
    registers and worlds say. Symmetric; the order of words, case, accents and legal forms do not
    count; unknown says nothing; under a shared number, names that contradict each other no longer
    count against; under `told_from` no reason is told. Shapes: two parties. Units: chance 0–1,
    reasons in log-odds. Errors: none. Source: likelihood ratios (Fellegi & Sunter 1969).

    >>> club = Party(("Ass. sportive de Ham",), place="80410")
    >>> same = compare(club, Party(("HAM ASSOCIATION SPORTIVE",), place="80410"))
    >>> same.score > 0.6, [reason.code for reason in same.reasons]
    (True, ['same-place', 'same-name'])
    """
    best = meet(first, second, _PLAIN if lexicon is None else lexicon)
    context = _context_reasons(first, second)
    by_name, around = best.log_odds, 0.0
    for code, weight, _one, _other in context:
        around += weight
        if code in ("same-number", "same-siren"):
            by_name = max(by_name, INTERCEPT)
    score = _logistic(by_name + around)
    if score < told_from:
        return Likeness(score, ())
    told = (Reason(*said) for said in context)
    reasons = (*_name_reasons(best, by_name, first, second), *told)
    return Likeness(score, tuple(sorted(reasons, key=lambda r: (-abs(r.weight), r.code))))


def weigh_places(first: Party, second: Party) -> float:
    """What the places alone say, in log-odds."""
    return sum(weight for _code, weight, _one, _other in _place_reasons(first, second))


def meet(first: Party, second: Party, lexicon: Lexicon) -> NameMeeting:
    """Find the two names, one on each side, that speak most for one body."""
    agreed = _agreed_words(first, second)
    meetings = [
        _meeting(one, other, lexicon, agreed)
        for one in names_compared(first.names)
        for other in names_compared(second.names)
    ]
    return max(meetings, key=itemgetter(0)) if len(meetings) > 1 else meetings[0]


@lru_cache(maxsize=20_000)
def names_compared(names: tuple[str, ...]) -> tuple[str, ...]:
    variants = (variant for name in names for variant in name_variants(name))
    return tuple(dict.fromkeys(variants))[:MOST_NAMES] or ("",)


def _agreed_words(first: Party, second: Party) -> frozenset[str]:
    """Words of a place that both are in: naming it tells nothing more."""
    if not first.place or first.place != second.place:
        return frozenset()
    words = place_words(first.place_name)
    if first.place_name == second.place_name:
        return words
    return words | place_words(second.place_name)


def _meeting(first: str, second: str, lexicon: Lexicon, agreed: frozenset[str]) -> NameMeeting:
    one, other = profile_name(first), profile_name(second)
    laid = align(one, other, lexicon, agreed)
    features = _features(one, other, laid)
    log_odds = 0.0
    for weight, value in zip(NAME_WEIGHTS, features, strict=True):
        log_odds += weight * value
    return NameMeeting(INTERCEPT + log_odds, first, second, features, laid)


def _features(one: NameProfile, other: NameProfile, laid: Alignment) -> tuple[float, ...]:
    both = laid.first_weight + laid.second_weight
    least = min(laid.first_weight, laid.second_weight)
    return (
        2 * laid.matched / both if both else 0.0,
        laid.matched / least if least else 0.0,
        min(laid.matched, EVIDENCE) / EVIDENCE,
        float(laid.is_same),
        min(laid.first_left_weight, laid.second_left_weight, 2.0),
        float(bool(one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers))),
        float(_forms_differ(one, other, laid)),
        float(bool(laid.acronym)),
    )


def _forms_differ(one: NameProfile, other: NameProfile, laid: Alignment) -> bool:
    """An association is no company; a town is none of the bodies that bear its name."""
    if one.forms and other.forms:
        return one.forms.isdisjoint(other.forms)
    return "town" in (one.forms | other.forms) and not laid.is_same


def _name_reasons(
    best: NameMeeting, by_name: float, first: Party, second: Party
) -> Iterator[Reason]:
    laid, names = best.laid, (best.first, best.second)
    if laid.acronym:
        yield Reason("acronym", by_name, *names)
    elif laid.is_same:
        yield Reason("same-name", by_name, *names)
    elif laid.common:
        yield Reason("close-names", by_name, *names)
    else:
        yield Reason("other-names", by_name, *names)
    if best.first not in first.names[:1] or best.second not in second.names[:1]:
        yield Reason("by-alias", 0.0, *names)
    if laid.first_left and laid.second_left:
        yield Reason("own-words", 0.0, " ".join(laid.first_left), " ".join(laid.second_left))
    if best.features[FEATURES.index("numbers")]:
        yield Reason("numbers-differ", NAME_WEIGHTS[FEATURES.index("numbers")], *names)
    if best.features[FEATURES.index("forms")]:
        yield Reason("forms-differ", NAME_WEIGHTS[FEATURES.index("forms")], *names)


def _town_reasons(best: NameMeeting) -> Iterator[Reason]:
    """A commune has one town hall: « mairie de », « ville de » and « commune de » are one body."""
    forms = profile_name(best.first).forms & profile_name(best.second).forms
    if "town" in forms and best.laid.is_same:
        yield Reason("same-town", SAME_TOWN, best.first, best.second)


def _context_reasons(first: Party, second: Party) -> list[Said]:
    said = _number_reasons(first, second) if _is_known(first) and _is_known(second) else []
    said += _place_reasons(first, second)
    if first.world and second.world and first.world != second.world:
        said.append(("other-world", OTHER_WORLD, first.world, second.world))
    return said


def _is_known(party: Party) -> bool:
    """Whether some register gives it a number."""
    return bool(party.siren or party.siret or party.rna or party.other_numbers)


def _number_reasons(first: Party, second: Party) -> list[Said]:
    said: list[Said] = []
    shared = first.registered & second.registered
    if shared:
        number = min(shared)
        said.append(("same-number", SAME_NUMBER, number, number))
    one, other = first.unit, second.unit
    if one and other:
        is_same = one == other
        code, weight = ("same-siren", SAME_SIREN) if is_same else ("other-siren", OTHER_SIREN)
        said.append((code, weight, one, other))
    if not shared and first.siret and second.siret and one == other:
        said.append(("other-siret", OTHER_SIRET, first.siret, second.siret))
    if not shared and first.rna and second.rna:
        said.append(("other-rna", OTHER_RNA, first.rna, second.rna))
    return said


def _place_reasons(first: Party, second: Party) -> list[Said]:
    """What places say: one thing at most."""
    if first.place and first.place == second.place:
        return [("same-place", SAME_PLACE, first.place_name, second.place_name)]
    if first.postcode and first.postcode == second.postcode:
        return [("same-postcode", SAME_POSTCODE, first.postcode, second.postcode)]
    if first.point and second.point:
        names = first.place_name, second.place_name
        is_near = _are_near(first.point, second.point)
        return [("near", NEAR, *names)] if is_near else [("far", FAR, *names)]
    one, other = first.departement, second.departement
    if one and other and one != other:
        return [("other-departement", OTHER_DEPARTEMENT, one, other)]
    return []


def _are_near(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return abs(first[1] - second[1]) < FAR_DEGREES and distance_km(first, second) <= NEAR_KM


def _logistic(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
