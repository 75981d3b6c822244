"""Draw a diagnosis as an accessible PDF, tagged for screen readers (PDF/UA-1)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from terreau.core.pictures.svg import element
from terreau.partnerships.papers.pdf import load_weasyprint, refuse_to_fetch

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Laid:
    """Pages laid out, not written yet."""

    document: Any

    @property
    def pages(self) -> int:
        """How many sheets."""
        return len(self.document.pages)

    def write(self) -> bytes:
        """Write them, tagged."""
        return self.document.write_pdf(pdf_variant="pdf/ua-1")


def lay_out(template: str, context: dict) -> Laid:
    """Lay the pages of a template out; nothing is fetched from anywhere."""
    weasyprint = load_weasyprint()
    if context.get("picture"):
        context = context | {"drawing": painted(context["picture"].svg)}
    look = weasyprint.CSS(string=_read("diagnosis.css"), url_fetcher=refuse_to_fetch)
    page = weasyprint.HTML(string=render_to_string(template, context), url_fetcher=refuse_to_fetch)
    return Laid(page.render(stylesheets=[look], pdf_variant="pdf/ua-1"))


def painted(svg: SafeString) -> SafeString:
    """Carry the colours inside a drawing: the sheet of the page does not reach it on paper."""
    head, _end, body = svg.partition(">")
    style = element("style", mark_safe(_read("picture.css")))  # noqa: S308 — a file of ours
    return mark_safe(f"{head}>{style}{body}")  # noqa: S308 — an escaped drawing


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
