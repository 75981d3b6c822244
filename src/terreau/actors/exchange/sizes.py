"""Read how many people an organisation employs, as people write it."""

import re

from terreau.actors.enums import SizeClass

_STEPS = ((0, "0"), (9, "1-9"), (49, "10-49"), (249, "50-249"), (4999, "250-4999"))
_NUMBER = re.compile(r"\s*(\d[\d\s\u00a0\u202f]*)(?:[.,]\d+)?")


def staff_of(text: str) -> str:
    """Read a number of employees as a class of staff.

    >>> staff_of("12"), staff_of("12,5 ETP"), staff_of("beaucoup")
    ('10-49', '10-49', '')
    """
    digits = _NUMBER.match(text)
    if not digits:
        return ""
    number = int(re.sub(r"\D", "", digits[1]))
    return next((label for most, label in _STEPS if number <= most), "5000+")


def class_of(text: str) -> str:
    """Read a bare number of employees as a class; anything else is left to the list of words.

    >>> class_of("350"), class_of("12,5 ETP"), class_of("10 à 19")
    ('250-4999', '10-49', '')
    """
    rest = text[found.end() :] if (found := _NUMBER.match(text)) else "?"
    said = (
        staff_of(text) if re.fullmatch(r"\s*(?:etp|salariée?s?|personnes?)?\s*", rest, re.I) else ""
    )
    return said if said in SizeClass.values else ""
