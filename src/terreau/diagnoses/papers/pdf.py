"""Draw a diagnosis as an accessible PDF, tagged for screen readers (PDF/UA-1)."""

from pathlib import Path

from django.template.loader import render_to_string

from terreau.partnerships.papers.pdf import load_weasyprint, refuse_to_fetch

LOOK = Path(__file__).with_name("diagnosis.css")


def write_pdf(template: str, context: dict) -> bytes:
    """Write the pages of a template; nothing is fetched from anywhere."""
    weasyprint = load_weasyprint()
    look = weasyprint.CSS(string=LOOK.read_text(encoding="utf-8"), url_fetcher=refuse_to_fetch)
    page = weasyprint.HTML(string=render_to_string(template, context), url_fetcher=refuse_to_fetch)
    return page.write_pdf(stylesheets=[look], pdf_variant="pdf/ua-1")
