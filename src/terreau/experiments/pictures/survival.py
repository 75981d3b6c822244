"""Draw how long experiments last: a falling staircase within its interval."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number, format_percent
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import linear
from terreau.core.pictures.svg import drawing, element
from terreau.experiments.bridge.survival import FEWEST, AtYear, Step, SurvivalView

WIDE, NARROW = (640.0, 280.0, 14.0), (292.0, 230.0, 13.0)  # width, height, size of the words
LEFT, BOTTOM, TOP = 52.0, 30.0, 12.0


def draw_survival(view: SurvivalView, *, title: str, base: str) -> Picture:
    """Draw the curve as far as five experiments were seen, and tell 1, 3 and 5 years."""
    description = _(
        "La part des expérimentations encore vivantes selon le temps écoulé depuis leur début. La "
        "bande pâle est l’intervalle à 95 % ; au-delà, moins de cinq ont été suivies."
    )
    last = _last_shown(view)
    steps = [step for step in view.curve.steps if step.time <= last]
    table = PictureTable(
        title,
        (_("Après"), _("Encore vivantes"), _("Intervalle à 95 %"), _("Suivies jusque-là")),
        tuple(_row(one) for one in view.at_years),
    )
    wide, narrow = (_draw(steps, last, sheet, title, description) for sheet in (WIDE, NARROW))
    return Picture(wide, title, description, table, base, narrow)


def _last_shown(view: SurvivalView) -> float:
    """The longest duration until which five at least were seen."""
    durations = view.curve.durations
    return durations[-FEWEST] if len(durations) >= FEWEST else 0.0


def _row(one: AtYear) -> tuple[str, ...]:
    years = ngettext("%(n)d an", "%(n)d ans", one.years) % {"n": one.years}
    if one.survival is None:
        return (years, _("non montré"), "—", _("moins de 5"))
    interval = "—"
    if one.low is not None and one.high is not None:
        interval = _("%(low)s à %(high)s") % {
            "low": format_percent(one.low),
            "high": format_percent(one.high),
        }
    return (years, format_percent(one.survival), interval, format_number(one.base))


def _draw(
    steps: Sequence[Step],
    last: float,
    sheet: tuple[float, float, float],
    title: str,
    description: str,
) -> SafeString:
    width, height, _size = sheet
    x = linear((0, max(last, 1)), (LEFT, width - 12))
    y = linear((0, 1), (height - BOTTOM, TOP))
    parts = [*_axes(max(last, 1), x, y, sheet)]
    if steps:
        parts.append(element("path", d=_band(steps, last, x, y), class_="heat-2", fill_opacity=0.7))
    parts.append(
        element("path", d=_stairs(steps, last, x, y), class_="p-line p-tone-leaf", stroke_width=3)
    )
    return drawing(
        parts,
        width=width,
        height=height,
        title=title,
        description=description,
        css=f"survival survival-{width:.0f}",
    )


def _axes(last: float, x, y, sheet: tuple[float, float, float]) -> list[SafeString]:
    width, height, size = sheet
    parts = []
    for rate in (0.0, 0.5, 1.0):
        parts.append(element("path", d=f"M{LEFT} {y(rate):.1f}H{width - 12}", class_="p-grid"))
        words = format_percent(rate)
        parts.append(
            element(
                "text",
                words,
                x=LEFT - 6,
                y=y(rate) + size * 0.35,
                font_size=size - 1,
                text_anchor="end",
                class_="t-soft num",
            )
        )
    step = max(1, -(-int(last) // 6))
    for year in range(0, int(last) + 1, step):
        words = ngettext("%(n)d an", "%(n)d ans", year) % {"n": year} if year else "0"
        parts.append(
            element(
                "text",
                words,
                x=x(year),
                y=height - 8,
                font_size=size - 1,
                text_anchor="start" if year == 0 else "middle",
                class_="t-soft num",
            )
        )
    return parts


def _stairs(steps: Sequence[Step], last: float, x, y) -> str:
    path = f"M{x(0):.1f} {y(1):.1f}"
    for step in steps:
        path += f"H{x(step.time):.1f}V{y(step.survival):.1f}"
    return f"{path}H{x(last):.1f}"


def _band(steps: Sequence[Step], last: float, x, y) -> str:
    """The interval, from the first end on: along its top, and back along its bottom."""
    known = [step for step in steps if step.low is not None and step.high is not None]
    if not known:
        return "M0 0"
    top = f"M{x(known[0].time):.1f} {y(known[0].high):.1f}"
    for step in known[1:]:
        top += f"H{x(step.time):.1f}V{y(step.high):.1f}"
    bottom = f"H{x(last):.1f}V{y(known[-1].low):.1f}"
    for step, before in zip(reversed(known), [*reversed(known[:-1]), None], strict=True):
        bottom += f"H{x(step.time):.1f}"
        if before is not None:
            bottom += f"V{y(before.low):.1f}"
    return f"{top}{bottom}Z"
