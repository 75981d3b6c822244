"""Figures of one's own as a file: one line for a territory, an indicator and a year."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.columns import CHOICE, CODE, INTEGER, NUMBER, CellError, Column
from terreau.core.exchange.datasets import Dataset, Values
from terreau.core.verdicts import Verdict
from terreau.territories.actions_indicators import bring_figures
from terreau.territories.enums import IndicatorAggregation, IndicatorUnit, TerritoryKind
from terreau.territories.indicators.cells import FigureCell, every_cell, place_of, read_cells
from terreau.territories.models import Indicator, Territory
from terreau.territories.permissions import can_manage_indicators

STATES = (("known", _("connu")), ("secret", _("secret")))
LEVELS = tuple(
    (kind.value, kind.label) for kind in TerritoryKind if kind != TerritoryKind.FORMER_COMMUNE
)
FIRST_YEAR, LAST_YEAR = 1800, 2200
KEY = "territory_key"


def figure_columns() -> tuple[Column, ...]:
    """The first six columns of the sheets of figures that Terreau gives."""
    return (
        Column(
            "indicator",
            _("Indicateur"),
            CODE,
            required=True,
            help=_("Son identifiant, tel que sa fiche et le dictionnaire le donnent."),
            example="local-jardins-partages",
        ),
        Column("level", _("Niveau"), CHOICE, choices=LEVELS, help=_("Commune, sauf précision.")),
        Column(
            "code", _("Code"), CODE, required=True, example="94018", synonyms=("codgeo", "insee")
        ),
        Column("year", _("Année"), INTEGER, required=True, example="2024", synonyms=("annee",)),
        Column(
            "value",
            _("Valeur"),
            NUMBER,
            help=_("Une part s’écrit entre 0 et 1 (0,62 pour 62 %). Inconnu : pas de ligne."),
            example="12",
            synonyms=("obs_value",),
        ),
        Column("state", _("État"), CHOICE, choices=STATES, help=_("« secret » : valeur cachée.")),
    )


class FigureDataset(Dataset):
    """The figures of the indicators that persons declared on this instance."""

    name = "indicateurs"
    label = _("Chiffres de vos indicateurs")
    lead = _(
        "Une ligne par territoire, par indicateur et par année, pour les indicateurs que "
        "l’instance a déclarés elle-même ; ceux des sources officielles s’actualisent à la source."
    )
    columns = figure_columns()
    key = ("indicator", "level", "code", "year")

    def can_import(self, person) -> Verdict:
        """Whoever administers."""
        return can_manage_indicators(person)

    def can_export(self, person) -> Verdict:
        """Whoever administers; everybody takes figures out from a perimeter."""
        return can_manage_indicators(person)

    def export_values(self, person) -> Iterable[Values]:
        """Give every figure that persons brought."""
        slugs = Indicator.objects.filter(is_local=True).values_list("slug", flat=True)
        units = {unit.pk: unit for unit in Territory.objects.order_by().only("kind", "code")}
        return (_values(cell, units[cell.territory]) for cell in every_cell(slugs))

    def row_key(self, values: Values) -> tuple | None:
        """A line without level speaks of a commune."""
        level = values.get("level") or TerritoryKind.COMMUNE
        return (values.get("indicator"), level, values.get("code"), values.get("year"))

    def row_label(self, values: Values) -> str:
        """Name a line by what it speaks of."""
        return " · ".join(
            str(values[name]) for name in ("indicator", "code", "year") if values.get(name)
        )

    def complete_rows(self, rows: Sequence[Values]) -> list[dict[str, Any]]:
        """Find the territories, in one query."""
        wanted = {_unit_of(row) for row in rows}
        found = Territory.objects.filter(code__in={code for _kind, code in wanted}).order_by()
        keys = {(unit.kind, unit.code): unit for unit in found.only("kind", "code", "is_obsolete")}
        return [
            dict(row) | _plain_value(row) | {KEY: _key_of(keys.get(_unit_of(row)))} for row in rows
        ]

    def check_rows(self, rows: Sequence[Values]) -> list[dict[str, str]]:
        """Refuse what would be read wrongly later, each with its sentence."""
        indicators = {
            one.slug: one
            for one in Indicator.objects.filter(slug__in={row.get("indicator") for row in rows})
        }
        return [_faults(row, indicators.get(row.get("indicator") or "")) for row in rows]

    def find_existing(self, rows: Sequence[Values]) -> list[FigureCell | None]:
        """Find the figures that are held already."""
        places = [_place(row) for row in rows]
        held = read_cells(place for place in places if place)
        return [held.get(place) if place else None for place in places]

    def find_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """Find figures again."""
        held = read_cells(place for key in keys if (place := place_of(key)))
        return {cell.pk: cell for cell in held.values()}

    def read_values(self, instance: FigureCell) -> Values:
        """Give one figure as it is held."""
        return _values(instance, Territory.objects.get(pk=instance.territory))

    def read_many(self, instances: Sequence[FigureCell]) -> list[Values]:
        """Give figures as they are held now, whatever they were when they were read."""
        held = read_cells(cell.place for cell in instances)
        units = Territory.objects.in_bulk([cell.territory for cell in instances])
        return [_values(held.get(cell.place, cell), units[cell.territory]) for cell in instances]

    def create_many(self, rows: Sequence[Values], *, by, posture, now, run) -> list[FigureCell]:
        """Put new figures, all at once."""
        cells = [_cell(row) for row in rows]
        bring_figures(cells, by=by, now=now)
        return cells

    def change_many(
        self, pairs: Sequence[tuple[FigureCell, Values]], *, by, posture, now, run
    ) -> list[CellError | None]:
        """Replace figures, all at once."""
        cells = []
        for cell, values in pairs:
            is_secret = values.get("state") == "secret"
            value = None if is_secret else float(values.get("value", cell.value))
            cells.append(FigureCell(cell.slug, cell.year, cell.territory, value, cell.title))
        bring_figures(cells, by=by, now=now)
        return [None] * len(pairs)

    def remove_many(
        self, instances: Sequence[FigureCell], *, by, posture, now, run
    ) -> list[CellError | None]:
        """Take back figures that an import put."""
        bring_figures([], without=[cell.place for cell in instances], by=by, now=now)
        return [None] * len(instances)


def _unit_of(row: Values) -> tuple[str, str]:
    return (row.get("level") or TerritoryKind.COMMUNE, str(row.get("code") or "").upper())


def _key_of(unit: Territory | None) -> int | None:
    return unit.pk if unit and not unit.is_obsolete else None


def _plain(value: float | Decimal | None) -> Decimal | None:
    """Write a number without its useless zeros: a file may say 3, 3,0 or 3.00."""
    if value is None:
        return None
    return Decimal(f"{Decimal(str(value)).normalize():f}")


def _plain_value(row: Values) -> dict[str, Any]:
    """Say both the value and the state, so that taking a change back brings both back."""
    if row.get("state") == "secret":
        return {"value": _plain(row.get("value"))}
    return {"value": _plain(row.get("value")), "state": "known"}


def _place(row: Values) -> tuple[str, int, int] | None:
    if not (row.get("indicator") and row.get("year") and row.get(KEY)):
        return None
    return (row["indicator"], row["year"], row[KEY])


def _cell(row: Values) -> FigureCell:
    value = None if row.get("state") == "secret" else float(row["value"])
    return FigureCell(row["indicator"], row["year"], row[KEY], value)


def _values(cell: FigureCell, unit: Territory) -> dict[str, Any]:
    return {
        "indicator": cell.slug,
        "level": unit.kind,
        "code": unit.code,
        "year": cell.year,
        "value": _plain(cell.value),
        "state": "secret" if cell.value is None else "known",
    }


def _faults(row: Values, indicator: Indicator | None) -> dict[str, str]:
    found = {}
    if row.get("indicator") and (reason := _fault_of_indicator(indicator)):
        found["indicator"] = reason
    if row.get("code") and row.get(KEY) is None:
        found["code"] = gettext(
            "Aucun territoire d’aujourd’hui ne porte ce code à ce niveau : cherchez son remplaçant."
        )
    year = row.get("year")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        found["year"] = gettext("Écrivez une année en quatre chiffres.")
    if reason := _fault_of_value(row, indicator):
        found["value"] = reason
    return found


def _fault_of_indicator(indicator: Indicator | None) -> str:
    if indicator is None:
        return gettext("Aucun indicateur n’a cet identifiant : déclarez-le d’abord.")
    if not indicator.is_local:
        return gettext("Cet indicateur vient d’une source officielle : il s’actualise à la source.")
    if indicator.aggregation == IndicatorAggregation.RATIO:
        return gettext("Cet indicateur est un rapport : apportez plutôt ses deux parts.")
    return ""


def _fault_of_value(row: Values, indicator: Indicator | None) -> str:
    value, is_secret = row.get("value"), row.get("state") == "secret"
    if value is None and not is_secret:
        return gettext(
            "Cette ligne n’a pas de valeur : ôtez-la, ou écrivez « secret » dans « État »."
        )
    if value is not None and is_secret:
        return gettext("Cette ligne dit « secret » et donne une valeur : gardez l’un des deux.")
    is_rate = indicator is not None and indicator.unit == IndicatorUnit.RATE
    if value is not None and is_rate and not -1 <= value <= 1:
        # xgettext:no-python-format
        return gettext("Une part s’écrit entre 0 et 1 : 62 % s’écrit 0,62.")
    return ""
