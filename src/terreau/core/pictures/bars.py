"""Draw shares as bars, never as a pie: several answers may be given, and the base is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.formats import format_number, format_percent, unknown_word
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import linear, nice_ceiling, text_width, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import LOOKS, world_look


@dataclass(frozen=True)
class Bar:
    """One answer: its value, or None when it is not known; `tone` is a tone or a world.

    `said` writes a value that a bare number would round or leave without its unit.
    """

    label: str
    value: float | None
    tone: str = "leaf"
    said: str = ""


@dataclass(frozen=True)
class _Sheet:
    width: int
    size: int
    label_room: int  # 0: no room beside the bar, the words stand above it


@dataclass(frozen=True)
class _Axis:
    start: float
    length: float
    most: float

    def length_of(self, value: float | None) -> float:
        return linear((0, self.most), (0, self.length))(value) if value else 0.0


THICK = 22
_WIDE = _Sheet(720, 15, label_room=250)
_NARROW = _Sheet(300, 13, label_room=0)


def _tone_class(tone: str) -> str:
    if tone in LOOKS:
        return f"p-world {world_look(tone).css}"
    return f"p-fill p-tone-{tone}"


def draw_bars(
    bars: Sequence[Bar],
    *,
    title: str,
    description: str,
    base: str,
    is_rate: bool = False,
    several_answers: bool = False,
    headers: tuple[str, str] | None = None,
) -> Picture:
    """Draw horizontal bars from a common line; `base` says of whom, when and whence (R7)."""
    said = [bar.said or _say(bar.value, is_rate) for bar in bars]
    words = _("plusieurs réponses possibles, base : %(base)s") if several_answers else None
    note = (words or _("Base : %(base)s")) % {"base": base}
    table = PictureTable(
        title,
        headers or (_("Réponse"), _("Part") if is_rate else _("Nombre")),
        tuple((bar.label, value) for bar, value in zip(bars, said, strict=True)),
    )
    note = note[:1].upper() + note[1:]
    wide, narrow = (
        _draw(sheet, bars, said, title, description, is_rate) for sheet in (_WIDE, _NARROW)
    )
    return Picture(wide, title, description, table, f"{note.rstrip('.')}.", narrow)


def _say(value: float | None, is_rate: bool) -> str:
    if value is None:
        return unknown_word()
    return format_percent(value) if is_rate else format_number(value)


def _draw(
    sheet: _Sheet,
    bars: Sequence[Bar],
    said: Sequence[str],
    title: str,
    description: str,
    is_rate: bool,
) -> SafeString:
    value_room = max((text_width(value, sheet.size, is_bold=True) for value in said), default=0)
    start = sheet.label_room + 16 if sheet.label_room else 2
    known = [bar.value for bar in bars if bar.value is not None]
    most = 1.0 if is_rate else nice_ceiling(max(known, default=1))
    axis = _Axis(start, sheet.width - start - value_room - 14, most)
    parts: list[SafeString] = []
    top = 4.0
    for bar, value in zip(bars, said, strict=True):
        drawn, top = _draw_row(sheet, axis, bar, value, top)
        parts += drawn
    parts.append(element("path", d=f"M{start} 0V{top - 4:.1f}", class_="p-axis"))
    return drawing(
        parts,
        width=sheet.width,
        height=max(top, 20),
        title=title,
        description=description,
        css="bars" if sheet.label_room else "bars bars-narrow",
    )


def _draw_row(
    sheet: _Sheet, axis: _Axis, bar: Bar, value: str, top: float
) -> tuple[list[SafeString], float]:
    size, step = sheet.size, sheet.size * 1.25
    lines = wrap(bar.label, sheet.label_room or sheet.width, size)
    tall = len(lines) * step
    bar_top = top + max(0.0, (tall - THICK) / 2) if sheet.label_room else top + tall + 5
    first_line = top + max(0.0, (THICK - tall) / 2) if sheet.label_room else top
    length = axis.length_of(bar.value)
    parts = [
        element(
            "text",
            line,
            x=axis.start - 14 if sheet.label_room else 2,
            y=first_line + size + number * step,
            font_size=size,
            text_anchor="end" if sheet.label_room else None,
        )
        for number, line in enumerate(lines)
    ]
    box = {"x": axis.start, "y": bar_top, "height": THICK}
    parts.append(element("rect", **box, width=axis.length, class_="p-track"))
    if length:
        parts.append(element("rect", **box, width=length, class_=_tone_class(bar.tone)))
    parts.append(
        element(
            "text",
            value,
            x=axis.start + length + 7,
            y=bar_top + THICK / 2 + size * 0.36,
            font_size=size,
            class_="t-soft" if bar.value is None else "t-strong num",
        )
    )
    bottom = max(bar_top + THICK, top + tall) if sheet.label_room else bar_top + THICK
    return parts, bottom + 12
