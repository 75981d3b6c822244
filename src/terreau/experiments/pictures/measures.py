"""Draw the measures of one indicator over time, with its baseline, its target and comparison."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import ellipsis, linear, text_width
from terreau.core.pictures.svg import drawing, element
from terreau.experiments.models import Measurement, Protocol
from terreau.experiments.puzzle_reading import plain_quantity


@dataclass(frozen=True)
class _Sheet:
    width: float
    height: float
    size: float


LABELS = 46.0  # room at the left for the names of the levels
_WIDE, _NARROW = _Sheet(640, 220, 14), _Sheet(292, 200, 13)


@dataclass(frozen=True)
class _Point:
    day: datetime.date
    value: float
    words: str
    is_comparison: bool


def draw_measures(protocol: Protocol, measures: Sequence[Measurement]) -> Picture:
    """Draw each value where its time stands; the table gives its base and its source."""
    title = protocol.indicator
    description = _(
        "Chaque mesure à sa date. Les points pleins sont l’expérimentation, les ronds vides le "
        "groupe de comparaison ; le trait plein est le départ, les tirets la cible."
    )
    table = PictureTable(
        title,
        (_("Quand"), _("Valeur"), _("Base"), _("De qui"), _("Source")),
        tuple(
            (
                str(one.on),
                plain_quantity(one.value, protocol.unit),
                one.base,
                _("groupe de comparaison") if one.is_comparison else _("l’expérimentation"),
                one.source or _("non dite"),
            )
            for one in measures
        ),
    )
    points = [_point(one) for one in measures]
    lines = [
        (float(value), label, css)
        for value, label, css in (
            (protocol.baseline, _("départ"), "p-axis"),
            (protocol.target, _("cible"), "p-line p-tone-honey"),
        )
        if value is not None
    ]
    wide, narrow = (_draw(points, lines, sheet, title, description) for sheet in (_WIDE, _NARROW))
    note = _("En %(unit)s.") % {"unit": protocol.unit} if protocol.unit else ""
    return Picture(wide, title, description, table, note, narrow)


def _point(one: Measurement) -> _Point:
    middle = one.on.start + (one.on.end - one.on.start) / 2
    return _Point(middle, float(one.value), plain_quantity(one.value), one.is_comparison)


def _scale(values: Sequence[float], sheet: _Sheet) -> Callable[[float], float]:
    low, high = min(0.0, *values), max(values)
    return linear((low, high if high > low else low + 1), (sheet.height - 26, 22))


def _draw(
    points: Sequence[_Point],
    lines: Sequence[tuple[float, str, str]],
    sheet: _Sheet,
    title: str,
    description: str,
) -> SafeString:
    at = _scale([*(one.value for one in points), *(line[0] for line in lines), 0.0], sheet)
    days = [one.day.toordinal() for one in points]
    room = max(text_width(one.words, sheet.size) for one in points) / 2 + 4
    if min(days) == max(days):
        place = lambda _day: sheet.width / 2  # noqa: E731 - one day: nothing to spread
    else:
        place = linear((min(days), max(days)), (LABELS + room, sheet.width - room))
    parts = [element("path", d=f"M0 {at(0):.1f}H{sheet.width}", class_="p-grid")]
    for value, label, css in lines:
        parts += _level(at(value), label, css, sheet)
    for is_comparison in (True, False):
        some = [one for one in points if one.is_comparison == is_comparison]
        parts += _series(some, place, at, is_comparison=is_comparison)
    parts += _values(points, place, at, sheet)
    parts += _ends(points, place, sheet)
    return drawing(
        parts,
        width=sheet.width,
        height=sheet.height,
        title=title,
        description=description,
        css=f"measures measures-{sheet.width:.0f}",
    )


def _values(points: Sequence[_Point], place, at, sheet: _Sheet) -> list[SafeString]:
    return [
        element(
            "text",
            one.words,
            x=place(one.day.toordinal()),
            y=at(one.value) - 9,
            font_size=sheet.size,
            text_anchor="middle",
            class_="p-halo t-strong",
        )
        for one in points
    ]


def _level(y: float, label: str, css: str, sheet: _Sheet) -> list[SafeString]:
    dashes = "6 5" if "honey" in css else None
    return [
        element("path", d=f"M0 {y:.1f}H{sheet.width}", class_=css, stroke_dasharray=dashes),
        element("text", label, x=2, y=y - 4, font_size=sheet.size - 1, class_="t-soft p-halo"),
    ]


def _series(points: Sequence[_Point], place, at, *, is_comparison: bool) -> list[SafeString]:
    if not points:
        return []
    tone = "p-tone-soft" if is_comparison else "p-tone-leaf"
    spots = [(place(one.day.toordinal()), at(one.value)) for one in points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    line = element("path", d=path, class_=f"p-line {tone}", stroke_width=2)
    css = "p-dot" if is_comparison else f"p-fill {tone}"
    return [line, *(element("circle", cx=x, cy=y, r=5, class_=css) for x, y in spots)]


def _ends(points: Sequence[_Point], place, sheet: _Sheet) -> list[SafeString]:
    """Write the first and the last day under the drawing."""
    first, last = min(points, key=lambda one: one.day), max(points, key=lambda one: one.day)
    told = [(first, "start", LABELS)]
    if last.day != first.day:
        told.append((last, "end", sheet.width))
    return [
        element(
            "text",
            ellipsis(f"{one.day.month:02d}/{one.day.year}", sheet.width / 2, sheet.size),
            x=x if len(told) > 1 else sheet.width / 2,
            y=sheet.height - 6,
            font_size=sheet.size - 1,
            text_anchor=anchor if len(told) > 1 else "middle",
            class_="t-soft num",
        )
        for one, anchor, x in told
    ]
