"""Figures as lines of a sheet: one for each territory, indicator and year held."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from terreau.territories.bridge import KNOWN, SUPPRESSED
from terreau.territories.enums import TerritoryKind
from terreau.territories.indicators.catalogue import Catalogue
from terreau.territories.indicators.perimeters import Figure, figures_of
from terreau.territories.indicators.reading import read_table
from terreau.territories.indicators.vocabulary import domain_words, goal_words
from terreau.territories.indicators.words import shown
from terreau.territories.models import Indicator, Territory
from terreau.territories.perimeters import label_of

Row = list[str]
PERIMETER = "perimetre"


def figure_headings() -> Row:
    """The columns of the figures; the first six are those that an import reads again."""
    return [
        *(_("Indicateur"), _("Niveau"), _("Code"), _("Année"), _("Valeur"), _("État")),
        *(_("Nom de l’indicateur"), _("Territoire"), _("Unité"), _("Base"), _("Source")),
        _("Géographie"),
    ]


def figure_rows(units: Sequence[Territory], slugs: Sequence[str] | None = None) -> Iterator[Row]:
    """Write the perimeter itself, then each of its communes; unknown is an empty cell."""
    label, catalogue = label_of(units), Catalogue(slugs)
    for figure in figures_of(units, slugs, catalogue=catalogue):
        yield _row_of_perimeter(figure, units, label)
    yield from _rows_of_communes(units, slugs, catalogue)


def _row_of_perimeter(figure: Figure, units: Sequence[Territory], label: str) -> Row:
    kind, code = (units[0].kind, units[0].code) if len(units) == 1 else (PERIMETER, "")
    base = f"{figure.base} ({figure.coverage})" if figure.base else figure.coverage
    return [
        *(figure.slug, kind, code, _text(figure.year), _text(figure.value)),
        _("connu") if figure.value is not None else figure.reason,
        *(figure.name, label, _unit(figure.unit), base, figure.source, figure.vintage),
    ]


def _rows_of_communes(
    units: Sequence[Territory], slugs: Sequence[str] | None, catalogue: Catalogue
) -> Iterator[Row]:
    if len(units) == 1 and units[0].kind == TerritoryKind.COMMUNE:
        return
    table = read_table(slugs, within=units, catalogue=catalogue)
    indicators = catalogue.indicators
    communes = Territory.objects.communes_of(units).in_bulk()
    states = {KNOWN: _("connu"), SUPPRESSED: _("secret")}
    for line, key in enumerate(table.keys.tolist()):
        commune = communes[key]
        for rank, slug in enumerate(table.slugs):
            indicator, status = indicators[slug], int(table.status[line, rank])
            value = float(table.values[line, rank]) if status == KNOWN else None
            yield [
                *(slug, commune.kind, commune.code, _text(table.years[rank]), _text(value)),
                states.get(status, _("manquant")),
                *(shown(indicator.name), commune.name, _unit(indicator.unit), ""),
                *(shown(indicator.source_words), table.vintages[rank]),
            ]


def dictionary_headings() -> Row:
    """The columns of the dictionary."""
    return [
        *(_("Indicateur"), _("Nom"), _("Définition"), _("Calcul"), _("Unité"), _("Sens")),
        *(_("Sur un périmètre"), _("Numérateur"), _("Dénominateur"), _("Pondération")),
        *(_("Facteur"), _("Années"), _("Domaines d’action"), _("Objectifs"), _("Source")),
        _("Licence"),
    ]


def dictionary_rows() -> Iterator[Row]:
    """Write every indicator, with the years that are held."""
    catalogue = Catalogue()
    for slug in catalogue.slugs:
        one = catalogue.indicators[slug]
        yield [
            *(slug, shown(one.name), shown(one.definition), shown(one.formula)),
            *(str(one.get_unit_display()), str(one.get_sense_display())),
            *(str(one.get_aggregation_display()), one.numerator_slug, one.denominator_slug),
            *(one.weight_slug, _text(one.factor), _years(catalogue.years(slug))),
            *(_list(domain_words(one.domain_codes)), _list(goal_words(one.goals))),
            *(shown(one.source_words), one.licence),
        ]


def _unit(unit: str) -> str:
    return str(dict(Indicator._meta.get_field("unit").flatchoices)[unit])


def _text(value: float | None) -> str:
    """Write a number as it is, with no zero after the point when it is whole."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _years(years: Iterable[int]) -> str:
    return _list(str(year) for year in years)


def _list(words: Iterable[str]) -> str:
    return " | ".join(words)
