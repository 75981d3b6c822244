"""The canonical order of names: digits count as numbers, and arrival counts for nothing."""

import re
from bisect import insort
from collections.abc import Collection
from typing import Final

_DIGITS: Final = re.compile(r"([0-9]+)")
_FEW: Final = 20  # up to one new name in twenty is inserted instead of sorting them all again
Key = tuple[tuple[str | tuple[int, str], ...], str]


def natural_key(name: str) -> Key:
    """Return what sorts "2" before "10" and "a2" before "a10", and never ties two names.

    Digits are compared by length then by text once their leading zeros are gone, so that a number
    of any length is welcome.

    >>> sorted(["10", "a10", "2", "a2", "02"], key=natural_key)
    ['02', '2', '10', 'a2', 'a10']
    """
    parts: list[str | tuple[int, str]] = []
    for place, part in enumerate(_DIGITS.split(name)):
        bare = part.lstrip("0") if place % 2 else part
        parts.append((len(bare), bare) if place % 2 else bare)
    return tuple(parts), name


def natural_sort(names: Collection[str]) -> list[str]:
    """Return distinct names in canonical order.

    >>> natural_sort(["10", "9", "b"])
    ['9', '10', 'b']
    """
    if all(name.isascii() and name.isdigit() and (name[0] != "0" or name == "0") for name in names):
        return sorted(names, key=lambda name: (len(name), name))
    return sorted(names, key=natural_key)


def add_names(names: list[str], more: Collection[str]) -> list[str]:
    """Return the canonical list of both; `names` is in order already and shares none of `more`."""
    if len(more) * _FEW > len(names):
        return natural_sort([*names, *more])
    every = list(names)
    for name in more:
        insort(every, name, key=natural_key)
    return every
