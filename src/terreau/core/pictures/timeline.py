"""Draw lives in time: lanes of spans with partial dates, and milestones; nothing overlaps."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.partial_dates import PartialDate
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import Occupied, ellipsis, linear, text_width, year_ticks
from terreau.core.pictures.svg import drawing, element

When = PartialDate | datetime.date


@dataclass(frozen=True)
class Span:
    """A stretch of time; without an end it goes on (`until` is then the day of reading)."""

    start: When
    end: When | None = None
    label: str = ""


@dataclass(frozen=True)
class Milestone:
    """Something that happened, on a lane."""

    when: When
    label: str


@dataclass(frozen=True)
class Lane:
    """One life among several; `grown_from` is the place of the lane out of which it grew."""

    label: str
    spans: tuple[Span, ...]
    tone: str = "leaf"
    milestones: tuple[Milestone, ...] = ()
    grown_from: int | None = None


@dataclass(frozen=True)
class _Sheet:
    width: int
    size: int
    small: int
    margin: int
    thick: int


BEND = 34.0  # how far before its first day a lane leaves the one it grew from
_WIDE = _Sheet(720, 15, 14, 18, 13)
_NARROW = _Sheet(300, 14, 13, 10, 11)


def _first_day(when: When) -> datetime.date:
    return when.start if isinstance(when, PartialDate) else when


def _last_day(when: When) -> datetime.date:
    return when.end if isinstance(when, PartialDate) else when


def say_when(when: When | None) -> str:
    """Write a date as it is known."""
    if when is None:
        return _("en cours")
    return str(when if isinstance(when, PartialDate) else PartialDate(when.isoformat()))


def draw_timeline(
    lanes: Sequence[Lane],
    *,
    title: str,
    description: str,
    today: datetime.date,
    note: str = "",
    headers: tuple[str, str, str, str] | None = None,
) -> Picture:
    """Draw the lanes on one axis of years; a span without an end runs to `today`, dotted."""
    table = PictureTable(
        title,
        headers or (_("Vie"), _("Ce qui se passe"), _("Début"), _("Fin")),
        tuple(_rows(lanes)),
    )
    wide, narrow = (
        _Drawing(sheet, lanes, today).draw(title, description) for sheet in (_WIDE, _NARROW)
    )
    return Picture(wide, title, description, table, note, narrow)


def _rows(lanes: Sequence[Lane]):
    for lane in lanes:
        for span in lane.spans:
            yield (lane.label, span.label or lane.label, say_when(span.start), say_when(span.end))
        for milestone in lane.milestones:
            when = say_when(milestone.when)
            yield (lane.label, milestone.label, when, when)


class _Drawing:
    """One drawing under way: the axis, and the lanes from top to bottom."""

    def __init__(self, sheet: _Sheet, lanes: Sequence[Lane], today: datetime.date) -> None:
        self.sheet, self.lanes, self.today = sheet, lanes, today
        days = [today] if not lanes else []
        for lane in lanes:
            days += [_first_day(span.start) for span in lane.spans]
            days += [_last_day(span.end) if span.end else today for span in lane.spans]
            days += [_first_day(milestone.when) for milestone in lane.milestones]
        room = max(2, (sheet.width - 2 * sheet.margin) // (sheet.small * 4))
        self.years = year_ticks(min(days, default=today), max(days, default=today), room)
        first, last = (datetime.date(self.years[end], 1, 1).toordinal() for end in (0, -1))
        self.place = linear((first, last), (sheet.margin, sheet.width - sheet.margin))
        self.tops: list[float] = []
        self.parts: list[SafeString] = []

    def at(self, day: datetime.date) -> float:
        return self.place(day.toordinal())

    def draw(self, title: str, description: str) -> SafeString:
        top = 6.0
        for lane in self.lanes:
            top = self._lane(lane, top)
        axis = self._axis(top)
        return drawing(
            [*axis, *self._branches(), *self.parts],
            width=self.sheet.width,
            height=top + self.sheet.small * 2,
            title=title,
            description=description,
            css=f"timeline timeline-{self.sheet.width}",
        )

    def _axis(self, bottom: float) -> list[SafeString]:
        sheet, marks = self.sheet, []
        for number, year in enumerate(self.years):
            x = self.at(datetime.date(year, 1, 1))
            ends = {0: "start", len(self.years) - 1: "end"}
            marks += [
                element("path", d=f"M{x:.1f} 0V{bottom:.1f}", class_="p-grid"),
                element(
                    "text",
                    str(year),
                    x={"start": 0, "end": sheet.width}.get(ends.get(number, ""), x),
                    y=bottom + sheet.small * 1.4,
                    font_size=sheet.small,
                    text_anchor=ends.get(number, "middle"),
                    class_="t-soft num",
                ),
            ]
        return marks

    def _lane(self, lane: Lane, top: float) -> float:
        """Draw the name of the lane, its spans in as many tracks as they need, its milestones."""
        sheet = self.sheet
        first = min((self.at(_first_day(span.start)) for span in lane.spans), default=sheet.margin)
        words = ellipsis(lane.label, sheet.width - 4, sheet.size, is_bold=True)
        left = min(first, sheet.width - text_width(words, sheet.size, is_bold=True) - 2)
        self.parts.append(
            element(
                "text",
                words,
                x=max(left - sheet.thick / 2, 2),
                y=top + sheet.size,
                font_size=sheet.size,
                class_="t-strong p-halo",
            )
        )
        track = top + sheet.size * 1.4 + sheet.thick / 2
        self.tops.append(track)
        ends: list[float] = []
        for span in sorted(lane.spans, key=lambda span: _first_day(span.start)):
            start = self.at(_first_day(span.start))
            end = self.at(_last_day(span.end) if span.end else self.today)
            row = next((n for n, taken in enumerate(ends) if taken + 8 < start), len(ends))
            ends[row : row + 1] = [end]
            self.parts += self._span(lane, span, start, end, track + row * (sheet.thick + 6))
        bottom = track + (max(len(ends), 1) - 1) * (sheet.thick + 6)
        return self._milestones(lane, track, bottom + sheet.thick / 2 + 4) + sheet.size

    def _span(self, lane: Lane, span: Span, start: float, end: float, y: float):
        css = f"p-lane p-line p-tone-{lane.tone}"
        dates = f"{say_when(span.start)} – {say_when(span.end)}"
        name = element("title", f"{span.label or lane.label} : {dates}")
        thick = self.sheet.thick
        solid = max(end - (3 * thick if span.end is None else 0), start + 0.1)
        bars = [
            element(
                "path", name, d=f"M{start:.1f} {y:.1f}H{solid:.1f}", stroke_width=thick, class_=css
            )
        ]
        if span.end is None:
            # The end is not known: the line goes on in dots, to the day of reading.
            dots = f"M{solid:.1f} {y:.1f}H{max(end, solid):.1f}"
            bars.append(element("path", d=dots, stroke_width=thick * 0.5, class_=f"{css} p-open"))
        return bars

    def _milestones(self, lane: Lane, track: float, below: float) -> float:
        sheet, taken = self.sheet, Occupied()
        bottom = below
        for milestone in sorted(lane.milestones, key=lambda item: _first_day(item.when)):
            x = self.at(_first_day(milestone.when))
            self.parts.append(element("circle", cx=x, cy=track, r=5, class_="p-dot"))
            words = ellipsis(milestone.label, sheet.width - 8, sheet.small)
            width = text_width(words, sheet.small)
            left = self._label_left(lane, x, width)
            row = 0
            step = sheet.small * 1.35
            while not taken.take(left - 6, row * step, left + width + 6, (row + 1) * step):
                row += 1
            y = below + row * step + sheet.small
            self.parts.append(
                element("text", words, x=left, y=y, font_size=sheet.small, class_="t-soft p-halo")
            )
            bottom = max(bottom, y + 4)
        return bottom

    def _label_left(self, lane: Lane, x: float, width: float) -> float:
        """Find where a label starts: under its dot, and beside the lanes that grow here."""
        stems = [
            self._first(child) - BEND / 2
            for child in self.lanes
            if child.grown_from is not None and self.lanes[child.grown_from] is lane and child.spans
        ]
        starts = [x - width / 2, x - width + 6, x - 6]
        starts += [edge for stem in stems for edge in (stem - width - BEND / 2, stem + BEND / 2)]
        room = self.sheet.width - width - 2
        for start in starts:
            left = min(max(start, 2), room)
            if all(abs(left + width / 2 - stem) >= (width + BEND) / 2 - 1 for stem in stems):
                return left
        return min(max(starts[0], 2), room)

    def _first(self, lane: Lane) -> float:
        return min(self.at(_first_day(span.start)) for span in lane.spans)

    def _branches(self) -> list[SafeString]:
        """Draw each lane growing out of the one before it."""
        drawn = []
        for place, lane in enumerate(self.lanes):
            if lane.grown_from is None or not lane.spans or lane.grown_from >= place:
                continue
            x = self._first(lane)
            above, here = self.tops[lane.grown_from], self.tops[place]
            bend = min(BEND, x - 1)
            drawn.append(
                element(
                    "path",
                    d=f"M{x - bend:.1f} {above:.1f}C{x - bend * 0.2:.1f} {above:.1f} "
                    f"{x - bend * 0.8:.1f} {here:.1f} {x:.1f} {here:.1f}",
                    stroke_width=self.sheet.thick * 0.45,
                    class_=f"p-lane p-line p-tone-{lane.tone} p-branch",
                )
            )
        return drawn
