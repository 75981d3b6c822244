"""A drawing under way that remembers where its words stand."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from terreau.core.pictures.scales import ellipsis, text_width
from terreau.core.pictures.svg import element


@dataclass
class Canvas:
    """Parts drawn so far, and the box of each text, which tests compare."""

    width: float
    under: list[SafeString] = field(default_factory=list)
    parts: list[SafeString] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(
        self,
        words: str,
        x: float,
        y: float,
        size: int,
        *,
        css: str = "",
        room: float | None = None,
        anchor: str = "start",
    ) -> float:
        """Write on a baseline, shortened to the room that is left; return the width taken."""
        is_bold = "t-strong" in css
        shown = ellipsis(
            words,
            room or (self.width - x if anchor == "start" else self.width),
            size,
            is_bold=is_bold,
        )
        wide = text_width(shown, size, is_bold=is_bold)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
        left = min(max(left, 0), max(self.width - wide, 0))
        self.boxes.append((left, y - size * 0.8, left + wide, y + size * 0.2))
        self.parts.append(
            element("text", shown, x=left, y=y, font_size=size, class_=f"{css} p-halo".strip())
        )
        return wide

    def ribbon(self, d: str, tone: str, thick: float, *, css: str = "", opacity: float = 1) -> None:
        """Draw a stretch of a lane under the words."""
        self.under.append(
            element(
                "path",
                d=d,
                stroke_width=thick,
                stroke_opacity=opacity if opacity < 1 else None,
                class_=f"p-lane p-line p-tone-{tone} {css}".strip(),
            )
        )

    def thin(self, d: str) -> None:
        """Draw a line of the grid, under everything."""
        self.under.insert(0, element("path", d=d, class_="p-grid"))

    def dot(self, x: float, y: float, radius: float = 5) -> None:
        """Draw a point."""
        self.parts.append(element("circle", cx=x, cy=y, r=radius, class_="p-dot"))

    def number(self, number: int, x: float, y: float) -> None:
        """Draw a point that bears a number, to be said below."""
        self.dot(x, y, 10)
        place = {"x": x, "y": y + 4.3, "font_size": 12, "text_anchor": "middle"}
        self.parts.append(element("text", str(number), **place, class_="num"))
        self.boxes.append((x - 10, y - 10, x + 10, y + 10))
