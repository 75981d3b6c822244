"""Write the XML of workbooks row by row: every cell is a text, none is a formula.

The libraries that build a workbook in memory take minutes and gigabytes at 100,000 rows.
"""

import zipfile
from collections.abc import Iterable, Sequence
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from terreau.core.exchange.protection import escape_xml, protect
from terreau.core.exchange.reading.limits import TableError

# Past this length the format itself cuts the text.
_XLSX_CELL = 32_767
_PIECE = 500
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_KEPT_BREAKS = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}

Rows = Iterable[Sequence[str]]


def write_xlsx(file: IO[bytes], headings: Sequence[str], rows: Rows) -> None:
    """Write a workbook of one sheet, its headings in bold and frozen."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _xlsx_types())
        archive.writestr("_rels/.rels", _relation("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _xlsx_workbook())
        archive.writestr("xl/_rels/workbook.xml.rels", _xlsx_relations())
        archive.writestr("xl/styles.xml", _xlsx_styles())
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(
                f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
                '<pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
                "<sheetData>".encode()
            )
            _write_pieces(sheet, [_xlsx_row(headings, style=2)])
            _write_pieces(sheet, (_xlsx_row(row, style=1) for row in rows))
            sheet.write(b"</sheetData></worksheet>")


def write_ods(file: IO[bytes], headings: Sequence[str], rows: Rows) -> None:
    """Write a workbook of one sheet for the open office suites."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ods_manifest())
        with archive.open("content.xml", "w") as content:
            content.write(_ods_start().encode())
            _write_pieces(content, [_ods_row(headings, style=' table:style-name="bold"')])
            _write_pieces(content, (_ods_row(row, style="") for row in rows))
            content.write(
                b"</table:table></office:spreadsheet></office:body></office:document-content>"
            )


def _write_pieces(member: IO[bytes], rows: Iterable[str]) -> None:
    piece: list[str] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            member.write("".join(piece).encode())
            piece = []
    member.write("".join(piece).encode())


def _xlsx_row(cells: Sequence[str], *, style: int) -> str:
    opening = f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">'
    written = (f"{opening}{_xlsx_text(cell)}</t></is></c>" if cell else "<c/>" for cell in cells)
    return f"<row>{''.join(written)}</row>"


def _xlsx_text(text: str) -> str:
    written = escape_xml(protect(text))
    if len(written) > _XLSX_CELL:
        raise TableError(
            _("Un texte est trop long pour un classeur XLSX. Choisissez le format CSV.")
        )
    return escape(written, {"\r": "_x000D_"})


def _ods_row(cells: Sequence[str], *, style: str) -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell, style) for cell in cells)}</table:table-row>"


def _ods_cell(cell: str, style: str) -> str:
    if not cell:
        return "<table:table-cell/>"
    text = escape_xml(protect(cell))
    # The attribute keeps every space and break; the paragraphs are what a suite shows.
    value = quoteattr(text, _KEPT_BREAKS)
    lines = "".join(f"<text:p>{_ods_line(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell office:value-type="string" office:string-value={value}{style}>'
        f"{lines}</table:table-cell>"
    )


def _ods_line(line: str) -> str:
    escaped = escape(line, {"\t": "<text:tab/>", "\r": ""})
    return escaped.replace("  ", ' <text:s text:c="1"/>')


def _xlsx_types() -> str:
    parts = {"workbook": f"{_TYPES}.sheet.main+xml", "styles": f"{_TYPES}.styles+xml"}
    parts["worksheets/sheet1"] = f"{_TYPES}.worksheet+xml"
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relation(*pairs: str) -> str:
    items = "".join(
        f'<Relationship Id="rId{rank}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for rank, (kind, target) in enumerate(zip(pairs[::2], pairs[1::2], strict=True), start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _xlsx_relations() -> str:
    return _relation("worksheet", "worksheets/sheet1.xml", "styles", "styles.xml")


def _xlsx_workbook() -> str:
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(_("Données"))} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _xlsx_styles() -> str:
    """Format 49 is « text »: codes keep their zeros when somebody edits them."""
    formats = "".join(
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="0" xfId="0" '
        f'applyNumberFormat="1" applyFont="1"/>'
        for font in (0, 0, 1)
    )
    font = '<sz val="11"/><name val="Calibri"/>'
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{font}</font>'
        f'<font><b/>{font}</font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
        '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
        "<border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="3">{formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _ods_manifest() -> str:
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    entries = entry.format("/", _ODS_TYPE) + entry.format("content.xml", "text/xml")
    return (
        f'{_XML}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" '
        f'manifest:version="1.2">{entries}</manifest:manifest>'
    )


def _ods_start() -> str:
    names = "".join(
        f' xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    fonts = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
    return (
        f'{_XML}<office:document-content{names} xmlns:fo="{fonts}" office:version="1.2">'
        '<office:automatic-styles><style:style style:name="bold" style:family="table-cell">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(_('Données'))}>"
    )
