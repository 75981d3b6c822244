"""Say what each style of line means, beside the picture."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from terreau.core.pictures.svg import element
from terreau.fabric.pictures.web import STROKES
from terreau.fabric.words import KIND_NAMES, KIND_STYLES


@dataclass(frozen=True)
class KindLegend:
    """One style of line and its words."""

    sample: SafeString
    words: str


def kind_legend(kind: str) -> KindLegend:
    """Draw a sample of the line of a kind; the words name its style."""
    tone, dashes = STROKES[kind]
    line = element(
        "path",
        d="M1 6H39",
        class_=f"p-line {tone}",
        stroke_width=2.4,
        stroke_dasharray=dashes,
    )
    sample = element(
        "svg", line, viewBox="0 0 40 12", width=40, height=12, aria_hidden="true", focusable="false"
    )
    return KindLegend(sample, f"{KIND_NAMES[kind]} ({KIND_STYLES[kind]})")
