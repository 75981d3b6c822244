"""Read one row of a census by itself: its sides, its money, its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.exchange.cells import SHEET, read_item
from terreau.actors.exchange.drafts import topics_of
from terreau.actors.exchange.layouts.grants import is_natural_person
from terreau.core.exchange.columns import CellError
from terreau.core.partial_dates import PartialDate
from terreau.partnerships.exchange.census.amounts import (
    key_of,
    read_amount,
    read_amounts,
    span_of,
    year_in,
)
from terreau.partnerships.exchange.census.columns import SIDE_FIELDS, SIDES
from terreau.partnerships.exchange.census.layout import person_sentence
from terreau.partnerships.exchange.census.options import CensusOptions
from terreau.partnerships.exchange.census.parties import PartyCells

# What a row carries beside the columns: plain JSON, read when it is written.
PARTIES, SAID, KNOWN, GRANT, FAULTS, NOTES = (
    *("_parties", "_said", "_known", "_grant", "_faults", "_notes"),
)
BESIDE_COLUMNS = ("topics", "amount", "amount_year", "in_kind")
_SIDE_COLUMNS = tuple(f"{side}_{name}" for side in SIDES for name in SIDE_FIELDS)
LATEST_YEAR = 2100


@dataclass
class CensusDraft:
    """One row in the making."""

    values: dict[str, Any]
    parties: list[PartyCells]
    columns: list[str]  # the column that a fault of each party belongs to
    said: dict[str, Decimal] = field(default_factory=dict)
    is_grant: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def note(self, column: str, sentence: str) -> None:
        """Add a remark to a column."""
        known = self.notes.get(column)
        if not known:
            self.notes[column] = sentence
        elif sentence not in known:
            self.notes[column] = f"{known} {sentence}"


def read_draft(row: Mapping[str, Any], options: CensusOptions) -> CensusDraft:
    """Read a row; a cell that cannot be understood gives a fault in its own column."""
    beside = {*BESIDE_COLUMNS, *_SIDE_COLUMNS}
    values = {name: value for name, value in row.items() if name not in beside}
    draft = CensusDraft(values, [], [], is_grant=bool(options.actors.layout))
    _read_parties(draft, row)
    _read_money(draft, row)
    _read_words(draft, row, options)
    return draft


def _read_parties(draft: CensusDraft, row: Mapping[str, Any]) -> None:
    for side in SIDES:
        told = {name: str(row.get(f"{side}_{name}") or "").strip() for name in SIDE_FIELDS}
        cells = PartyCells(**told)
        if not cells.is_empty:
            draft.parties.append(cells)
            draft.columns.append(f"{side}_")
    for item in draft.values.pop("parties", None) or ():
        name, facts = read_item(item)
        draft.parties.append(PartyCells(name=name, uuid=facts.get(SHEET, "")))
        draft.columns.append("parties")
    for cells, column in zip(draft.parties, draft.columns, strict=True):
        if cells.name and is_natural_person(cells.name, cells.kind):
            draft.faults[_place_of(column, "name")] = person_sentence()


def _place_of(column: str, name: str) -> str:
    return f"{column}{name}" if column.endswith("_") else column


def fault_column(column: str, fault: str) -> str:
    """The column of the file in which a fault of a party is shown."""
    names = {"name": "name", "siret": "number", "siren": "number", "rna": "rna", "place": "city"}
    return _place_of(column, names.get(fault, "world" if fault == "world" else "name"))


def _read_money(draft: CensusDraft, row: Mapping[str, Any]) -> None:
    try:
        if draft.values.get("amounts"):
            draft.said = read_amounts(draft.values["amounts"])
    except CellError as error:
        draft.faults["amounts"] = str(error)
    text = str(row.get("amount") or "").strip()
    year = year_in(str(row.get("amount_year") or row.get("starts_on") or ""))
    if year and int(year) > LATEST_YEAR:
        draft.faults["amount_year"] = _("L’année %(year)s est trop loin.") % {"year": year}
    elif text:
        _add_amount(draft, text, year, in_kind=bool(row.get("in_kind")))
    elif draft.is_grant:
        draft.note("amounts", _("Le montant n’est pas dit : il reste inconnu."))
        if year:
            draft.values.setdefault("starts_on", PartialDate(year))
    _date(draft)


def _add_amount(draft: CensusDraft, text: str, year: str, *, in_kind: bool) -> None:
    try:
        amount = read_amount(text)
    except CellError as error:
        draft.faults["amount"] = str(error)
        return
    key = key_of(year, in_kind=in_kind)
    draft.said[key] = draft.said.get(key, Decimal(0)) + amount
    if not year:
        draft.note("amounts", _("L’année n’est pas dite : elle reste inconnue."))


def _date(draft: CensusDraft) -> None:
    """Grants run from their first year to their last; nothing says that they go on."""
    first, last = span_of(draft.said)
    if draft.is_grant and first:
        draft.values |= {"starts_on": PartialDate(first), "ends_on": PartialDate(last)}


def _read_words(draft: CensusDraft, row: Mapping[str, Any], options: CensusOptions) -> None:
    values = draft.values
    told = str(row.get("topics") or "")
    found, unknown = topics_of(told) if told else ([], [])
    if unknown and not draft.is_grant:
        draft.note(
            "domains",
            _("Thématique laissée de côté, aucun domaine ne lui répond : %(words)s.")
            % {"words": ", ".join(unknown)[:200]},
        )
    if not found and not values.get("domains") and options.reads_topics:
        text = " ; ".join([values.get("action") or "", *(one.name for one in draft.parties[-1:])])
        found = topics_of(text)[0]
        if found:
            draft.note("domains", _("Domaine déduit de l’objet ou du nom, à vérifier."))
    if found:
        values["domains"] = list(dict.fromkeys([*(values.get("domains") or ()), *found]))
    if options.category and not values.get("categories"):
        values["categories"] = [options.category]
    if options.certainty and not values.get("certainty"):
        values["certainty"] = options.certainty
