"""Draw the puzzle: filled, promised or missing, and every hole is a link to who could fill it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.svg import drawing, element, link
from terreau.core.worlds_look import world_look
from terreau.experiments.models import Contribution, Piece
from terreau.experiments.pictures.jigsaw import Board, Cell
from terreau.experiments.pictures.puzzle_words import (
    bringer_lines,
    name_of,
    table_rows,
    write_words,
)
from terreau.experiments.puzzle_reading import (
    BROUGHT,
    Cover,
    PieceReading,
    Puzzle,
    amount_of,
    say_counts,
    say_state,
)


@dataclass(frozen=True)
class Sheet:
    """One drawing: for a screen, or for a phone."""

    key: str
    width: float
    columns: int
    height: float  # of a piece
    knob: float
    size: float


WIDE = Sheet("w", 720, 4, 136, 17, 14)
NARROW = Sheet("n", 292, 2, 142, 12, 13)
GAP = 3.0


@dataclass(frozen=True)
class Band:
    """One part of a piece: whose, how large, and whether it came."""

    share: float
    world: str  # empty: nobody brings it yet
    is_brought: bool


def draw_puzzle(
    puzzle: Puzzle, *, title: str, address: Callable[[Piece], str], signed_in: bool
) -> Picture:
    """Draw every piece; `address` gives the page of each."""
    description = _(
        "Un puzzle : une pièce par apport nécessaire. Pleine, la pièce est apportée ; hachurée, "
        "elle est promise ; bordée de tirets, elle manque. La couleur et la forme disent le monde "
        "de qui l’apporte ; une pièce partagée a plusieurs bandes."
    )
    table = PictureTable(
        title,
        (_("Pièce"), _("Nature"), _("Besoin"), _("Qui l’apporte"), _("État")),
        table_rows(puzzle.pieces, signed_in=signed_in),
    )
    wide, narrow = (
        _draw(puzzle.pieces, sheet, title, description, address, signed_in)
        for sheet in (WIDE, NARROW)
    )
    return Picture(wide, title, description, table, say_counts(puzzle), narrow)


def _draw(
    readings: Sequence[PieceReading],
    sheet: Sheet,
    title: str,
    description: str,
    address: Callable[[Piece], str],
    signed_in: bool,
) -> SafeString:
    columns = min(sheet.columns, _columns_for(len(readings)))
    board = Board(
        len(readings),
        columns=columns,
        width=(sheet.width - 2 * GAP) / columns,
        height=sheet.height,
        knob=sheet.knob,
        gap=GAP,
    )
    parts = [_hatches(readings, sheet)]
    for reading, cell in zip(readings, board.cells(), strict=True):
        label = f"{reading.piece.title} : {say_state(reading)}"
        drawn = _piece(reading, cell, sheet, signed_in)
        parts.append(link(address(reading.piece), label, *drawn))
    return drawing(
        parts,
        width=sheet.width,
        height=board.rows * sheet.height + 2 * GAP,
        title=title,
        description=description,
        css=f"puzzle puzzle-{sheet.key}",
        is_navigable=True,
    )


def _columns_for(count: int) -> int:
    """As near to a rectangle as can be: six are three by two, eight are four by two."""
    return {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3, 9: 3}.get(count, 4)


def bands_of(reading: PieceReading) -> list[Band]:
    """Share a piece out: those who brought first, then the promises, then what is missing.

    A piece that is not counted is shared evenly; so is one of which no amount is known.
    """
    rows = sorted(reading.contributions, key=lambda row: row.state not in BROUGHT)
    need = reading.piece.quantity
    if not rows:
        return [Band(1.0, "", is_brought=False)]
    known = [amount_of(row) for row in rows]
    if need is None or any(amount is None for amount in known):
        even = 1 / (len(rows) + (need is not None and reading.is_open))
        bands = [_band(row, even) for row in rows]
    else:
        whole = max(float(need), float(sum(known)))
        bands = [
            _band(row, float(amount) / whole)
            for row, amount in zip(rows, known, strict=True)
            if amount
        ]
    left = 1 - sum(band.share for band in bands)
    return [*bands, Band(left, "", is_brought=False)] if left > 1e-6 else bands


def _band(row: Contribution, share: float) -> Band:
    return Band(share, row.organisation.world, is_brought=row.state in BROUGHT)


def _hatches(readings: Sequence[PieceReading], sheet: Sheet) -> SafeString:
    """Define one pattern of stripes for each world that promises."""
    worlds = {
        band.world
        for reading in readings
        for band in bands_of(reading)
        if band.world and not band.is_brought
    }
    patterns = [
        element(
            "pattern",
            element("rect", width=9, height=9, class_="hole-plate"),
            element("rect", width=3.5, height=9, class_=f"p-world {world_look(world).css}"),
            id=_hatch_id(world, sheet),
            width=9,
            height=9,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        for world in sorted(worlds)
    ]
    return element("defs", *patterns)


def _hatch_id(world: str, sheet: Sheet) -> str:
    return f"hatch-{sheet.key}-{world}"


def _piece(reading: PieceReading, cell: Cell, sheet: Sheet, signed_in: bool) -> list[SafeString]:
    bands = bands_of(reading)
    if len(bands) == 1 and not bands[0].world:
        shape = element("path", d=cell.path, class_="hole", stroke_dasharray="7 5")
        return [shape, *write_words(reading, cell, sheet.size, "t-hole", (), plate=False)]
    lines = bringer_lines(reading, signed_in=signed_in)
    if len(bands) == 1 and bands[0].is_brought:
        look = world_look(bands[0].world)
        shape = element("path", d=cell.path, class_=f"p-world {look.css}")
        return [shape, *write_words(reading, cell, sheet.size, "t-on", lines, plate=False)]
    clip = f"piece-{sheet.key}-{reading.piece.pk}"
    clip_path = element("clipPath", element("path", d=cell.path), id=clip)
    parts = [element("defs", clip_path), *_strips(bands, cell, sheet, clip)]
    dashes = None if reading.cover == Cover.FILLED else "7 5"
    css = "p-line p-tone-clay" if reading.is_open else "p-axis"
    parts.append(element("path", d=cell.path, class_=css, fill="none", stroke_dasharray=dashes))
    return [*parts, *write_words(reading, cell, sheet.size, "", lines, plate=True)]


def _strips(bands: Sequence[Band], cell: Cell, sheet: Sheet, clip: str) -> list[SafeString]:
    """Cut the piece from left to right; its knobs belong to the strip they touch."""
    reach, strips = sheet.knob + 2, []
    x = cell.left
    for place, band in enumerate(bands):
        right = x + band.share * (cell.right - cell.left)
        start = x - reach if place == 0 else x
        end = right + reach if place == len(bands) - 1 else right
        strips.append(
            element(
                "rect",
                x=start,
                y=cell.top - reach,
                width=end - start,
                height=cell.bottom - cell.top + 2 * reach,
                clip_path=f"url(#{clip})",
                **_paint(band, sheet),
            )
        )
        x = right
    return strips


def _paint(band: Band, sheet: Sheet) -> dict[str, str]:
    if not band.world:
        return {"class_": "hole"}
    if not band.is_brought:
        return {"fill": f"url(#{_hatch_id(band.world, sheet)})"}
    return {"class_": f"p-world {world_look(band.world).css}"}


__all__ = ["Band", "bands_of", "draw_puzzle", "name_of"]
