"""Place values and fit words: the arithmetic of the pictures."""

import datetime
from collections.abc import Callable

# Widths of the usual sans serifs in thousandths of an em, a little generous.
_NARROW = set("iljtfrI'’.,:;!|()[] ·1")
_LARGE = set("mwMW@%œŒæ—…")


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Estimate the width of a text; an estimate that is rather too large.

    >>> text_width("mm", 10) > text_width("ii", 10)
    True
    """
    thousandths = sum(_character_width(character) for character in text)
    return thousandths / 1000 * size * (1.08 if is_bold else 1)


def _character_width(character: str) -> int:
    if character in _NARROW:
        return 370
    if character in _LARGE:
        return 960
    return 720 if character.isupper() else 620


def ellipsis(text: str, width: float, size: float, *, is_bold: bool = False) -> str:
    """Shorten a text to a width, ending with « … »; the full text is in the table.

    >>> ellipsis("Charenton-le-Pont", 60, 12)
    'Charent…'
    """
    if text_width(text, size, is_bold=is_bold) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size, is_bold=is_bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrap(
    text: str, width: float, size: float, *, lines: int = 2, is_bold: bool = False
) -> list[str]:
    """Break a text into at most so many lines; what does not fit ends with « … ».

    >>> wrap("Emploi et insertion", 80, 12)
    ['Emploi et', 'insertion']
    """
    words = [part for word in text.split() for part in _cut(word, width, size, is_bold)]
    found: list[str] = []
    current = ""
    while words:
        # A part of a cut word ends with its hyphen: the next part starts the next line.
        candidate = f"{current} {words[0]}".strip()
        if current and text_width(candidate, size, is_bold=is_bold) > width:
            if len(found) == lines - 1:
                current = " ".join([current, *words]).replace("\u2010 ", "")
                break
            found.append(current)
            current = ""
            continue
        current = candidate
        words.pop(0)
    found.append(current)
    return [ellipsis(line, width, size, is_bold=is_bold) for line in found if line]


def _cut(word: str, width: float, size: float, is_bold: bool) -> list[str]:
    """Cut a word that is wider than a line, with a hyphen at each cut."""
    parts = []
    while text_width(word, size, is_bold=is_bold) > width and len(word) > 6:
        kept = len(word) - 3
        while kept > 3 and text_width(word[:kept] + "\u2010", size, is_bold=is_bold) > width:
            kept -= 1
        parts.append(word[:kept] + "\u2010")
        word = word[kept:]
    return [*parts, word]


def linear(domain: tuple[float, float], span: tuple[float, float]) -> Callable[[float], float]:
    """Map a domain of values onto a span of the drawing.

    >>> linear((0, 10), (0, 100))(5)
    50.0
    """
    low, high = domain
    size = (high - low) or 1
    return lambda value: span[0] + (value - low) / size * (span[1] - span[0])


def nice_ceiling(value: float) -> float:
    """Round up to 1, 2, 5 × a power of ten, for the end of an axis.

    >>> nice_ceiling(37)
    50
    """
    step = 1
    while value > step * 10:
        step *= 10
    for factor in (1, 2, 5, 10):
        if value <= factor * step:
            return factor * step
    return value


def year_ticks(first: datetime.date, last: datetime.date, room: int) -> list[int]:
    """List the years to write on an axis on which `room` of them fit.

    >>> year_ticks(datetime.date(2012, 3, 1), datetime.date(2026, 1, 1), 6)
    [2012, 2015, 2018, 2021, 2024, 2027]
    """
    span = last.year + 1 - first.year
    for step in (1, 2, 3, 5, 10, 20, 25, 50, 100):
        if span / step + 1 <= max(room, 2):
            break
    years = list(range(first.year, last.year + 2, step))
    return years if years[-1] > last.year else [*years, years[-1] + step]


def heat_class(value: float | None, most: float) -> str:
    """Give the step of intensity (`heat-0` … `heat-5`) of a value.

    >>> heat_class(3, 6), heat_class(0, 6)
    ('heat-3', 'heat-0')
    """
    if not value or most <= 0:
        return "heat-0"
    return f"heat-{max(1, min(5, -int(-(value / most * 5) // 1)))}"


class Occupied:
    """Remember which boxes of a drawing are taken, so that no word covers another."""

    def __init__(self) -> None:
        self._boxes: list[tuple[float, float, float, float]] = []

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Tell whether nothing stands in a box."""
        return all(
            right <= taken[0] or left >= taken[2] or bottom <= taken[1] or top >= taken[3]
            for taken in self._boxes
        )

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a box if it is free, and tell whether it was."""
        if not self.is_free(left, top, right, bottom):
            return False
        self.add(left, top, right, bottom)
        return True

    def add(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take a box, whatever stands there."""
        self._boxes.append((left, top, right, bottom))
