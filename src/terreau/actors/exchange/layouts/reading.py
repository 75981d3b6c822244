"""What every official layout needs: cells by their name, parts put together, a line left aside."""

import re
from collections.abc import Callable, Mapping, Sequence

from terreau.core.exchange.columns import fold

Cells = Mapping[str, str]
Row = dict[str, str]
NAME_LENGTH = 200
# What official files write for « we do not know » or « this may not be told ».
_UNKNOWN = {"", "[nd]", "nd", "null", "none", "0001-01-01", "0001-01-01 00:00:00", "nan"}
_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ].*$")


def heading_set(headings: Sequence[str]) -> set[str]:
    """Headings, whatever their case and blanks."""
    return {fold(heading) for heading in headings}


def needs(*names: str) -> Callable[[Sequence[str]], bool]:
    """Recognise a file that has all these headings."""
    wanted = {fold(name) for name in names}
    return lambda headings: wanted <= heading_set(headings)


def told(cells: Cells, *names: str) -> str:
    """Give the first of these cells that says something."""
    for name in names:
        text = (cells.get(name) or "").strip()
        # What says « unknown » is short, or a date that nobody was born on.
        if text and ((len(text) > 4 and text[0] != "0") or text.lower() not in _UNKNOWN):
            return text
    return ""


def together(cells: Cells, *names: str, by: str = " ") -> str:
    """Put the filled cells together."""
    return by.join(filter(None, (told(cells, name) for name in names)))


def day(text: str) -> str:
    """Keep the day of a moment.

    >>> day("2023-09-21T03:34:50")
    '2023-09-21'
    """
    return _DATE.sub(r"\1", text)


def listed(*items: str) -> str:
    """Write several values in one cell, as the columns of several values read them."""
    kept = dict.fromkeys(item.strip() for item in items if item and item.strip())
    return " | ".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in kept)


def aside(reason: str) -> list[Row]:
    """Leave a line aside and say why."""
    return [{"": str(reason)}]


def filled(row: Mapping[str, str]) -> Row:
    """Keep what says something: a cell that the file lacks changes nothing."""
    return {name: text for name, text in row.items() if text}


def short_name(name: str) -> str:
    """Bring a name under the length of a sheet's, cut between two words.

    >>> short_name("  Les   amis ")
    'Les amis'
    """
    name = re.sub(r"\s+", " ", name).strip()
    if len(name) <= NAME_LENGTH:
        return name
    cut = name[: NAME_LENGTH - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


# INSEE's classes of staff → the classes of a sheet.
_STAFF = {
    "00": "0",
    "NN": "0",
    **dict.fromkeys(("01", "02", "03"), "1-9"),
    **dict.fromkeys(("11", "12"), "10-49"),
    **dict.fromkeys(("21", "22", "31"), "50-249"),
    **dict.fromkeys(("32", "41", "42", "51"), "250-4999"),
    **dict.fromkeys(("52", "53"), "5000+"),
}


def staff_class(code: str) -> str:
    """Translate INSEE's class of staff; « NN » says that nobody was employed that year.

    >>> staff_class("12"), staff_class("??")
    ('10-49', '')
    """
    return _STAFF.get(code.strip().upper(), "")


def employer_word(text: str) -> str:
    """Read INSEE's « O » and « N » of the employers."""
    return {"o": "oui", "oui": "oui", "true": "oui", "n": "non", "non": "non"}.get(
        text.strip().lower(), ""
    )
