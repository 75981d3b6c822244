"""INSEE's Melodi catalogue: one observation a line, each dimension in a column.

Two layouts are read: the national files (`GEO`, `GEO_OBJECT`, codes, decimal points) and the
extracts that one downloads for a territory (names and labels in French, decimal commas). A rule
says which cell of the cube feeds an indicator; every dimension it does not name must be a total.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from terreau.territories.sources.codes import Codes, OutsideError, Place, UnknownCodeError
from terreau.territories.sources.collecting import Collector
from terreau.territories.sources.melodi_rules import RULES, Rule
from terreau.territories.sources.numbers import Cell, Special
from terreau.territories.sources.reading import Reading, Row, Table
from terreau.territories.sources.tables import head_of, open_table
from terreau.territories.sources.walking import walk
from terreau.territories.sources.wide import Kind, convert

SLUG = "insee-melodi"
CODED = ("GEO", "GEO_OBJECT", "TIME_PERIOD", "OBS_VALUE")
LABELLED = ("GÉOGRAPHIE", "NIVEAU GÉO", "PÉRIODE", "VALEUR")
LEVELS = {
    "COM": "commune",
    "EPCI": "epci",
    "DEP": "departement",
    "REG": "region",
    "FRANCE": "country",
    "Commune": "commune",
    "Etablissement public de coopération intercommunal": "epci",
    "Établissement public de coopération intercommunale": "epci",
    "Département": "departement",
    "Région": "region",
}
TOTALS = {"", "_T", "_Z", "Total", "Ensemble", "Hors champ", "Annuel", "A", "N"}
# What describes the observation and not the cell of the cube.
ASIDE = {
    *("GEO", "GEO_OBJECT", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "FREQ"),
    *("UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "GÉOGRAPHIE", "NIVEAU GÉO", "PÉRIODE", "VALEUR"),
    *("FRÉQUENCE", "UNITÉ DE MESURE", "QUANTITÉ D'UNITÉS (EN PUISSANCE DE 10)"),
    *("STATUT DE CONFIDENTIALITÉ", "STATUT DE L'OBSERVATION"),
}
SECRET = {"C", "N", "S", "Confidentiel (secret statistique)"}


def recognise(name: str, head: str) -> bool:
    """Answer whether it is a table of Melodi, in one of its two layouts."""
    first = head.partition("\n")[0].upper()
    return any(all(column in first for column in layout) for layout in (CODED, LABELLED))


def read(path: Path) -> Table:
    """Open its rows."""
    layout = CODED if "OBS_VALUE" in head_of(path).upper() else LABELLED
    return open_table(path, layout)


def check(row: Row) -> str:
    """Refuse a row that says no period."""
    if _period(row):
        return ""
    return _("Cette ligne ne dit pas de quelle année elle est.")


def to_series(table: Table, codes: Codes) -> Reading:
    """Keep the cells that a rule names; the rest of the cube is passed over, not refused."""
    labelled = "VALEUR" in table.columns
    reading = Reading(is_extract=labelled)
    rules = _applicable(table.columns)
    if not rules:
        reading.notes.append(
            _("Aucun indicateur de Terreau ne vient de ce jeu de données de Melodi.")
        )
    measures = {rule.slug for rule in RULES if rule.kind is not Kind.COUNT}
    collector = Collector(reading, lambda slug: slug not in measures)
    around: set[int] = set()
    if labelled:
        table.rows = iter(kept := list(table.rows))
        around = _unions_around(kept, codes)

    def understand(row: Row) -> tuple[tuple[Rule, ...], Place, dict[Kind, Cell]] | None:
        held = tuple(_rules_of(row, rules))
        # A quarter or a month is not a year.
        if not held or not _period(row).isdigit():
            return None
        values = {kind: _value(row, kind) for kind in {rule.kind for rule in held}}
        return held, _place(row, codes, around), values

    for row, understood in walk(table, reading, check, understand):
        if understood is not None:
            held, place, values = understood
            reading.seen.add(place.key)
            for rule in held:
                year = int(_period(row))
                collector.put(rule.slug, year, place, values[rule.kind], add=rule.is_part)
    return collector.finish()


def _value(row: Row, kind: Kind) -> Cell:
    status = row.get("CONF_STATUS", row.get("STATUT DE CONFIDENTIALITÉ", ""))
    if status in SECRET:
        return Special.SECRET
    return convert(row.get("OBS_VALUE", row.get("VALEUR", "")), kind)


def _period(row: Row) -> str:
    return row.get("TIME_PERIOD", row.get("PÉRIODE", ""))


def _place(row: Row, codes: Codes, around: set[int]) -> Place:
    if "GEO" in row:
        level = LEVELS.get(row["GEO_OBJECT"])
        if level is None:
            raise OutsideError
        return codes.place(level, row["GEO"].rsplit("-", 1)[-1])
    level = LEVELS.get(row["NIVEAU GÉO"])
    if level == "commune":
        return codes.named(row["GÉOGRAPHIE"], around)
    if level == "epci":
        return codes.named_epci(row["GÉOGRAPHIE"])
    raise OutsideError


def _unions_around(rows: Iterable[tuple[int, Row]], codes: Codes) -> set[int]:
    """Say in which intercommunalités the extract is: they tell namesakes apart."""
    names = {(row["NIVEAU GÉO"], row["GÉOGRAPHIE"]) for _line, row in rows}
    around: set[int] = set()
    for level, name in names:
        try:
            if LEVELS.get(level) == "epci":
                around.add(codes.named_epci(name).key)
            elif LEVELS.get(level) == "commune":
                around.add(codes.epci_of.get(codes.named(name).key, 0))
        except (OutsideError, UnknownCodeError):
            continue
    return around


Applicable = tuple[Rule, tuple[tuple[str, frozenset[str]], ...], tuple[str, ...]]


def _applicable(columns: Iterable[str]) -> list[Applicable]:
    headings = [column for column in columns if column]
    found = []
    for rule in RULES:
        wanted = tuple((name.upper(), labels) for name, labels in rule.where)
        named = {name for name, _labels in wanted}
        others = tuple(h for h in headings if h not in named and h not in ASIDE)
        if named <= set(headings) and (rule.beside is None or set(others) <= rule.beside):
            found.append((rule, wanted, others))
    return found


def _rules_of(row: Row, rules: Iterable[Applicable]) -> Iterator[Rule]:
    for rule, wanted, others in rules:
        if all(row.get(name) in labels for name, labels in wanted) and all(
            row.get(name, "") in TOTALS for name in others
        ):
            yield rule
