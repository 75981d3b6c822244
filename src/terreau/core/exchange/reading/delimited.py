"""Read a CSV, whatever its separator, and mend the lines that a decimal comma broke."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from terreau.core.exchange.reading.encodings import TextLines
from terreau.core.exchange.reading.limits import TableError

SEPARATORS = ";\t|,"
_SAMPLE_LINES = 60
_SAMPLE_SIZE = 200_000
_WHOLE = re.compile(r"-?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)")
_CENTS = re.compile(r"\d{2}")
_AMOUNT_WORDS = re.compile(r"montant|total|somme|budget|prix|valeur|cout|coût|€|euros?", re.I)


class DelimitedLines:
    """The lines of a CSV, as (number, cells)."""

    kind = "csv"

    def __init__(self, file: BinaryIO):
        self._lines = TextLines(file)
        sample, size = [], 0
        for line in itertools.islice(self._lines, _SAMPLE_LINES):
            sample.append(line[:_SAMPLE_SIZE])
            size += len(line)
            if size > _SAMPLE_SIZE:
                break
        self.separator = guess_separator(sample)
        self._lines = TextLines(file)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        # The csv module stops at 131,072 characters in a cell with a message of its own.
        reader = csv.reader(iter(self._lines), delimiter=self.separator)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            raise TableError(
                _("La ligne %(line)d de ce fichier est illisible. Vérifiez ses guillemets.")
                % {"line": reader.line_num}
            ) from error

    @property
    def warnings(self) -> list[str]:
        """What was odd in the text itself."""
        return self._lines.warnings


def guess_separator(lines: Sequence[str]) -> str:
    """Find the separator that cuts the lines into as many cells as the heading has.

    >>> guess_separator(["Nom;Montant\\n", "Chêne;24 975,00\\n"])
    ';'
    """
    widths = {separator: _widths(lines, separator) for separator in SEPARATORS}
    scores = {
        separator: found.count(found[0]) / len(found) * found[0]
        for separator, found in widths.items()
        if found and found[0] > 1 and found.count(found[0]) * 2 >= len(found)
    }
    if not scores:  # a title stands above the headings, or there is one column only
        # Where a space follows it, a comma belongs to the sentence.
        widths[","] = _widths([line.replace(", ", " ") for line in lines], ",")
        scores = {separator: _regularity(found) for separator, found in widths.items()}
    return max(SEPARATORS, key=lambda separator: scores.get(separator, 0))


def _widths(lines: Sequence[str], separator: str) -> list[int]:
    try:
        rows = list(csv.reader(iter(lines), delimiter=separator))
    except csv.Error:
        return []
    return [len(row) for row in rows if any(cell.strip() for cell in row)]


def _regularity(widths: Sequence[int]) -> float:
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0
    width, times = several.most_common(1)[0]
    return times / len(widths) * width if times * 2 >= len(widths) else 0


def mend_decimal_commas(cells: Sequence[str], headings: Sequence[str]) -> list[str] | None:
    """Join the two halves of amounts that an unquoted decimal comma cut, when only one way fits.

    >>> mend_decimal_commas(["Lila", "24 975", "00", "don"], ["Nom", "Montant", "Nature"])
    ['Lila', '24 975,00', 'don']
    """
    extra = len(cells) - len(headings)
    places = [
        place
        for place in range(len(cells) - 1)
        if _WHOLE.fullmatch(cells[place].strip()) and _CENTS.fullmatch(cells[place + 1].strip())
    ]
    ways = [
        way
        for way in itertools.islice(itertools.combinations(places, extra), 200)
        if all(after - before > 1 for before, after in itertools.pairwise(way))
    ]
    if len(ways) > 1:
        ways = [way for way in ways if _names_amounts(way, headings)]
    return _join_at(cells, ways[0]) if len(ways) == 1 else None


def _names_amounts(way: Iterable[int], headings: Sequence[str]) -> bool:
    return all(_AMOUNT_WORDS.search(headings[place - rank]) for rank, place in enumerate(way))


def _join_at(cells: Sequence[str], way: Sequence[int]) -> list[str]:
    joined = list(cells)
    for place in reversed(way):
        joined[place : place + 2] = [f"{joined[place].strip()},{joined[place + 1].strip()}"]
    return joined
