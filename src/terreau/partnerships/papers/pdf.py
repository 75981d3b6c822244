"""Write an agreement as an accessible PDF; the library that needs Pango is only touched here."""

from importlib import import_module
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from terreau.partnerships.models import Agreement
from terreau.partnerships.papers.blocks import read_blocks

LOOK = Path(__file__).with_name("agreement.css")


class PdfUnavailable(Exception):
    """This machine cannot draw PDF pages; its text says what to do instead."""


def write_pdf(agreement: Agreement, *, partnership_title: str) -> bytes:
    """Write the pages, tagged for screen readers (PDF/UA-1)."""
    weasyprint = load_weasyprint()
    page = render_to_string(
        "partnerships/agreement_pdf.html",
        {
            "agreement": agreement,
            "partnership_title": partnership_title,
            "blocks": group_items(agreement),
        },
    )
    look = weasyprint.CSS(string=LOOK.read_text(encoding="utf-8"), url_fetcher=refuse_to_fetch)
    drawn = weasyprint.HTML(string=page, url_fetcher=refuse_to_fetch)
    return drawn.write_pdf(stylesheets=[look], pdf_variant="pdf/ua-1")


def load_weasyprint():
    """Load the library, or say in a full sentence what is missing."""
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise PdfUnavailable(
            _(
                "Ce serveur ne sait pas encore dessiner de PDF : il lui manque la bibliothèque "
                "Pango. Prenez la convention en ODT, ou demandez à l’administration d’installer "
                "Pango (paquet libpango-1.0-0 et libpangoft2-1.0-0 sous Debian)."
            )
        ) from error


def group_items(agreement: Agreement) -> list[dict]:
    """Gather the items that follow each other into lists, as a page needs them."""
    groups: list[dict] = []
    for block in read_blocks(agreement.text):
        if block.is_item and groups and groups[-1]["items"]:
            groups[-1]["items"].append(block)
        elif block.is_item:
            groups.append({"items": [block], "block": None})
        else:
            groups.append({"items": [], "block": block})
    return groups


def refuse_to_fetch(url: str, *_args, **_options):
    """Let no page of ours load anything from anywhere."""
    raise ValueError(f"Nothing is fetched for a PDF: {url}")
