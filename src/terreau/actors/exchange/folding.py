"""Fold the rows of one file that speak of one organisation, whatever the order of the file."""

from collections.abc import Mapping
from typing import Any

from terreau.actors.folding import fold

_LISTS = ("aliases", "numbers", "perimeter", "domains", "emails", "phones", "websites")
_OWN = frozenset({"uuid", "name", "siret", "siren", "rna", "withheld", *_LISTS})


def key_of(values: Mapping[str, Any], *, folds: bool) -> tuple | None:
    """Give the surest thing that names the organisation of a row.

    Without any number, its name in its place: two « Maison pour tous » of two towns stay two.
    """
    if values.get("uuid"):
        return ("uuid", values["uuid"].lower())
    for column in ("siren", "siret", "rna") if folds else ("siret", "siren", "rna"):
        if values.get(column):
            return (column, values[column])
    if values.get("numbers"):
        return ("number", values["numbers"][0])
    if not values.get("name"):
        return None
    where = values.get("place") or "|".join(values.get("perimeter") or ())
    return ("name", fold(values["name"]), where)


def fold_rows(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any] | None:
    """Add to the row kept what another one says more; None when it says nothing more."""
    kept = dict(first)
    siret = second.get("siret")
    if siret and kept.get("siret") and siret != kept["siret"]:
        _add(kept, "numbers", [f"siret:{siret}"])
    elif siret:
        kept["siret"] = siret
    name = second.get("name")
    known = {fold(text) for text in (kept.get("name") or "", *(kept.get("aliases") or ()))}
    if name and fold(name) not in known:
        _add(kept, "aliases", [name])
    for column in _LISTS:
        _add(kept, column, second.get(column) or [])
    for column, value in second.items():
        if column not in _OWN and value is not None and kept.get(column) in (None, "", []):
            kept[column] = value
    return kept if kept != dict(first) else None


def _add(row: dict[str, Any], column: str, items: list[str]) -> None:
    known = row.get(column) or []
    more = [item for item in items if item not in known]
    if more:
        row[column] = [*known, *more]
