"""Official layouts: files recognised by their headings, that need no mapping."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Layout:
    """One official format.

    `recognises(headings)` tells whether a file is in this layout. `unfold(cells)` receives one
    line as {heading: text} and gives the rows that it speaks of as {column name: raw text}: often
    one, two when the line tells of a giver and a receiver, none when it speaks of nobody. A raw
    text is read as a person's would be (`parse_cell`). It raises `CellError` to refuse the line
    with a sentence. `source_kind` and `licence` prefill the provenance. `personal` names the
    columns that here tell of persons, beside those that always do.
    """

    name: str
    label: Any
    recognises: Callable[[Sequence[str]], bool]
    unfold: Callable[[Mapping[str, str]], list[Mapping[str, str]]]
    source_kind: str = ""
    licence: str = ""
    personal: tuple[str, ...] = ()
