"""Write an agreement as an open document text: titles, paragraphs and lists, to be gone on with."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import get_language

from terreau.core.exchange.protection import escape_xml
from terreau.partnerships.papers.blocks import Block, Run, read_blocks

ODT_TYPE = "application/vnd.oasis.opendocument.text"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = "".join(
    f' xmlns:{name}="{_ODF}:{where}"'
    for name, where in (
        ("office", "office:1.0"),
        ("text", "text:1.0"),
        ("style", "style:1.0"),
        ("meta", "meta:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
    )
)
_DUBLIN = ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


def write_odt(title: str, text: str) -> bytes:
    """Write the whole file; the media type comes first and is not compressed, as the norm asks."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT_TYPE, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _manifest())
        archive.writestr("meta.xml", _meta(title))
        archive.writestr("styles.xml", _styles())
        archive.writestr("content.xml", _content(read_blocks(text)))
    return file.getvalue()


def _content(blocks: list[Block]) -> str:
    return (
        f'{_XML}<office:document-content{_NAMES} office:version="1.2"><office:automatic-styles>'
        '<style:style style:name="strong" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="em" style:family="text">'
        '<style:text-properties fo:font-style="italic"/></style:style>'
        f"</office:automatic-styles><office:body><office:text>{''.join(_bodies(blocks))}"
        "</office:text></office:body></office:document-content>"
    )


def _bodies(blocks: list[Block]) -> Iterable[str]:
    open_list = False
    for block in blocks:
        if block.is_item != open_list:
            yield "<text:list>" if block.is_item else "</text:list>"
            open_list = block.is_item
        inside = "".join(map(_run, block.runs))
        if block.is_item:
            yield (
                '<text:list-item><text:p text:style-name="Text_20_body">'
                f"{inside}</text:p></text:list-item>"
            )
        elif block.level:
            yield (
                f'<text:h text:style-name="Heading_20_{min(block.level, 3)}" '
                f'text:outline-level="{block.level}">{inside}</text:h>'
            )
        else:
            yield f'<text:p text:style-name="Text_20_body">{inside}</text:p>'
    if open_list:
        yield "</text:list>"


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<text:line-break/>"
    text = escape(escape_xml(run.text)).replace("\n", "<text:line-break/>")
    text = text.replace("\t", "<text:tab/>").replace("\r", "")
    return f'<text:span text:style-name="{run.style}">{text}</text:span>' if run.style else text


def _styles() -> str:
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" '
        f'style:family="paragraph" style:default-outline-level="{level}">'
        '<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" '
        f'fo:keep-with-next="always"/><style:text-properties fo:font-size="{size}pt" '
        'fo:font-weight="bold"/></style:style>'
        for level, size in ((1, 18), (2, 14), (3, 12))
    )
    language = (get_language() or "fr")[:2]
    country = "FR" if language == "fr" else "GB"
    return (
        f'{_XML}<office:document-styles{_NAMES} office:version="1.2"><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:font-size="11pt" fo:language="{language}" fo:country="{country}"/>'
        '</style:default-style><style:style style:name="Text_20_body" '
        'style:display-name="Text body" style:family="paragraph"><style:paragraph-properties '
        f'fo:margin-bottom="0.25cm"/></style:style>{headings}</office:styles>'
        '<office:automatic-styles><style:page-layout style:name="A4">'
        '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin-top="2.2cm" fo:margin-bottom="2.2cm" fo:margin-left="2.2cm" '
        'fo:margin-right="2.2cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" '
        'style:page-layout-name="A4"/></office:master-styles></office:document-styles>'
    )


def _meta(title: str) -> str:
    return (
        f'{_XML}<office:document-meta{_NAMES}{_DUBLIN} office:version="1.2"><office:meta>'
        f"<dc:title>{escape(escape_xml(title))}</dc:title></office:meta></office:document-meta>"
    )


def _manifest() -> str:
    parts = {"/": ODT_TYPE} | {f"{name}.xml": "text/xml" for name in ("content", "styles", "meta")}
    entries = "".join(
        f"<manifest:file-entry manifest:full-path={quoteattr(path)} "
        f"manifest:media-type={quoteattr(kind)}/>"
        for path, kind in parts.items()
    )
    return (
        f'{_XML}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" '
        f'manifest:version="1.2">{entries}</manifest:manifest>'
    )
