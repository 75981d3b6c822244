"""The codes of paper sheets: a number, and five letters that only this instance can give it.

Nothing is kept when sheets are printed: the letters are worked out again when a sheet comes back.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from terreau.dialogues.actions.consultations import CODE_LETTERS
from terreau.dialogues.models import Consultation

LETTERS = 5
LAST_NUMBER = 9_999
_TYPED = re.compile(rf"^(\d{{1,4}})([{CODE_LETTERS}]{{{LETTERS}}})$")


@dataclass(frozen=True)
class Sheet:
    """One paper sheet."""

    number: int
    code: str

    @property
    def is_reversed(self) -> bool:
        """One sheet of two lists the statements from the last: no order is that of everybody."""
        return self.number % 2 == 0


def make_sheet(consultation: Consultation, number: int) -> Sheet:
    """Give a number its code."""
    return Sheet(number, f"{number:04}-{_letters(consultation, number, settings.SECRET_KEY)}")


def read_sheet(consultation: Consultation, typed: str) -> Sheet | None:
    """Recognise a code however it was typed; None for one that this instance did not print."""
    plain = "".join(filter(str.isalnum, typed)).upper()
    match = _TYPED.match(plain)
    if not match or not 1 <= int(match[1]) <= LAST_NUMBER:
        return None
    number = int(match[1])
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        letters = _letters(consultation, number, secret)
        if constant_time_compare(letters, match[2]):
            return Sheet(number, f"{number:04}-{letters}")
    return None


def _letters(consultation: Consultation, number: int, secret: str) -> str:
    subject = f"{consultation.uuid}:{number}"
    digest = salted_hmac("terreau.dialogues.paper", subject, secret=secret, algorithm="sha256")
    rest, letters = int.from_bytes(digest.digest(), "big"), ""
    for _turn in range(LETTERS):
        rest, place = divmod(rest, len(CODE_LETTERS))
        letters += CODE_LETTERS[place]
    return letters
