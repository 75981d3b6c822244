"""The path drawn anew for a phone: time goes down, words stand beside the lanes."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from terreau.alliances.pictures.canvas import Canvas
from terreau.alliances.pictures.stretches import PathLane, Step, Stretch, parent_of, span_of
from terreau.core.pictures.scales import linear, wrap, year_ticks

WIDTH, SIZE, YEARS, TRACKS = 300, 13, 40, 84
LINE = SIZE * 1.3


@dataclass(frozen=True)
class _Saying:
    """Words that want to stand at a height, and the point they speak of."""

    y: float
    x: float
    head: str
    lines: tuple[str, ...]

    @property
    def tall(self) -> float:
        return (len(self.lines) + bool(self.head)) * LINE


@dataclass
class Tall(Canvas):
    """The canvas, its axis that goes down, and its columns."""

    height: float = 0
    first: int = 0
    last: int = 1
    long: float = 1
    columns: list[list[float]] = field(default_factory=list)

    def at(self, day: datetime.date) -> float:
        """Place a day."""
        return linear((self.first, self.last), (10, 10 + self.long))(day.toordinal())


def draw_tall(lanes: Sequence[PathLane], steps: Sequence[Step], today: datetime.date) -> Tall:
    """Draw the lanes side by side; each beginning and each step is said at its height."""
    start, end = span_of(lanes, steps, today)
    years = year_ticks(start, end, 9)
    sheet = Tall(WIDTH)
    sheet.first, sheet.last = (datetime.date(years[n], 1, 1).toordinal() for n in (0, -1))
    tracks = [_tracks(lane, today) for lane in lanes]
    room = WIDTH - YEARS - TRACKS - 14
    # Words first: the axis is as long as they need, so that they stand near what they say.
    words = sum(
        (len(wrap(one.label + one.dates + one.source, room, SIZE, lines=4)) + 1.6) * LINE
        for lane in lanes
        for one in lane.stretches
    ) + sum((len(wrap(step.title, room, SIZE, lines=3)) + 1.6) * LINE for step in steps)
    sheet.long = max(300.0, words)
    sayings = _lanes(sheet, lanes, tracks, room, today)
    sayings += [
        _Saying(sheet.at(one.when.start), YEARS + TRACKS + 2, str(one.when), _wrapped(one, room))
        for one in steps
    ]
    for year in years:
        y = sheet.at(datetime.date(year, 1, 1))
        sheet.thin(f"M{YEARS - 4} {y:.1f}H{YEARS + TRACKS:.1f}")
        sheet.write(str(year), 0, y + 4, SIZE, css="t-soft num")
    sheet.height = max(_say(sheet, sayings), sheet.long + 24)
    return sheet


def _wrapped(step: Step, room: float) -> tuple[str, ...]:
    return tuple(wrap(step.title, room, SIZE, lines=3))


def _tracks(lane: PathLane, today: datetime.date) -> list[int]:
    """Give each stretch of a lane a column of its own while another one lives."""
    ends: list[datetime.date] = []
    places = []
    for stretch in lane.stretches:
        free = (n for n, taken in enumerate(ends) if taken < stretch.start.start)
        track = next(free, len(ends))
        ends[track : track + 1] = [stretch.last_day(today)]
        places.append(track)
    return places


def _lanes(sheet: Tall, lanes, tracks, room: float, today: datetime.date) -> list[_Saying]:
    count = sum(max(places) + 1 for places in tracks)
    step = TRACKS / max(count, 3)
    thick = min(12.0, step * 0.62)
    sayings: list[_Saying] = []
    left, firsts = YEARS + step / 2, []
    for place, (lane, places) in enumerate(zip(lanes, tracks, strict=True)):
        firsts.append(left)
        parent = parent_of(lanes, place)
        if parent is not None:
            alive = sheet.at(lane.first) - sheet.at(lanes[parent].first)
            _branch(sheet, lane, firsts[parent], left, thick, min(34.0, max(alive, 6)))
        for stretch, track in zip(lane.stretches, places, strict=True):
            x = left + track * step
            _ribbon(sheet, lane.tone, stretch, x, thick, today)
            said = " · ".join(filter(None, [stretch.label, stretch.dates]))
            if lane.is_disputed(stretch, today) and stretch.source:
                said = f"{said} · {stretch.source}"
            lines = tuple(wrap(said, room, SIZE, lines=4))
            sayings.append(_Saying(sheet.at(stretch.start.start), x, lane.label, lines))
        left += (max(places) + 1) * step
    return sayings


def _ribbon(
    sheet: Tall, tone: str, stretch: Stretch, x: float, thick: float, today: datetime.date
) -> None:
    start, end = sheet.at(stretch.start.start), sheet.at(stretch.last_day(today))
    sure_from, sure_to = (sheet.at(day) for day in stretch.sure(today))
    sheet.ribbon(f"M{x:.1f} {start:.1f}V{max(end, start + 1):.1f}", tone, thick, opacity=0.38)
    if stretch.end is None:
        sure_to = max(sure_to - 3 * thick, sure_from)
        sheet.ribbon(f"M{x:.1f} {sure_to:.1f}V{end:.1f}", tone, thick * 0.5, css="p-open")
    if sure_to > sure_from:
        sheet.ribbon(f"M{x:.1f} {sure_from:.1f}V{sure_to:.1f}", tone, thick)


def _branch(
    sheet: Tall, lane: PathLane, from_x: float, x: float, thick: float, bend: float
) -> None:
    y = sheet.at(lane.first)
    curve = (
        f"M{from_x:.1f} {y - bend:.1f}C{from_x:.1f} {y - bend * 0.1:.1f} "
        f"{x:.1f} {y - bend * 0.9:.1f} {x:.1f} {y:.1f}"
    )
    sheet.ribbon(curve, lane.tone, thick * 0.6, opacity=0.6)


def _say(sheet: Tall, sayings: list[_Saying]) -> float:
    """Write the words from top to bottom, each below the one before, tied to its point."""
    left, bottom = YEARS + TRACKS + 14, 0.0
    for saying in sorted(sayings, key=lambda one: (one.y, one.x)):
        top = max(saying.y - SIZE, bottom)
        sheet.thin(f"M{saying.x:.1f} {saying.y:.1f}L{left - 4:.1f} {top + SIZE * 0.6:.1f}")
        sheet.dot(saying.x, saying.y, 4)
        y = top + SIZE
        for number, line in enumerate([saying.head, *saying.lines]):
            sheet.write(line, left, y, SIZE, css="t-strong" if number == 0 else "t-soft")
            y += LINE
        bottom = top + saying.tall + 9
    return bottom
