"""Read figures as official files write them: decimal points and commas, secrets, unknowns."""

import re
from enum import Enum

from django.utils.translation import gettext as _


class Special(Enum):
    """What stands in a cell instead of a figure."""

    SECRET = "secret"  # noqa: S105 — the word of statisticians, not a password
    MISSING = "missing"


Cell = float | Special
SECRETS = {"s", "c", "ns", "secret", "s.", "<s>"}
MISSINGS = {"", "na", "n/a", "nan", "nd", "n.d.", "///", "/", "-", ".", "..", "null", "none", "x"}
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class BadNumberError(ValueError):
    """A cell that is no figure; the text is a full sentence."""


def read_number(text: str) -> Cell:
    """Read a cell; the last of `.` and `,` is the decimal sign, the other one groups thousands."""
    try:
        # The usual case, and four cells in five: nothing to repair.
        return _finite(float(text), text)
    except ValueError:
        return _read_odd(text)


def _read_odd(text: str) -> Cell:
    lowered = text.strip().lower()
    if lowered in MISSINGS:
        return Special.MISSING
    if lowered in SECRETS or lowered.startswith("<"):  # « <5 »: hidden because it is small
        return Special.SECRET
    plain = _SPACES.sub("", text.strip().removesuffix("%"))
    if "," in plain:
        if "." in plain:
            group = "." if plain.rfind(",") > plain.rfind(".") else ","
            plain = plain.replace(group, "")
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise BadNumberError(_("« %(text)s » n’est pas un nombre.") % {"text": text.strip()[:40]})
    return _finite(float(plain), text)


def _finite(value: float, text: str) -> Cell:
    if value != value:  # float() reads « nan »: a file means that it does not know
        return Special.MISSING
    if value in {float("inf"), float("-inf")}:
        raise BadNumberError(_("« %(text)s » n’est pas un nombre.") % {"text": text.strip()[:40]})
    return value


def decimal_sign(text: str) -> str:
    """Tell the decimal sign of a cell, to notice a column that mixes them."""
    if "," in text:
        return ","
    return "." if "." in text else ""
