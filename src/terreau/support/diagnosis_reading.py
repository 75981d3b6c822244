"""Compare the self-diagnoses of an organisation, date by date; unknown stays unknown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from terreau.core.formats import format_long_date, unknown_word
from terreau.core.pictures import Picture
from terreau.core.pictures.bars import Bar, draw_bars
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
    """The last diagnosis as a picture, and the last few side by side."""

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
    return Comparison(_picture(versions[0], days[0]), days, rows)


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


def _picture(last: SelfDiagnosis, day: str) -> Picture:
    return draw_bars(
        [Bar(str(line.text), last.answers.get(line.key)) for line in LINES],
        title=_("Où nous en sommes"),
        description=_("Réponse à chaque ligne, de 0 (pas du tout) à 4 (tout à fait)."),
        base=_("réponses d’une organisation sur elle-même, le %(day)s, de 0 à 4") % {"day": day},
        headers=(_("Ligne"), _("Réponse, de 0 à 4")),
    )
