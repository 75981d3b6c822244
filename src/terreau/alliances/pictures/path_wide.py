"""The path along the years, for a wide screen and for paper."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from terreau.alliances.pictures.canvas import Canvas
from terreau.alliances.pictures.stretches import PathLane, Step, Stretch, parent_of, span_of
from terreau.core.pictures.scales import ellipsis, linear, text_width, year_ticks

WIDTH, MARGIN, THICK, SIZE, SMALL = 720, 14, 14, 15, 13
BEND = 46.0


@dataclass
class Wide(Canvas):
    """The canvas and its axis of years."""

    height: float = 0
    first: int = 0
    last: int = 1

    def at(self, day: datetime.date) -> float:
        """Place a day."""
        return linear((self.first, self.last), (MARGIN, WIDTH - MARGIN))(day.toordinal())


def draw_wide(lanes: Sequence[PathLane], steps: Sequence[Step], today: datetime.date) -> Wide:
    """Draw the lanes from top to bottom, the steps on a rail, then what each step was."""
    start, end = span_of(lanes, steps, today)
    years = year_ticks(start, end, 11)
    sheet = Wide(WIDTH)
    sheet.first, sheet.last = (datetime.date(years[n], 1, 1).toordinal() for n in (0, -1))
    top, tops = 4.0, []
    for place, lane in enumerate(lanes):
        top, first_y = _lane(sheet, lane, top, today)
        tops.append(first_y)
        parent = parent_of(lanes, place)
        if parent is not None:
            # It starts on the lane it grows from, never in the void before it.
            alive = sheet.at(lane.first) - sheet.at(lanes[parent].first)
            bend = min(BEND + 16 * (place - parent), max(alive, 6))
            _branch(sheet, lane, tops[parent], first_y, bend)
    rail, below = _rail(sheet, steps, top)
    for year in years:
        x = sheet.at(datetime.date(year, 1, 1))
        sheet.thin(f"M{x:.1f} 0V{rail:.1f}")
        sheet.write(str(year), x, rail + SMALL * 1.4, SMALL, css="t-soft num", anchor="middle")
    sheet.height = _key(sheet, steps, below + SMALL * 2) if steps else rail + SMALL * 2
    return sheet


def _lane(sheet: Wide, lane: PathLane, top: float, today: datetime.date) -> tuple[float, float]:
    """Draw a lane in as many rows as its words need; return its bottom and its first ribbon."""
    left = min(sheet.at(lane.first) - THICK / 2, WIDTH * 0.6)
    sheet.write(lane.label, max(left, 2), top + SIZE, SIZE, css="t-strong")
    top += SIZE + 5
    tall = SMALL * 1.5 + THICK + 8
    rows: list[float] = []
    first_y = top + SMALL * 1.5 + THICK / 2
    for stretch in lane.stretches:
        words = _words(lane, stretch, today)
        x, end = sheet.at(stretch.start.start), sheet.at(stretch.last_day(today))
        wide = min(text_width(words, SMALL), WIDTH - 4)
        text_left = min(max(x - THICK / 2, 2), WIDTH - wide - 2)
        row = next((n for n, taken in enumerate(rows) if taken + 18 < min(text_left, x)), len(rows))
        rows[row : row + 1] = [max(end, text_left + wide)]
        baseline = top + row * tall + SMALL
        sheet.write(words, text_left, baseline, SMALL, css="t-soft", room=wide + 1)
        _ribbon(sheet, lane.tone, stretch, baseline + SMALL * 0.5 + THICK / 2, today)
    return top + len(rows) * tall + 4, first_y


def _words(lane: PathLane, stretch: Stretch, today: datetime.date) -> str:
    words = " · ".join(filter(None, [stretch.label, stretch.dates]))
    if lane.is_disputed(stretch, today) and stretch.source:
        words = f"{words} · {stretch.source}"
    return ellipsis(words, WIDTH - 8, SMALL)


def _ribbon(sheet: Wide, tone: str, stretch: Stretch, y: float, today: datetime.date) -> None:
    """Draw what is sure in full, what is only possible pale, what goes on in dots."""
    start, end = sheet.at(stretch.start.start), sheet.at(stretch.last_day(today))
    sure_from, sure_to = (sheet.at(day) for day in stretch.sure(today))
    sheet.ribbon(f"M{start:.1f} {y:.1f}H{max(end, start + 1):.1f}", tone, THICK, opacity=0.38)
    if stretch.end is None:
        sure_to = max(sure_to - 3 * THICK, sure_from)
    if sure_to > sure_from:
        sheet.ribbon(f"M{sure_from:.1f} {y:.1f}H{sure_to:.1f}", tone, THICK)
    if stretch.end is None and end > sure_to:
        sheet.ribbon(f"M{sure_to:.1f} {y:.1f}H{end:.1f}", tone, THICK * 0.5, css="p-open")
    sheet.dot(start, y)


def _branch(sheet: Wide, lane: PathLane, above: float, here: float, bend: float) -> None:
    x = sheet.at(lane.first)
    curve = (
        f"M{x - bend:.1f} {above:.1f}C{x - bend * 0.1:.1f} {above:.1f} "
        f"{x - bend * 0.9:.1f} {here:.1f} {x:.1f} {here:.1f}"
    )
    sheet.ribbon(curve, lane.tone, THICK * 0.6, opacity=0.6)


def _rail(sheet: Wide, steps: Sequence[Step], top: float) -> tuple[float, float]:
    """Draw numbered dots, side by side where they would touch; return the axis and the end."""
    if not steps:
        return top + 6, top + 6
    radius, taken = 10, []
    bottom = top
    for number, step in enumerate(steps, 1):
        x = min(max(sheet.at(step.when.start), radius + 1), WIDTH - radius - 1)
        row = 0
        while any(abs(x - other) < radius * 2 + 2 and row == at for other, at in taken):
            row += 1
        taken.append((x, row))
        y = top + radius + 2 + row * (radius * 2 + 3)
        sheet.number(number, x, y)
        bottom = max(bottom, y + radius)
    return bottom + 6, bottom + 6


def _key(sheet: Wide, steps: Sequence[Step], top: float) -> float:
    """Say each numbered step, in two columns when all of them fit."""
    said = [f"{number}. {step.when} · {step.title}" for number, step in enumerate(steps, 1)]
    fit = max(text_width(words, SMALL) for words in said) <= WIDTH / 2 - 14
    column, line = (WIDTH / 2 if fit else WIDTH - 2), SMALL * 1.55
    half = -(-len(steps) // 2) if fit else len(steps)
    for place, words in enumerate(said):
        x = 2 + (place // half) * column
        y = top + (place % half + 1) * line
        sheet.write(words, x, y, SMALL, room=column - 14)
    return top + half * line + 8
