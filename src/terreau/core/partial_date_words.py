"""Read dates as people write them, to the EDTF text that `PartialDate` keeps."""

import re
import unicodedata

_MONTHS = {
    "janvier": 1, "janv": 1, "january": 1, "jan": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
    "mars": 3, "march": 3, "mar": 3,
    "avril": 4, "avr": 4, "april": 4, "apr": 4,
    "mai": 5, "may": 5,
    "juin": 6, "june": 6, "jun": 6,
    "juillet": 7, "juil": 7, "july": 7, "jul": 7,
    "aout": 8, "august": 8, "aug": 8,
    "septembre": 9, "sept": 9, "september": 9, "sep": 9,
    "octobre": 10, "oct": 10, "october": 10,
    "novembre": 11, "nov": 11, "november": 11,
    "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip
_SEASONS = {
    "printemps": 21, "spring": 21,
    "ete": 22, "summer": 22,
    "automne": 23, "autumn": 23, "fall": 23,
    "hiver": 24, "winter": 24,
}  # fmt: skip

_YEAR = re.compile(r"^(\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_NUMBERS = re.compile(r"^(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})$")
_WORDS = re.compile(r"^(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (\d{4})$")
_ENGLISH = re.compile(r"^([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})$")


def read_partial_date(text: str) -> str | None:
    """Turn what was typed into EDTF text, or into None when it is not a date.

    >>> read_partial_date("septembre 2013"), read_partial_date("Automne 2013")
    ('2013-09', '2013-23')
    >>> read_partial_date("12/09/2013"), read_partial_date("1er mai 2020")
    ('2013-09-12', '2020-05-01')
    """
    words = _plain(text)
    if found := _YEAR.match(words):
        return found[1]
    if found := _ISO.match(words):
        year, month, day = found.groups()
        return _written(year, int(month), day)
    if found := _NUMBERS.match(words):
        day, month, year = found.groups()
        return _written(year, int(month), day)
    if found := _WORDS.match(words):
        day, word, year = found.groups()
        return _named(day, word, year)
    if found := _ENGLISH.match(words):
        word, day, year = found.groups()
        return _named(day, word, year)
    return None


def _plain(text: str) -> str:
    """Drop accents, capitals, dots after words and the small words of a date."""
    letters = unicodedata.normalize("NFKD", text.strip().lower())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = re.sub(r"(?<=[a-z])\.", "", letters)
    letters = re.sub(r"^(le|en|au|a l|the|in) ", "", letters.replace("’", "'").replace("l'", "l "))
    return re.sub(r"^l |\bde \b|,", "", " ".join(letters.split()))


def _named(day: str | None, word: str, year: str) -> str | None:
    if word in _SEASONS:
        return None if day else f"{year}-{_SEASONS[word]}"
    return _written(year, _MONTHS[word], day) if word in _MONTHS else None


def _written(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02}" + (f"-{int(day):02}" if day else "")
