"""Draw who acts on what: rows, columns, intensities, and the blind spots hatched in clay."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.formats import format_number, unknown_word
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import heat_class, text_width, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import LOOKS, world_look


@dataclass(frozen=True)
class MatrixRow:
    """One row: its words, its world if it is one, and its values (None is unknown)."""

    label: str
    values: tuple[int | None, ...]
    world: str = ""


def _heads(columns: Sequence[str], room: float, size: int) -> list[list[str]]:
    return [wrap(column, room, size, lines=3, is_bold=True) for column in columns]


def draw_matrix(
    rows: Sequence[MatrixRow],
    columns: Sequence[str],
    *,
    title: str,
    description: str,
    base: str,
    holes: frozenset[tuple[int, int]] = frozenset(),
    corner: str = "",
    hole_word: str = "",
) -> Picture:
    """Draw the cells; `holes` are (row, column) places where nobody is and somebody should be.

    On a phone each column becomes a row of its own under the name of the row, so that the words
    stay legible whatever the number of columns.
    """
    hole_word = hole_word or _("angle mort")
    said = tuple(
        (
            row.label,
            *(
                _say(value, (place, column) in holes, hole_word)
                for column, value in enumerate(row.values)
            ),
        )
        for place, row in enumerate(rows)
    )
    table = PictureTable(title, (corner or _("Qui"), *columns), said)
    most = max((value or 0 for row in rows for value in row.values), default=0)
    wide = _draw_wide(rows, columns, holes, most, hole_word, (title, description))
    narrow = _draw_narrow(rows, columns, holes, most, hole_word, (title, description))
    return Picture(wide, title, description, table, base, narrow)


def _say(value: int | None, is_hole: bool, hole_word: str) -> str:
    words = unknown_word() if value is None else format_number(value)
    return f"{words} ({hole_word})" if is_hole else words


def _cell(
    value: int | None,
    most: int,
    hole_word: str | None,
    box: tuple[float, float, float, float],
    size: int,
) -> list[SafeString]:
    """Draw one cell: a number on its intensity, or the clay of a blind spot."""
    left, top, width, height = box
    middle = {"x": left + width / 2, "y": top + height / 2 + size * 0.36, "text_anchor": "middle"}
    rect = {"x": left, "y": top, "width": width, "height": height, "rx": 6}
    if hole_word is None:
        words = "?" if value is None else format_number(value)
        css = "num t-soft" if not value else "num"
        return [
            element("rect", **rect, class_=heat_class(value, most)),
            element("text", words, **middle, font_size=size, class_=css),
        ]
    lines = "".join(
        f"M{max(left, x - height):.1f} {min(top + height, top + x - left):.1f}"
        f"L{min(left + width, x):.1f} {max(top, top + x - left - width):.1f}"
        for x in range(int(left) + 8, int(left + width + height), 8)
    )
    words = hole_word if text_width(hole_word, size) <= width - 8 else "∅"
    plate = text_width(words, size) + 8
    return [
        element("rect", **rect, class_="hole"),
        element("path", d=lines, class_="hole-lines"),
        element(
            "rect",
            x=left + (width - plate) / 2,
            y=top + (height - size * 1.5) / 2,
            width=plate,
            height=size * 1.5,
            rx=4,
            class_="hole-plate",
        ),
        element("text", words, **middle, font_size=size, class_="t-hole"),
    ]


def _row_words(row: MatrixRow, lines: Sequence[str], left: float, top: float, size: int):
    shift = 0
    drawn = []
    if row.world in LOOKS:
        look, shift = world_look(row.world), size + 6
        place = f"translate({left} {top - size * 0.85:.1f}) scale({size / 10})"
        drawn.append(element("path", d=look.path, class_=f"p-world {look.css}", transform=place))
    drawn += [
        element(
            "text",
            line,
            x=left + shift,
            y=top + number * size * 1.25,
            font_size=size,
            class_="t-strong",
        )
        for number, line in enumerate(lines)
    ]
    return drawn


def _draw_wide(rows, columns, holes, most, hole_word, words) -> SafeString:
    size, label_room, gap, tall = 14, 190, 6, 40
    cell = max(84.0, (720 - label_room) / max(len(columns), 1)) - gap
    heads = _heads(columns, cell, size)
    head_tall = max((len(lines) for lines in heads), default=1) * size * 1.25 + 10
    parts: list[SafeString] = []
    for column, lines in enumerate(heads):
        for number, line in enumerate(lines):
            parts.append(
                element(
                    "text",
                    line,
                    x=label_room + column * (cell + gap) + cell / 2,
                    y=head_tall - 10 - (len(lines) - 1 - number) * size * 1.25,
                    font_size=size,
                    text_anchor="middle",
                    class_="t-strong",
                )
            )
    for place, row in enumerate(rows):
        top = head_tall + place * (tall + gap)
        lines = wrap(row.label, label_room - 34, size, is_bold=True)
        parts += _row_words(
            row, lines, 2, top + tall / 2 + size * 0.36 - (len(lines) - 1) * size * 0.62, size
        )
        for column, value in enumerate(row.values):
            box = (label_room + column * (cell + gap), top, cell, tall)
            hole = hole_word if (place, column) in holes else None
            parts += _cell(value, most, hole, box, size)
    return drawing(
        parts,
        width=label_room + len(columns) * (cell + gap) - gap + 2,
        height=head_tall + len(rows) * (tall + gap),
        title=words[0],
        description=words[1],
        css="matrix-wide",
    )


def _draw_narrow(rows, columns, holes, most, hole_word, words) -> SafeString:
    size, width, tall, label_room = 13, 300, 32, 190
    parts: list[SafeString] = []
    top = 18.0
    for place, row in enumerate(rows):
        parts += _row_words(row, wrap(row.label, width - 24, size, is_bold=True), 0, top, size)
        top += 12 + (len(wrap(row.label, width - 24, size, is_bold=True)) - 1) * size * 1.25
        for column, value in enumerate(row.values):
            lines = wrap(columns[column], label_room - 10, size)
            first = top + tall / 2 + size * 0.36 - (len(lines) - 1) * size * 0.55
            parts += [
                element("text", line, x=0, y=first + number * size * 1.15, font_size=size)
                for number, line in enumerate(lines)
            ]
            hole = hole_word if (place, column) in holes else None
            parts += _cell(value, most, hole, (label_room, top, width - label_room - 2, tall), size)
            top += tall + 5
        top += 26
    return drawing(
        parts,
        width=width,
        height=max(top - 24, 20),
        title=words[0],
        description=words[1],
        css="matrix-narrow",
    )
