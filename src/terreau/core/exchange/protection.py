"""Neutralise what a spreadsheet would run, so that it comes back identical.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`; it also eats spaces at both ends.
Such a text gets one apostrophe in front when it leaves, and loses exactly one when it comes back.
A text that already looks protected gets one too: this is what makes the two ways inverse.
"""

import re

_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_XML_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def protect(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run or trim.

    >>> protect("=1+1"), protect("Labo"), unprotect(protect("'=1"))
    ("'=1+1", 'Labo', "'=1")
    """
    return f"'{text}" if _needs_protection(text) else text


def unprotect(cell: str) -> str:
    """Take back the apostrophe of `protect`; trim what nobody protected."""
    if cell[:1] == "'" and _needs_protection(cell[1:]):
        return cell[1:]
    return cell.strip()


def _needs_protection(text: str) -> bool:
    bare = text.lstrip("'")
    return bool(_RUNS.match(bare)) or bare != bare.strip() or text != text.strip()


def escape_xml(text: str) -> str:
    """Write as `_xHHHH_` the characters that XML cannot carry (the format's own convention)."""
    kept = _XML_ESCAPED.sub(lambda match: f"_x005F_x{match[1]}_", text)
    return _XML_UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", kept)


def unescape_xml(text: str) -> str:
    """Read back the characters written as `_xHHHH_`."""
    return _XML_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
