"""Keep the figures of an indicator for one year: the whole series at once, or nothing."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import Q

from terreau.core.bulk_rows import insert_many
from terreau.territories.bridge import KNOWN, SUPPRESSED
from terreau.territories.enums import IndicatorAggregation, TerritoryKind
from terreau.territories.indicators.packing import Vectors, pack
from terreau.territories.indicators.registry import ensure_indicators
from terreau.territories.models import (
    Indicator,
    IndicatorBlock,
    IndicatorSeries,
    ReferenceImport,
    Territory,
)

COUNTRY, FRANCE = "country", 0
FEW = 500
Places = Mapping[int, tuple[str, int | None]]


class UnwritableSeriesError(ValueError):
    """Figures that cannot be kept as they are given; the text is for whoever writes an importer."""


@dataclass(frozen=True)
class NewSeries:
    """The figures of one indicator for one year, by key of territory; None is a kept secret.

    Territories of every level may stand together; `FRANCE` is the key of the country.
    """

    slug: str
    year: int
    values: Mapping[int, float | None]
    base: str = ""


def write_series(
    slug: str,
    year: int,
    values: Mapping[int, float | None],
    *,
    vintage: str,
    source_import: ReferenceImport | None = None,
    base: str = "",
    places: Places | None = None,
) -> IndicatorSeries:
    """Replace the series of one indicator and one year; what `values` leaves out is missing.

    A figure of None is a secret kept by the publisher. A ratio is never written: write its parts.
    """
    new = NewSeries(slug, year, values, base)
    return write_many([new], vintage=vintage, source_import=source_import, places=places)[0]


def write_many(
    new: Iterable[NewSeries],
    *,
    vintage: str,
    source_import: ReferenceImport | None = None,
    places: Places | None = None,
) -> list[IndicatorSeries]:
    """Replace several series in one transaction and few queries."""
    wanted = list(new)
    indicators = _indicators([one.slug for one in wanted])
    if places is None:
        places = read_places({key for one in wanted for key in one.values})
    with transaction.atomic():
        _forget(wanted, indicators)
        rows, packed = [], []
        for one in wanted:
            vectors = _vectors(one)
            blocks = list(_split(vectors, places))
            row = _row(indicators[one.slug], one, blocks, vintage, source_import)
            row.digest = hashlib.sha256(b"".join(pack(vectors))).hexdigest()
            rows.append(row)
            packed.append(blocks)
        IndicatorSeries.objects.bulk_create(rows)
        insert_many(
            [
                _block(row, level, area, vectors)
                for row, blocks in zip(rows, packed, strict=True)
                for (level, area), vectors in blocks
            ]
        )
    return rows


def read_places(keys: Iterable[int] | None = None) -> Places:
    """Say the level and the département of territories, all of them by default, in one query."""
    units = Territory.objects.order_by()
    wanted = None if keys is None else set(keys)
    if wanted is not None and len(wanted) <= FEW:
        units = units.filter(pk__in=wanted)
    return {
        key: (kind, area if kind in _BY_AREA else None)
        for key, kind, area in units.values_list("pk", "kind", "departement")
    } | {FRANCE: (COUNTRY, None)}


_BY_AREA = {TerritoryKind.COMMUNE, TerritoryKind.FORMER_COMMUNE}


def _forget(new: list[NewSeries], indicators: dict[str, Indicator]) -> None:
    replaced = Q(pk__in=[])
    for one in new:
        replaced |= Q(indicator=indicators[one.slug], year=one.year)
    # Blocks first and by their own query: the framework would read them all to delete them.
    series = IndicatorSeries.objects.filter(replaced).order_by()
    IndicatorBlock.objects.filter(series__in=series.values("pk"))._raw_delete(series.db)
    series.delete()


def _indicators(slugs: list[str]) -> dict[str, Indicator]:
    found = {one.slug: one for one in Indicator.objects.filter(slug__in=slugs)}
    if set(slugs) - set(found):
        found = ensure_indicators()
    for slug in slugs:
        if slug not in found:
            raise UnwritableSeriesError(f"no indicator is called {slug}: add it to the registry")
        if found[slug].aggregation == IndicatorAggregation.RATIO:
            raise UnwritableSeriesError(f"{slug} is a ratio: write its two parts instead")
    return found


def _vectors(new: NewSeries) -> Vectors:
    keys = np.fromiter(new.values, np.int32, len(new.values))
    figures = np.array(
        [math.nan if value is None else value for value in new.values.values()], float
    )
    secret = np.fromiter((value is None for value in new.values.values()), bool, len(keys))
    if not np.isfinite(figures[~secret]).all():
        raise UnwritableSeriesError(f"{new.slug} {new.year}: a figure is not a finite number")
    order = np.argsort(keys, kind="stable")
    statuses = np.where(secret, SUPPRESSED, KNOWN).astype(np.uint8)
    return Vectors(keys[order], figures[order], statuses[order])


def _split(vectors: Vectors, places: Places) -> Iterable[tuple[tuple[str, int | None], Vectors]]:
    """Part the figures by level and, for communes, by département; keys stay in order."""
    ranks: dict[tuple[str, int | None], list[int]] = {}
    for rank, key in enumerate(vectors.keys.tolist()):
        place = places.get(key)
        if place is None:
            raise UnwritableSeriesError(f"no territory has the key {key}")
        ranks.setdefault(place, []).append(rank)
    for place, some in ranks.items():
        yield (
            place,
            Vectors(vectors.keys[some], vectors.figures[some], vectors.statuses[some]),
        )


def _row(
    indicator: Indicator,
    new: NewSeries,
    blocks: list[tuple[tuple[str, int | None], Vectors]],
    vintage: str,
    source_import: ReferenceImport | None,
) -> IndicatorSeries:
    communes = [vectors for (level, _area), vectors in blocks if level == TerritoryKind.COMMUNE]
    return IndicatorSeries(
        indicator=indicator,
        year=new.year,
        vintage=vintage,
        source_import=source_import,
        base=new.base,
        known=sum(int((one.statuses == KNOWN).sum()) for one in communes),
        suppressed=sum(int((one.statuses == SUPPRESSED).sum()) for one in communes),
    )


def _block(
    series: IndicatorSeries, level: str, area: int | None, vectors: Vectors
) -> IndicatorBlock:
    keys, figures, statuses = pack(vectors)
    return IndicatorBlock(
        series=series, level=level, area_id=area, keys=keys, figures=figures, statuses=statuses
    )
