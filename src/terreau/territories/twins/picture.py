"""Draw the portrait: a small panel an indicator, the family's range, the country, no rank."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.formats import format_number, unknown_word
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import linear, text_width, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.territories.indicators.words import format_figure
from terreau.territories.twins.portrait import Line

MOST_DRAWN = 24


@dataclass(frozen=True)
class _Sheet:
    width: int
    columns: int
    size: int
    gap: int = 28

    @property
    def panel(self) -> float:
        return (self.width - self.gap * (self.columns - 1)) / self.columns

    @property
    def tall(self) -> float:
        return self.size * 7.4 + 22


_WIDE = _Sheet(760, 3, 14)
_NARROW = _Sheet(310, 1, 14)


def draw_twins(lines: Sequence[Line], *, name: str, family: int) -> Picture:
    """Draw small multiples: the territory as a diamond, its family as a band and dots."""
    title, description, note = _words(name, family)
    shown_lines = [line for line in lines if line.figure.value is not None or len(line.members)]
    drawn = shown_lines[:MOST_DRAWN]
    wide, narrow = (_draw(sheet, drawn, title, description) for sheet in (_WIDE, _NARROW))
    if len(shown_lines) > len(drawn):
        note += " " + _("Les autres indicateurs sont dans le tableau.")
    return Picture(wide, title, description, _table(lines, title), note, narrow)


def _words(name: str, family: int) -> tuple[str, str, str]:
    """Title, description and note; without a family nothing is said of one."""
    if not family:
        return (
            _("%(name)s et la France") % {"name": name},
            _(
                "Un petit cadre par indicateur : le losange est le territoire, le trait est la "
                "France."
            ),
            _("Chaque cadre a son échelle ; aucun rang n’est donné."),
        )
    note = _(
        "Chaque cadre a son échelle, de la plus petite à la plus grande des valeurs montrées. "
        "Famille de %(count)s territoires ; aucun rang n’est donné."
    )
    return (
        _("%(name)s, sa famille et la France") % {"name": name},
        _(
            "Un petit cadre par indicateur : le losange est le territoire, les points sont ses "
            "semblables, la bande en contient huit sur dix, le trait est la France."
        ),
        note % {"count": format_number(family)},
    )


def _table(lines: Sequence[Line], title: str) -> PictureTable:
    headers = (
        _("Indicateur"),
        _("Ici"),
        _("Huit semblables sur dix"),
        _("Milieu de la famille"),
        _("France"),
        _("Année et base"),
    )
    return PictureTable(title, headers, tuple(_row(line) for line in lines))


def _row(line: Line) -> tuple[str, ...]:
    figure = line.figure
    base = figure.reason or ", ".join([str(figure.year or unknown_word()), figure.coverage])
    return (
        figure.name,
        figure.text,
        line.band_text,
        format_figure(figure.unit, line.median),
        line.country.text if line.country else unknown_word(),
        base,
    )


def _draw(sheet: _Sheet, lines: Sequence[Line], title: str, description: str) -> SafeString:
    has_family = any(len(line.members) for line in lines)
    parts = _legend(sheet, has_family=has_family)
    top = sheet.size * (1.9 if sheet.columns > 1 else 6.2 if has_family else 3.4)
    for number, line in enumerate(lines):
        row, column = divmod(number, sheet.columns)
        left = column * (sheet.panel + sheet.gap)
        parts += _panel(sheet, line, left, top + row * (sheet.tall + 14))
    rows = -(-len(lines) // sheet.columns)
    return drawing(
        parts,
        width=sheet.width,
        height=top + rows * (sheet.tall + 14),
        title=title,
        description=description,
    )


def _legend(sheet: _Sheet, *, has_family: bool) -> list[SafeString]:
    signs = [(_("le territoire"), _diamond), (_("la France"), _tick)]
    if has_family:
        signs[1:1] = [(_("un semblable"), _dot), (_("huit semblables sur dix"), _swatch)]
    parts: list[SafeString] = []
    step = sheet.width / 4
    for number, (word, mark) in enumerate(signs):
        left = number * step if sheet.columns > 1 else 0.0
        middle = 8.0 if sheet.columns > 1 else 8 + number * sheet.size * 1.45
        parts.append(mark(left + 9, middle))
        parts.append(
            element(
                "text", word, x=left + 24, y=middle + 5, font_size=sheet.size - 1, class_="t-soft"
            )
        )
    return parts


def _panel(sheet: _Sheet, line: Line, left: float, top: float) -> list[SafeString]:
    size, width = sheet.size, sheet.panel
    parts = [
        element(
            "text",
            words,
            x=left,
            y=top + size * (1 + 1.2 * number),
            font_size=size,
            class_="t-strong",
        )
        for number, words in enumerate(wrap(line.figure.name, width, size, is_bold=True))
    ]
    france = line.country.text if line.country else unknown_word()
    said = [
        (line.figure.text, 3.5, "t-strong num" if line.figure.value is not None else "t-soft"),
        (_("France : %(value)s") % {"value": france}, 7.5 if line.band else 6.25, "t-soft"),
    ]
    if line.band:
        said.append((_band_words(line, width, size - 1), 6.25, "t-soft"))
    parts += [
        element(
            "text",
            wrap(words, width, size - 1, lines=1)[0],
            x=left,
            y=top + size * at,
            font_size=size if css.startswith("t-strong") else size - 1,
            class_=css,
        )
        for words, at, css in said
    ]
    return parts + _strip(line, left, top + size * 4.45, width)


def _band_words(line: Line, width: float, size: int) -> str:
    """Name the family where there is room; the band alone says enough where there is not."""
    words = _("famille : %(band)s") % {"band": line.band_text}
    return words if text_width(words, size) <= width else line.band_text


def _strip(line: Line, left: float, middle: float, width: float) -> list[SafeString]:
    country = line.country.value if line.country else None
    own = line.figure.value
    values = [*line.members.tolist(), *(one for one in (own, country) if one is not None)]
    if not values:
        return []
    # Two marks alone would fill any scale: the usual gap between territories gives one.
    room = 0.0 if len(line.members) else line.spread
    low, high = min(values) - room, max(values) + room
    place = linear((low, high), (left + 11, left + width - 11)) if high > low else None

    def at(value: float) -> float:
        return place(value) if place else left + width / 2

    parts = [element("path", d=f"M{left:.1f} {middle:.1f}H{left + width:.1f}", class_="p-axis")]
    if line.band:
        start, end = at(line.band[0]), at(line.band[1])
        parts.append(_box(start - 3, middle, max(end - start, 0) + 6))
    parts += [_dot(at(value), middle) for value in line.members.tolist()]
    if country is not None:
        parts.append(_tick(at(country), middle))
    if own is not None:
        parts.append(_diamond(at(own), middle))
    return parts


def _box(left: float, middle: float, width: float) -> SafeString:
    return element(
        "rect",
        x=left,
        y=middle - 8,
        width=width,
        height=16,
        rx=5,
        class_="p-fill p-tone-leaf",
        fill_opacity="0.22",
    )


def _swatch(x: float, middle: float) -> SafeString:
    return _box(x - 9, middle, 18)


def _dot(x: float, middle: float) -> SafeString:
    return element("circle", cx=x, cy=middle, r=3, class_="p-fill p-tone-leaf", fill_opacity="0.75")


def _tick(x: float, middle: float) -> SafeString:
    d = f"M{x:.1f} {middle - 11:.1f}V{middle + 11:.1f}"
    return element("path", d=d, class_="p-line p-tone-slate", stroke_width="3")


def _diamond(x: float, middle: float) -> SafeString:
    d = f"M{x:.1f} {middle - 8:.1f}l8 8l-8 8l-8 -8z"
    return element("path", d=d, class_="p-dot")
