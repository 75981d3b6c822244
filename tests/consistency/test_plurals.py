"""French counts zero as one: « 0 membre », « 2 membres »."""

import polib
import pytest
from django.utils.translation import ngettext, override

from tests.consistency.write_plurals import ENGLISH, FRENCH, french_plurals


def entries_of(catalogue) -> dict:
    return {(e.msgctxt, e.msgid): e.msgstr_plural for e in catalogue if e.msgid}


def test_every_plural_message_is_in_the_french_catalogue() -> None:
    written = entries_of(polib.pofile(str(FRENCH)))
    assert written == entries_of(french_plurals()), "run make messages"
    assert len(written) == sum(bool(e.msgid_plural) for e in polib.pofile(str(ENGLISH)))
    compiled = entries_of(polib.mofile(str(FRENCH.with_suffix(".mo"))))
    assert compiled == written


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("fr", 0, "%(known)s commune connue sur %(total)s"),
        ("fr", 1, "%(known)s commune connue sur %(total)s"),
        ("fr", 2, "%(known)s communes connues sur %(total)s"),
    ],
)
def test_zero_is_singular_in_french(language: str, number: int, said: str) -> None:
    words = ("%(known)s commune connue sur %(total)s", "%(known)s communes connues sur %(total)s")
    with override(language):
        assert ngettext(*words, number) == said


def test_zero_is_plural_in_english() -> None:
    words = ("%(known)s commune connue sur %(total)s", "%(known)s communes connues sur %(total)s")
    with override("en"):
        one, none = ngettext(*words, 1), ngettext(*words, 0)
    assert one != none
