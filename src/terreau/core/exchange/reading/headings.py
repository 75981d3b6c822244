"""Find the headings of a table that people decorated: titles above, headings on two lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

Knows = Callable[[str], bool]
LOOKED_AT = 30
_LATEST_HEADING = 15


@dataclass(frozen=True)
class FoundHeadings:
    """The headings, and how many of the lines looked at they take with what stands above."""

    titles: tuple[str, ...]
    taken: int
    above: int


def find_headings(rows: Sequence[Sequence[str]], knows: Knows | None = None) -> FoundHeadings:
    """Find the headings among the first filled rows of a file.

    Words that the dataset knows decide; without them, the first row that is filled at least half
    as much as the fullest one is the headings.
    """
    if not rows:
        return FoundHeadings((), 0, 0)
    place = _known_row(rows, knows) if knows else None
    if place is None:
        place = _fullest_row(rows)
    titles, lines = list(rows[place]), 1
    if place + 1 < len(rows) and _is_second_line(titles, rows[place + 1]):
        titles, lines = _merge(titles, rows[place + 1]), 2
    return FoundHeadings(_name_all(titles), place + lines, place)


def _known_row(rows: Sequence[Sequence[str]], knows: Knows) -> int | None:
    known = [sum(1 for cell in row if cell and knows(cell)) for row in rows[:_LATEST_HEADING]]
    best = max(known)
    place = known.index(best)
    # One known word may be a chance; a row of data may hold one too.
    return place if best >= 2 or (best == 1 and _count(rows[place]) == 1) else None


def _fullest_row(rows: Sequence[Sequence[str]]) -> int:
    counts = [_count(row) for row in rows]
    full = (place for place, count in enumerate(counts) if count * 2 >= max(counts))
    place = next(full)
    return place if place < _LATEST_HEADING else 0


def keep_first(row: Sequence[str]) -> FoundHeadings:
    """Take a row that can only be the headings."""
    return FoundHeadings(_name_all(row), 1, 0)


def _count(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell != "")


def _is_second_line(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether a row only cuts the merged headings above it into parts."""
    groups = _group_places(first, len(second))
    if not groups:
        return False
    filled = {place for place, cell in enumerate(second) if cell != ""}
    return filled == groups and not any(second[place].isdigit() for place in groups)


def _group_places(first: Sequence[str], width: int) -> set[int]:
    """Give the places under headings that span several columns (the next ones are blank)."""
    blanks = {place for place in range(1, width) if place >= len(first) or first[place] == ""}
    owners = {place - 1 for place in blanks if place - 1 not in blanks}
    return blanks | owners


def _merge(first: Sequence[str], second: Sequence[str]) -> list[str]:
    merged, group = [], ""
    for place in range(max(len(first), len(second))):
        title = first[place] if place < len(first) else ""
        part = second[place] if place < len(second) else ""
        group = title or group
        merged.append(f"{group} / {part}" if part else title)
    return merged


def _name_all(titles: Sequence[str]) -> tuple[str, ...]:
    """Give each column a name of its own: blanks are numbered, repeated names too."""
    last = max((place for place, title in enumerate(titles) if title != ""), default=-1)
    seen: dict[str, int] = {}
    named = []
    for place, title in enumerate(titles[: last + 1], start=1):
        name = title or _("Colonne %(place)d sans titre") % {"place": place}
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)
