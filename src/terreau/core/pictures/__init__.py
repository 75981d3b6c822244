"""Pictures drawn on the server: SVG without script, each with its words and its table."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class PictureTable:
    """What the picture shows, for those who would rather read."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing with its description and its table; `narrow_svg` is drawn anew for a phone."""

    svg: SafeString
    title: str
    description: str
    table: PictureTable
    note: str = ""
    narrow_svg: SafeString = field(default_factory=SafeString)
