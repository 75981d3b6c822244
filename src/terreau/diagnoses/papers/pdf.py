"""Draw a diagnosis as an accessible PDF, tagged for screen readers (PDF/UA-1)."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from terreau.core.pictures.svg import element
from terreau.partnerships.papers.pdf import load_weasyprint, refuse_to_fetch

HERE = Path(__file__).parent


def write_pdf(template: str, context: dict) -> bytes:
    """Write the pages of a template; nothing is fetched from anywhere."""
    weasyprint = load_weasyprint()
    if context.get("picture"):
        context = context | {"drawing": painted(context["picture"].svg)}
    look = weasyprint.CSS(string=_read("diagnosis.css"), url_fetcher=refuse_to_fetch)
    page = weasyprint.HTML(string=render_to_string(template, context), url_fetcher=refuse_to_fetch)
    return page.write_pdf(stylesheets=[look], pdf_variant="pdf/ua-1")


def painted(svg: SafeString) -> SafeString:
    """Carry the colours inside a drawing: the sheet of the page does not reach it on paper."""
    head, _end, body = svg.partition(">")
    style = element("style", mark_safe(_read("picture.css")))  # noqa: S308 — a file of ours
    return mark_safe(f"{head}>{style}{body}")  # noqa: S308 — an escaped drawing


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
