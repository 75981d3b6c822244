"""The most that places, numbers and worlds may say of many pairs at once."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from terreau_engine.matching.fitted import (
    FAR,
    NEAR,
    OTHER_DEPARTEMENT,
    OTHER_RNA,
    OTHER_SIREN,
    OTHER_WORLD,
    SAME_PLACE,
    SAME_POSTCODE,
)
from terreau_engine.matching.likeness import FAR_DEGREES
from terreau_engine.matching.parties import Party

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def most_around(parties: Sequence[Party], firsts: Ints, seconds: Ints) -> tuple[Floats, Flags]:
    """Bound the log-odds of what surrounds the names; tell also which pairs are of one place.

    A number that both bear settles it: the bound is then infinite. Two communes whose latitudes
    are close count as near.

    >>> pair = [Party(("Ham",), place="80410", world="public"), Party(("Ham",), place="80410")]
    >>> [found.tolist() for found in most_around(pair, np.array([0]), np.array([1]))]
    [[1.6], [True]]
    """
    places, is_one_place = _places(parties, firsts, seconds)
    world = _codes(party.world for party in parties)
    places += np.where(_differ(world, firsts, seconds), OTHER_WORLD, 0.0)
    return places + _numbers(parties, firsts, seconds), is_one_place


def _places(parties: Sequence[Party], firsts: Ints, seconds: Ints) -> tuple[Floats, Flags]:
    place = _codes(party.place for party in parties)
    postcode = _codes(party.postcode for party in parties)
    area = _codes(party.departement for party in parties)
    latitude = np.array([party.point[1] if party.point else np.nan for party in parties])
    apart = np.abs(latitude[firsts] - latitude[seconds])
    is_one = _agree(place, firsts, seconds)
    said = np.select(
        [is_one, _agree(postcode, firsts, seconds), apart >= FAR_DEGREES, ~np.isnan(apart)],
        [SAME_PLACE, SAME_POSTCODE, FAR, NEAR],
        np.where(_differ(area, firsts, seconds), OTHER_DEPARTEMENT, 0.0),
    )
    return said, is_one


def _numbers(parties: Sequence[Party], firsts: Ints, seconds: Ints) -> Floats:
    known: dict[str, int] = {"": 0}
    unit, siret, rna = (
        np.array([known.setdefault(text, len(known)) for text in texts], np.int64)
        for texts in (
            [party.unit for party in parties],
            [party.siret for party in parties],
            [party.rna for party in parties],
        )
    )
    others = np.array([bool(party.other_numbers) for party in parties])
    is_known = others | (unit > 0) | (rna > 0)
    said = np.where(_differ(unit, firsts, seconds), OTHER_SIREN, 0.0)
    said += np.where(_differ(rna, firsts, seconds), OTHER_RNA, 0.0)
    settled = others[firsts] | others[seconds]
    for one in (unit, siret, rna):
        for other in (unit, siret, rna):
            settled |= (one[firsts] > 0) & (one[firsts] == other[seconds])
    return np.where(settled & is_known[firsts] & is_known[seconds], np.inf, said)


def _codes(texts: Iterable[str]) -> Ints:
    known: dict[str, int] = {"": 0}
    return np.array([known.setdefault(text, len(known)) for text in texts], np.int64)


def _agree(codes: Ints, firsts: Ints, seconds: Ints) -> Flags:
    return np.asarray((codes[firsts] > 0) & (codes[firsts] == codes[seconds]))


def _differ(codes: Ints, firsts: Ints, seconds: Ints) -> Flags:
    one, other = codes[firsts], codes[seconds]
    return np.asarray((one > 0) & (other > 0) & (one != other))
