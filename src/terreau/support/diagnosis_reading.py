"""Compare the self-diagnoses of an organisation, date by date; unknown stays unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.core.formats import format_long_date, unknown_word
from terreau.core.pictures import Picture
from terreau.core.pictures.matrix import MatrixRow, draw_matrix
from terreau.support.canvas import LEVELS, LINES
from terreau.support.models import SelfDiagnosis

COLUMNS = 4


@dataclass(frozen=True)
class Row:
    """One line, the answer at each date, and whether it rose or fell since the one before."""

    text: str
    cells: tuple[str, ...]
    move: str


@dataclass(frozen=True)
class Comparison:
    """The last few diagnoses, as a picture and side by side in words."""

    picture: Picture
    days: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(versions: Sequence[SelfDiagnosis]) -> Comparison | None:
    """Lay the last diagnoses side by side, the latest first; None when there is none."""
    if not versions:
        return None
    shown = versions[:COLUMNS]
    days = tuple(format_long_date(one.made_at) for one in shown)
    rows = tuple(_row(line.key, str(line.text), shown) for line in LINES)
    return Comparison(_picture(shown, days), days, rows)


def _row(key: str, text: str, shown: Sequence[SelfDiagnosis]) -> Row:
    values = [one.answers.get(key) for one in shown]
    return Row(text, tuple(_say(value) for value in values), _move(values))


def _say(value: int | None) -> str:
    return unknown_word() if value is None else f"{value} · {dict(LEVELS)[value]}"


def _move(values: Sequence[int | None]) -> str:
    if len(values) < 2 or values[0] is None or values[1] is None:
        return ""
    if values[0] == values[1]:
        return _("comme avant")
    return _("plus qu’avant") if values[0] > values[1] else _("moins qu’avant")


def _picture(shown: Sequence[SelfDiagnosis], days: tuple[str, ...]) -> Picture:
    """Draw a line a row and a date a column, the oldest first: what grows is seen to grow."""
    past = list(reversed(shown))
    return draw_matrix(
        [
            MatrixRow(str(line.short), tuple(one.answers.get(line.key) for one in past))
            for line in LINES
        ],
        list(reversed(days)),
        title=_("Où nous en sommes"),
        description=_("Réponse à chaque ligne, de 0 (pas du tout) à 4 (tout à fait), par date."),
        base=_("Base : ce qu’une organisation dit d’elle-même, de 0 (pas du tout) à 4."),
        corner=_("Ligne"),
    )
