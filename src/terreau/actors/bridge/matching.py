"""Sheets and lines of files as the engine compares them; its reasons as people read them."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from terreau.actors.folding import fold
from terreau.actors.models import MatchWord, Organisation, OrganisationAlias, OrganisationNumber
from terreau.core.key_ranges import among
from terreau.territories.models import Territory
from terreau_engine.matching import (
    PROPOSED_FROM,
    SAME_NAME_FROM,
    Lexicon,
    Likeness,
    MatchKey,
    Party,
    Reason,
    compare,
    match_keys,
    match_prints,
    profile_name,
    worth_comparing,
)

__all__ = [
    "PROPOSED_FROM",
    "SAME_NAME_FROM",
    "Lexicon",
    "Likeness",
    "MatchKey",
    "Party",
    "Place",
    "code_of",
    "compare",
    "is_proposed",
    "keep_reasons",
    "keys_of",
    "lexicon_for",
    "parties_of",
    "party_of_row",
    "places_by_code",
    "say_kept",
    "say_reasons",
    "words_of",
    "worth_proposing",
]

CHUNK = 2_000
MOST_NAMES = 8
# A small directory does not know which words are rare: it counts as one of this size.
FEWEST_SHEETS = 10_000
_COLUMNS = (
    "pk",
    "name",
    "siren",
    "siret",
    "rna",
    "world",
    "place_id",
)


@dataclass(frozen=True)
class Place:
    """What a comparison reads of a commune."""

    code: str
    name: str
    departement: str
    point: tuple[float, float] | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Place":
        """Read one row of the referential."""
        known = row["lon"] is not None and row["lat"] is not None
        return cls(
            row["code"],
            row["name"],
            row["departement__code"] or "",
            (row["lon"], row["lat"]) if known else None,
        )


_PLACE = ("pk", "code", "name", "departement__code", "lon", "lat")


def parties_of(ids: Collection[int]) -> dict[int, Party]:
    """Read these sheets as parties; four queries a chunk, merged sheets left out."""
    found: dict[int, Party] = {}
    keys = sorted(set(ids))
    for start in range(0, len(keys), CHUNK):
        found |= _chunk(keys[start : start + CHUNK])
    return found


def _chunk(keys: Sequence[int]) -> dict[int, Party]:
    rows = Organisation.objects.filter(among("pk", keys), merged_into=None).order_by()
    sheets = list(rows.values_list(*_COLUMNS))
    aliases = _grouped(OrganisationAlias, "name", keys)
    numbers = _grouped(OrganisationNumber, "value", keys)
    places = _places({place for *_rest, place in sheets if place})
    return {
        pk: _party(
            (name, *aliases.get(pk, ())),
            siren,
            siret,
            rna,
            numbers.get(pk, ()),
            places.get(place),
            world,
        )
        for pk, name, siren, siret, rna, world, place in sheets
    }


def _grouped(model, column: str, keys: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = model.objects.filter(among("organisation_id", keys)).order_by("pk")
    for pk, value in rows.values_list("organisation_id", column):
        found.setdefault(pk, []).append(value)
    return found


def _places(keys: set[int]) -> dict[int, Place]:
    rows = Territory.objects.filter(pk__among=keys).order_by().values(*_PLACE)
    return {row["pk"]: Place.of(row) for row in rows}


def places_by_code(codes: Iterable[str]) -> dict[str, Place]:
    """Read communes by their official code, in one query."""
    wanted = {code for code in codes if code}
    rows = Territory.objects.filter(kind="commune", code__among=wanted).order_by().values(*_PLACE)
    return {row["code"]: Place.of(row) for row in rows} if wanted else {}


def _party(names, siren, siret, rna, numbers, place: Place | None, world, postcode="") -> Party:
    return Party(
        names=tuple(name for name in names if name)[:MOST_NAMES],
        siren=siren or "",
        siret=siret or "",
        rna=rna or "",
        other_numbers=frozenset(numbers),
        place=place.code if place else "",
        place_name=place.name if place else "",
        departement=place.departement if place else _departement(postcode),
        postcode=postcode,
        point=place.point if place else None,
        world=world or "",
    )


def _departement(postcode: str) -> str:
    """The département of a postcode, where its first signs tell it; Corsica's do not."""
    if len(postcode) != 5 or not postcode.isdigit() or postcode.startswith("20"):
        return ""
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]


def code_of(place: Any) -> str:
    """The code of a commune given as a code, a token or a territory."""
    return str(getattr(place, "code", place) or "").rpartition(":")[2]


def party_of_row(row: Mapping[str, Any], places: Mapping[str, Place]) -> Party:
    """Read one line of a file: name, aliases, siren, siret, rna, place (code), postcode, world."""
    aliases = row.get("aliases") or ()
    return _party(
        (row.get("name") or "", *aliases),
        row.get("siren"),
        row.get("siret"),
        row.get("rna"),
        (),
        places.get(code_of(row.get("place"))),
        row.get("world"),
        row.get("postcode") or "",
    )


