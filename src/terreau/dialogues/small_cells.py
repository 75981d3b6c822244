"""Hide the cells of a table that would tell what a few answered (R14)."""

from collections.abc import Mapping

from terreau.dialogues.enums import Space

FEWEST = {Space.INHABITANTS.value: 5, Space.ORGANISATIONS.value: 3}


def shown_cells(bases: Mapping[str, int], total: int, fewest: int) -> frozenset[str]:
    """Choose the cells to show, so that neither one nor what is left by subtraction is small.

    >>> sorted(shown_cells({"a": 6, "b": 4, "c": 2}, 12, 3))
    ['a']
    """
    shown = {key: base for key, base in bases.items() if base >= fewest}
    while shown and 0 < total - sum(shown.values()) < fewest:
        del shown[min(shown, key=lambda key: (shown[key], key))]
    return frozenset(shown)
