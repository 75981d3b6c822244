"""Where the PDF of one version of an agreement is kept, until another version replaces it."""

from terreau.partnerships.models import Agreement

PDF_KIND = "agreement-pdf"


def pdf_place(agreement: Agreement) -> str:
    """Name the file by what nobody typed; a signature changes the version told on the pages."""
    return f"partnerships/pdf/{agreement.uuid}-{agreement.version}-{agreement.state}.pdf"