def keys_of(party: Party) -> tuple[MatchKey, ...]:
    """The keys under which this party is stored and looked for."""
    return match_keys(party)


def prints_of(party: Party) -> set[int]:
    """The prints of these keys, each once."""
    return match_prints(party)


def words_of(party: Party) -> set[str]:
    """The telling words of every name of a party."""
    return {word for name in party.names for word in profile_name(name).core}


def lexicon_for(words: Collection[str], sheets: int) -> Lexicon:
    """What these words tell in this directory; words never counted follow the engine's table."""
    wanted, weights = sorted(words), {}
    base = math.log(max(sheets, FEWEST_SHEETS) + 1)
    for start in range(0, len(wanted), CHUNK):
        rows = MatchWord.objects.filter(word__among=wanted[start : start + CHUNK]).order_by()
        for word, count in rows.values_list("word", "sheets"):
            weights[word] = max(0.05, 1 - math.log(count + 1) / base)
    return Lexicon(weights)


def is_proposed(likeness: Likeness) -> bool:
    """Tell whether a person should be asked: likely enough, or the very same name."""
    if likeness.score >= PROPOSED_FROM:
        return True
    same_name = any(reason.code == "same-name" for reason in likeness.reasons)
    return same_name and likeness.score >= SAME_NAME_FROM


def worth_proposing(
    pairs: Sequence[tuple[int, int]],
    asked: Sequence[Party],
    parties: Mapping[int, Party],
    lexicon: Lexicon,
) -> list[tuple[int, int]]:
    """Keep of the pairs (line, sheet) those that `is_proposed` may keep, in their order."""
    met = list(dict.fromkeys(pk for _line, pk in pairs))
    place = {pk: rank for rank, pk in enumerate(met, start=len(asked))}
    stays = worth_comparing(
        [*asked, *(parties[pk] for pk in met)],
        np.array([line for line, _pk in pairs], np.intp),
        np.array([place[pk] for _line, pk in pairs], np.intp),
        lexicon,
        score=PROPOSED_FROM,
        same_name=SAME_NAME_FROM,
    )
    return [pair for pair, stay in zip(pairs, stays.tolist(), strict=True) if stay]


def say_reasons(likeness: Likeness) -> tuple[str, ...]:
    """The reasons of a score, heaviest first, as a person reads them."""
    return tuple(_say(reason) for reason in likeness.reasons)


def keep_reasons(likeness: Likeness) -> list[list[Any]]:
    """The reasons as plain values, to be said later in the language of who reads."""
    return [[r.code, round(r.weight, 2), r.first, r.second] for r in likeness.reasons]


def say_kept(reasons: Iterable[Sequence[Any]]) -> tuple[str, ...]:
    """Say reasons that were kept."""
    return tuple(_say(Reason(*reason)) for reason in reasons if reason[0] in _SENTENCES)


def _say(reason: Reason) -> str:
    values = {"first": reason.first, "second": reason.second}
    if reason.code == "by-alias" and fold(reason.first) == fold(reason.second):
        return _("par un autre nom connu : « %(second)s »") % values
    return _SENTENCES[reason.code]() % values


_SENTENCES = {
    "same-name": lambda: _("même nom, à l’écriture près"),
    "close-names": lambda: _("noms proches : « %(first)s » et « %(second)s »"),
    "other-names": lambda: _("noms différents : « %(first)s » et « %(second)s »"),
    "acronym": lambda: _("l’un est le sigle de l’autre : « %(first)s » et « %(second)s »"),
    "by-alias": lambda: _("par un autre nom connu : « %(first)s » et « %(second)s »"),
    "own-words": lambda: _("mots que l’autre n’a pas : « %(first)s », « %(second)s »"),
    "numbers-differ": lambda: _("les numéros dans les noms diffèrent"),
    "forms-differ": lambda: _("les formes diffèrent : « %(first)s » et « %(second)s »"),
    "same-number": lambda: _("même numéro officiel : %(first)s"),
    "same-town": lambda: _("la même collectivité : « %(first)s » et « %(second)s »"),
    "same-siren": lambda: _("même SIREN : %(first)s"),
    "other-siren": lambda: _("SIREN contradictoires : %(first)s et %(second)s"),
    "other-siret": lambda: _("SIRET différents du même SIREN : %(first)s et %(second)s"),
    "other-rna": lambda: _("numéros RNA contradictoires : %(first)s et %(second)s"),
    "same-place": lambda: _("même commune : %(first)s"),
    "same-postcode": lambda: _("même code postal : %(first)s"),
    "near": lambda: _("communes proches : %(first)s et %(second)s"),
    "far": lambda: _("communes éloignées : %(first)s et %(second)s"),
    "other-departement": lambda: _("départements différents : %(first)s et %(second)s"),
    "other-world": lambda: _("mondes différents"),
}
