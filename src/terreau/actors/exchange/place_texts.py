"""Read the texts that tell of a commune: its name as people write it, its postcode, its code."""

import re
from functools import lru_cache

from terreau.territories.folding import fold

POSTCODE = re.compile(r"(?<!\d)(\d{5}|\d{2} \d{3})(?!\d)")
# Sorting offices: « CEDEX », « CEDEX 09 », « CEDEX A ».
_CEDEX = re.compile(r"\bcedex\b(?:\s+(?:\d{1,2}|[a-z]))?\s*$")
_DISTRICT = re.compile(
    r"^(paris|lyon|marseille)(?: l?e?)?\s+(?:\d{1,2})(?:er|e|eme|me|nd|nde)?"
    r"(?:\s+(?:arrondissement|arr|ardt))?$"
)
_ARTICLES = ("l ", "le ", "la ", "les ")


def departement_of_code(code: str) -> str:
    """Read the département in the code of a commune.

    >>> departement_of_code("2A004"), departement_of_code("97411"), departement_of_code("94018")
    ('2A', '974', '94')
    """
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def departements_of_postcode(postcode: str) -> tuple[str, ...]:
    """Read the départements that a postcode may be of; Corsica shares its beginning.

    >>> departements_of_postcode("20090"), departements_of_postcode("97400")
    (('2A', '2B'), ('974',))
    """
    if postcode.startswith("20"):
        return ("2A", "2B")
    return (postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2],)


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Reduce the name of a commune to its letters, without article, sorting office or district."""
    words = _CEDEX.sub("", fold(name)).strip()
    district = _DISTRICT.match(words)
    if district:
        words = district[1]
    for article in _ARTICLES:
        words = words.removeprefix(article)
    return words.replace(" ", "")


def split_city(postcode: str, city: str) -> tuple[str, str]:
    """Separate « Saint Maurice 94410 » or « 94410 Saint-Maurice »; give back a lost zero.

    >>> split_city("", "Saint Maurice 94410"), split_city("1000", "Bourg")
    (('94410', 'Saint Maurice'), ('01000', 'Bourg'))
    """
    digits = re.sub(r"\D", "", postcode)
    digits = digits.zfill(5) if len(digits) == 4 else digits
    inside = POSTCODE.search(city)
    if inside:
        digits = digits or inside[1].replace(" ", "")
        city = f"{city[: inside.start()]} {city[inside.end() :]}"
    city = re.sub(r"\(\s*\w{2,3}\s*\)|[()]", " ", city)
    return digits, re.sub(r"\s+", " ", city).strip(" ,-–—")
