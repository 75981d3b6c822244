"""Pictures drawn on the server: SVG without script, each with its words and its table."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from terreau.core.pictures.svg import element


@dataclass(frozen=True)
class PictureTable:
    """What the picture shows, for those who would rather read."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def body(self) -> SafeString:
        """Write its lines, the first cell of each as its heading; hundreds cost little."""
        lines = []
        for first, *others in self.rows:
            cells = [element("th", first, scope="row"), *(element("td", one) for one in others)]
            lines.append(element("tr", *cells))
        return mark_safe("".join(lines))  # noqa: S308 — each cell is escaped by `element`


@dataclass(frozen=True)
class Picture:
    """A drawing with its description and its table; `narrow_svg` is drawn anew for a phone."""

    svg: SafeString
    title: str
    description: str
    table: PictureTable
    note: str = ""
    narrow_svg: SafeString = field(default_factory=SafeString)
