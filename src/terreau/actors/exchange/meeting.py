"""Bring a row before the sheet it is about, so that it takes nothing right away.

A file adds to lists and fills what is empty. What it says otherwise changes the sheet, except a
name told by the way, and what an official file says of a sheet that somebody confirmed.
"""

from collections.abc import Mapping
from typing import Any

from terreau.actors.exchange.options import ImportOptions
from terreau.actors.folding import fold

GUESSED = "_guessed"
# Lists to which a foreign file adds, and never takes away.
_ADDED = ("aliases", "numbers", "perimeter", "domains", "emails", "phones", "websites")
_LISTS = (*_ADDED, "offers", "needs", "competences", "networks", "seats", "withheld")
# Files that tell names and numbers of others by the way: they never change what a sheet says.
_BY_THE_WAY = {"scdl-subventions", "contrats-de-ville"}

Row = dict[str, Any]


def meet_by_number(row: Row, now: Mapping[str, Any], by: str, options: ImportOptions) -> None:
    """Suit a row that names a sheet by one of its numbers."""
    row["uuid"] = now["uuid"]
    is_sibling = _keep_other_site(row, now) and by != "uuid"
    if options.layout or is_sibling:
        _complement(row, now, options, is_sibling=is_sibling)
    _in_order(row, now)


def meet_by_choice(row: Row, now: Mapping[str, Any], options: ImportOptions) -> None:
    """Suit a row that a person says is about a sheet: the sheet keeps its name and its world."""
    row["uuid"] = now["uuid"]
    if row.get("siren") and now["siren"] and row["siren"] != now["siren"]:
        row.pop("siren")
    _keep_other_site(row, now)
    if row.get("rna") and now["rna"] and row["rna"] != now["rna"]:
        _add(row, "numbers", [*(now["numbers"] or ()), f"rna:{row.pop('rna')}"])
    for name in row.pop(GUESSED, ()):
        row.pop(name, None)
    _complement(row, now, options, is_sibling=False)
    _in_order(row, now)


def _keep_other_site(row: Row, now: Mapping[str, Any]) -> bool:
    """Note the SIRET of another establishment on the sheet of its legal unit."""
    siret = row.get("siret")
    if not siret or not now["siret"] or siret == now["siret"]:
        return False
    del row["siret"]
    _add(row, "numbers", [*(now["numbers"] or ()), f"siret:{siret}"])
    return True


def _complement(
    row: Row, now: Mapping[str, Any], options: ImportOptions, *, is_sibling: bool
) -> None:
    name = row.pop("name", None)
    known = {fold(text) for text in (now["name"], *(now["aliases"] or ()))}
    if name and fold(name) not in known:
        _add(row, "aliases", [name])
    for column in _ADDED:
        if row.get(column):
            row[column] = list(dict.fromkeys([*(now[column] or ()), *row[column]]))
    # The world of a sheet is its own matter: a register's rule never moves it.
    for column in ("world", "subtype", GUESSED):
        row.pop(column, None)
    spares = is_sibling or options.layout in _BY_THE_WAY
    spares = spares or (bool(options.layout) and now["confirmed_on"] is not None)
    for column in list(row) if spares else ():
        if column in now and column not in _ADDED and column != "uuid" and now[column]:
            del row[column]


def _in_order(row: Row, now: Mapping[str, Any]) -> None:
    """Leave a list as the sheet gives it when it holds the same values in another order."""
    for column in _LISTS:
        said, known = row.get(column), now.get(column)
        if said and known and sorted(said) == sorted(known):
            row[column] = known


def _add(row: Row, column: str, items: list[str]) -> None:
    row[column] = list(dict.fromkeys([*(row.get(column) or ()), *items]))
