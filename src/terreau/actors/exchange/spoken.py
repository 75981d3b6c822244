"""Say the official codes of the cells of an import by the names of their territories."""

from collections.abc import Collection, Mapping

from terreau.territories.enums import TerritoryKind
from terreau.territories.models import Territory

_SEATS = (TerritoryKind.COMMUNE, TerritoryKind.COLLECTIVITY)
_SEPARATOR = " | "


def speak_places(cells: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Name the communes of seats and the territories of perimeters, in one query at most."""
    told = {cell: tokens for cell in cells if (tokens := _tokens(*cell))}
    wanted = {token.partition(":")[2] for tokens in told.values() for token in tokens}
    if not wanted:
        return {}
    units = Territory.objects.filter(code__in=wanted).order_by("pk")
    names: dict[str, str] = {}
    for kind, code, name in units.values_list("kind", "code", "name"):
        names[f"{kind}:{code}"] = f"{name} ({code})"
        if kind in _SEATS:
            names.setdefault(f":{code}", f"{name} ({code})")
    return {cell: _written(tokens, names) for cell, tokens in told.items()}


def _tokens(column: str, text: str) -> list[str]:
    if column == "place":
        return [f":{text}"] if text else []
    if column == "perimeter":
        return [token for token in text.split(_SEPARATOR) if ":" in token]
    return []


def _written(tokens: Collection[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(token, token.removeprefix(":")) for token in tokens)
