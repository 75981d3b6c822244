"""What lies under the challenges: the quadrants, the axes, and the words that nothing covers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures.scales import text_width, wrap
from terreau.core.pictures.svg import element
from terreau.diagnoses.enums_crossing import Quadrant
from terreau.diagnoses.pictures.packing import Box
from terreau.diagnoses.pictures.plane import Plane
from terreau.diagnoses.values import Choices

_LINE = 1.2  # the height of a line, in sizes of its letters


@dataclass(frozen=True)
class Words:
    """Some lines written on the ground: where the first stands, from which end, and how."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: int
    anchor: str = "start"
    css: str = "t-soft"

    @property
    def box(self) -> Box:
        """What they take of the drawing."""
        wide = max(text_width(one, self.size, is_bold=self.css == "t-hole") for one in self.lines)
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * wide
        under = self.y + ((len(self.lines) - 1) * _LINE + 0.25) * self.size
        return left, self.y - self.size * 0.85, left + wide, under

    def draw(self) -> Iterator[SafeString]:
        """Write them, a line each."""
        for number, line in enumerate(self.lines):
            yield element(
                "text",
                line,
                x=self.x,
                y=self.y + number * self.size * _LINE,
                font_size=self.size,
                text_anchor=None if self.anchor == "start" else self.anchor,
                class_=self.css or None,
            )


def words_on(plane: Plane, choices: Choices) -> list[Words]:
    """Give all that is written on the plane and its lanes."""
    return [*_corners(plane, choices), *_axes(plane), *_lanes(plane)]


def ground_of(plane: Plane, choices: Choices) -> Iterator[SafeString]:
    """Draw the plane, where it is cut, and the quadrant where one looks for blind spots."""
    across, up = plane.x(choices.needed_from), plane.y(choices.felt_from)
    box = {"x": across, "y": plane.top, "width": plane.right - across, "height": up - plane.top}
    yield element(
        "rect",
        x=plane.left,
        y=plane.top,
        width=plane.right - plane.left,
        height=plane.bottom - plane.top,
        class_="p-track",
    )
    yield element("rect", **box, class_="hole", stroke_width=0)
    lines = f"M{across:.1f} {plane.top:.1f}V{plane.bottom:.1f}M{plane.left:.1f} {up:.1f}"
    yield element("path", d=f"{lines}H{plane.right:.1f}", class_="p-axis")


def _corners(plane: Plane, choices: Choices) -> Iterator[Words]:
    """Name each quadrant that has room for its name."""
    across, up = plane.x(choices.needed_from), plane.y(choices.felt_from)
    size = plane.sheet.size
    for quadrant, left, right, top, bottom in (
        (Quadrant.SHARED, across, plane.right, plane.top, up),
        (Quadrant.FELT, plane.left, across, plane.top, up),
        (Quadrant.SILENT, across, plane.right, up, plane.bottom),
        (Quadrant.CALM, plane.left, across, up, plane.bottom),
    ):
        if right - left < size * 5:
            continue
        is_shared = quadrant == Quadrant.SHARED
        lines = wrap(str(quadrant.label), right - left - 12, size, lines=3, is_bold=is_shared)
        tall = (len(lines) - 1) * size * _LINE
        if tall + size + 8 > bottom - top:
            continue
        first = top + size + 4 if top == plane.top else bottom - 7 - tall
        yield Words(tuple(lines), left + 6, first, size, css="t-hole" if is_shared else "t-soft")


def _axes(plane: Plane) -> Iterator[Words]:
    size = plane.sheet.size
    under, middle = plane.bottom + size + 2, (plane.left + plane.right) / 2
    yield Words((_("0"),), plane.left, under, size)
    yield Words((_("10"),), plane.right, under, size, "end")
    yield Words((_("les données →"),), middle, under, size, "middle", "")
    yield Words((_("ressenti ↑"),), plane.left, plane.top - 8, size, css="")


def _lanes(plane: Plane) -> Iterator[Words]:
    size = plane.sheet.size
    if plane.has_unmeasured:
        lines = wrap(_("mesure inconnue"), plane.left - 10, size, lines=2)
        yield Words(tuple(lines), plane.left / 2, plane.top + size + 4, size, "middle")
    if plane.unfelt is not None:
        y = plane.unfelt + size * 0.9
        yield Words((_("ressenti inconnu"),), plane.right, y, size, "end")
