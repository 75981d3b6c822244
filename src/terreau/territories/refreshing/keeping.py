"""Write what was read of a file, after the last checks; called inside a transaction."""

from django.utils.translation import gettext as _

from terreau.territories.bridge import KNOWN
from terreau.territories.enums import IndicatorAggregation
from terreau.territories.extensions import tell_followers
from terreau.territories.indicators.packing import join
from terreau.territories.indicators.writing import NewSeries, Places, read_places, write_many
from terreau.territories.models import (
    Indicator,
    IndicatorBlock,
    IndicatorSeries,
    ReferenceImport,
    ReferenceSource,
)
from terreau.territories.refreshing.communes import RefreshRefusedError
from terreau.territories.refreshing.memberships import keep_memberships
from terreau.territories.refreshing.unions import keep_unions
from terreau.territories.sources.codes import Codes
from terreau.territories.sources.reading import Figures, Reading

LEAST_RATE = 0.8
Key = tuple[str, int]


def keep_reading(
    reading: Reading, row: ReferenceImport, codes: Codes, year: int | None, *, is_extract: bool
) -> None:
    """Refuse what cannot be the expected file, then replace the series and the memberships."""
    is_extract = is_extract or reading.is_extract
    _drop_unknown(reading)
    _refuse_nothing(reading)
    _refuse_another_year(reading, year)
    if not is_extract:
        _refuse_half(reading, codes)
    written = _write_series(reading, row, is_extract=is_extract)
    written += keep_memberships(reading, row, is_extract=is_extract)
    moved = keep_unions(reading)
    if moved:
        tell_followers()
    row.figures, row.changed, row.notes = written, moved, reading.notes
    row.save(update_fields=["figures", "changed", "notes"])
    ReferenceSource.objects.filter(pk=row.source_id).update(vintage=row.vintage[:60])


def _drop_unknown(reading: Reading) -> None:
    """Leave aside figures of indicators that nobody has described, and say which."""
    writable = set(
        Indicator.objects.exclude(aggregation=IndicatorAggregation.RATIO).values_list(
            "slug", flat=True
        )
    )
    unknown = sorted({slug for slug, _year in reading.series} - writable)
    if unknown:
        reading.series = {
            key: figures for key, figures in reading.series.items() if key[0] in writable
        }
        reading.notes.append(
            _(
                "Ces indicateurs ne sont pas au registre, ou sont des rapports calculés de leurs "
                "deux parties : leurs chiffres sont laissés de côté (%(slugs)s)."
            )
            % {"slugs": ", ".join(unknown[:20])}
        )


def _refuse_nothing(reading: Reading) -> None:
    if reading.series or reading.memberships or reading.epci_of:
        return
    if reading.outside:
        raise RefreshRefusedError(
            _(
                "Ce fichier ne parle d’aucun territoire chargé ici (%(count)s lignes d’ailleurs). "
                "Rien n’a été modifié."
            )
            % {"count": reading.outside}
        )
    said = [str(line["reason"]) for line in reading.rejected[:1]] + reading.notes[:1]
    raise RefreshRefusedError(
        _("Aucune ligne de ce fichier n’a pu être lue. Rien n’a été modifié.")
        + "".join(f" {reason}" for reason in said)
    )


def _refuse_another_year(reading: Reading, year: int | None) -> None:
    years = {when for _slug, when in reading.series}
    if year and years and year not in years:
        raise RefreshRefusedError(
            _(
                "Ce fichier donne %(found)s, alors que vous attendiez %(year)s. Rien n’a été "
                "modifié ; changez l’année attendue ou donnez le bon fichier."
            )
            % {"found": ", ".join(str(when) for when in sorted(years)), "year": year}
        )


def _refuse_half(reading: Reading, codes: Codes) -> None:
    """Compare with the communes loaded here, and with what the same series held before."""
    communes = set(codes.communes.values())
    if reading.expects_all and len(reading.seen & communes) < LEAST_RATE * len(communes):
        raise RefreshRefusedError(
            _half() % {"found": len(reading.seen & communes), "expected": len(communes)}
        )
    before = {
        (slug, year): known + secret
        for slug, year, known, secret in IndicatorSeries.objects.filter(
            indicator__slug__in={slug for slug, _year in reading.series}
        )
        .order_by()
        .values_list("indicator__slug", "year", "known", "suppressed")
    }
    for key, figures in reading.series.items():
        found = len(communes.intersection(figures))
        if found and found < LEAST_RATE * before.get(key, 0):
            raise RefreshRefusedError(_half() % {"found": found, "expected": before[key]})


def _half() -> str:
    return _(
        "Ce fichier ne donne que %(found)s communes, là où %(expected)s sont attendues : il "
        "semble incomplet. Rien n’a été modifié ; téléchargez-le de nouveau ou, s’il s’agit bien "
        "d’un extrait à ajouter à ce qui est connu, dites-le."
    )


def _write_series(reading: Reading, row: ReferenceImport, *, is_extract: bool) -> int:
    if not reading.series:
        return 0
    places = read_places()
    others = _figures_to_keep(reading, places, is_extract=is_extract)
    new = [
        NewSeries(slug, year, others.get((slug, year), {}) | figures, reading.base)
        for (slug, year), figures in sorted(reading.series.items())
    ]
    write_many(new, vintage=reading.vintage, source_import=row, places=places)
    return sum(len(figures) for figures in reading.series.values())


def _figures_to_keep(reading: Reading, places: Places, *, is_extract: bool) -> dict[Key, Figures]:
    """Read what this file does not speak of: other levels, and with an extract other places."""
    keys = {key for figures in reading.series.values() for key in figures}
    blocks = IndicatorBlock.objects.filter(
        series__indicator__slug__in={slug for slug, _year in reading.series},
        series__year__in={year for _slug, year in reading.series},
    ).order_by()
    if not is_extract:
        blocks = blocks.exclude(level__in={places[key][0] for key in keys})
    kept: dict[Key, Figures] = {}
    fields = ("series__indicator__slug", "series__year", "keys", "figures", "statuses")
    for slug, year, *packed in blocks.values_list(*fields):
        if (slug, year) in reading.series:
            kept.setdefault((slug, year), {}).update(_figures(tuple(packed)))
    return kept


def _figures(packed: tuple[bytes, bytes, bytes]) -> Figures:
    vectors = join([packed])
    return {
        key: figure if status == KNOWN else None
        for key, figure, status in zip(
            vectors.keys.tolist(), vectors.figures.tolist(), vectors.statuses.tolist(), strict=True
        )
    }
