"""Write names beside the shapes of a picture: whole where there is room, shortened else."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from terreau.core.pictures.scales import Occupied, ellipsis, text_width, wrap
from terreau.core.pictures.svg import element, group

COVERED = 0.9  # part of a shape that a word may not cover
LEADING = 1.15
GAP = 5.0  # between a shape and a name beside it
Box = tuple[float, float, float, float]


class Names:
    """The names of one drawing: none covers another, nor a shape if that can be."""

    def __init__(
        self,
        points: Sequence[tuple[float, float]],
        radii: Sequence[float],
        width: float,
        height: float,
        size: float,
        widest: float,
    ) -> None:
        self.points, self.radii = points, radii
        self.width, self.height, self.size, self.widest = width, height, size, widest
        self.written, self.shapes = Occupied(), Occupied()
        for (x, y), radius in zip(points, radii, strict=True):
            half = radius * COVERED
            self.shapes.add(x - half, y - half, x + half, y + half)

    def write(self, name: str, place: int, css: str) -> SafeString | None:
        """Write the name of one shape: on two lines, else shortened, else over another shape."""
        whole = wrap(name, self.widest, self.size)
        short = [ellipsis(name, self.widest, self.size)]
        for lines, must_be_clear in ((whole, True), (short, True), (short, False)):
            for anchor, box in self._boxes(lines, place):
                if must_be_clear and not self.shapes.is_free(*box):
                    continue
                if self.written.take(*box):
                    return self._text(lines, anchor, box, css)
        return None

    def _boxes(self, lines: Sequence[str], place: int) -> list[tuple[str, Box]]:
        """Find where the lines would stand, inside the drawing: under, over, right, left."""
        (x, y), radius = self.points[place], self.radii[place]
        wide = max(text_width(line, self.size) for line in lines)
        tall = self.size * (1 + LEADING * (len(lines) - 1)) + 3
        left = min(max(x - wide / 2, 3), self.width - wide - 3)
        corners = (
            ("middle", left, y + radius),
            ("middle", left, y - radius - 1 - tall),
            ("start", x + radius + GAP, y - tall / 2),
            ("end", x - radius - GAP - wide, y - tall / 2),
        )
        boxes = [(anchor, (x1, y1, x1 + wide, y1 + tall)) for anchor, x1, y1 in corners]
        return [(anchor, box) for anchor, box in boxes if self._is_inside(box)]

    def _is_inside(self, box: Box) -> bool:
        return box[0] > 0 and box[1] > 0 and box[2] < self.width and box[3] < self.height

    def _text(self, lines: Sequence[str], anchor: str, box: Box, css: str) -> SafeString:
        x = {"middle": (box[0] + box[2]) / 2, "start": box[0], "end": box[2]}[anchor]
        first = box[1] + self.size
        look = {"x": x, "text_anchor": anchor, "class_": css, "font_size": self.size}
        texts = [
            element("text", line, y=first + number * self.size * LEADING, **look)
            for number, line in enumerate(lines)
        ]
        return texts[0] if len(texts) == 1 else group(texts)
