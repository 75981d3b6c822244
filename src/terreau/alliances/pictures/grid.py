"""Draw influence × interest on one challenge: who weighs, who cares; with its table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.alliances.grid import GridCell, GridLine, InterestGrid
from terreau.alliances.models import Challenge
from terreau.alliances.pictures.canvas import Canvas
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import Occupied, text_width
from terreau.core.pictures.svg import drawing, element, group
from terreau.core.worlds_look import world_look

SIZE = 13


@dataclass(frozen=True)
class _Frame:
    width: float
    height: float
    left: float = 34
    top: float = 12
    bottom: float = 40

    def x(self, interest: float) -> float:
        return self.left + 12 + (self.width - self.left - 36) * interest / 10

    def y(self, influence: float) -> float:
        return self.top + 12 + (self.height - self.top - self.bottom - 24) * (1 - influence / 10)


WIDE, NARROW = _Frame(680, 420), _Frame(350, 380)


def draw_quadrants(grid: InterestGrid, challenge: Challenge) -> Picture:
    """Draw the members whose interest and influence are both known; the others are listed."""
    column = grid.column(challenge)
    placed = [(line, cell) for line, cell in column if _is_placed(cell)]
    title = _("Influence et intérêt : %(title)s") % {"title": challenge.title}
    description = ngettext(
        "%(count)d membre sur %(base)d est placé par son intérêt (de gauche à droite) et son "
        "influence (de bas en haut), de 0 à 10.",
        "%(count)d membres sur %(base)d sont placés par leur intérêt (de gauche à droite) et leur "
        "influence (de bas en haut), de 0 à 10.",
        len(placed),
    ) % {"count": len(placed), "base": len(column)}
    return Picture(
        svg=_draw(placed, WIDE, title, description),
        narrow_svg=_draw(placed, NARROW, title, description),
        title=title,
        description=description,
        table=_table(column, title),
        note=_note(column, placed, description),
    )


def _is_placed(cell: GridCell) -> bool:
    return bool(cell.used) and None not in (cell.used.interest, cell.used.influence)


def _draw(placed, frame: _Frame, title: str, description: str) -> SafeString:
    canvas = Canvas(frame.width)
    _draw_axes(canvas, frame)
    occupied = Occupied()
    _name_corners(canvas, occupied, frame)
    spots: dict[tuple[int, int], int] = {}
    marks = []
    for line, cell in placed:
        spot = (cell.used.interest, cell.used.influence)
        rank = spots[spot] = spots.get(spot, 0) + 1
        x, y = frame.x(spot[0]) + (rank - 1) * 9, frame.y(spot[1]) - (rank - 1) * 9
        occupied.take(x - 9, y - 9, x + 9, y + 9)
        marks.append((line, cell, x, y))
    for line, cell, x, y in marks:
        canvas.under.append(_mark(line, cell, x, y))
        _label(canvas, occupied, line, x, y, frame)
    parts = [*canvas.under, *canvas.parts]
    return drawing(
        parts, width=frame.width, height=frame.height, title=title, description=description
    )


def _draw_axes(canvas: Canvas, frame: _Frame) -> None:
    left, right = frame.x(0) - 12, frame.x(10) + 12
    top, bottom = frame.y(10) - 12, frame.y(0) + 12
    box = f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}Z"
    canvas.thin(box)
    canvas.thin(f"M{frame.x(5):.1f} {top:.1f}V{bottom:.1f}M{left:.1f} {frame.y(5):.1f}H{right:.1f}")
    soft = {"class_": "t-soft", "font_size": SIZE}
    for number in (0, 5, 10):
        canvas.parts.append(
            element(
                "text", str(number), x=frame.x(number), y=bottom + 16, text_anchor="middle", **soft
            )
        )
        canvas.parts.append(
            element(
                "text", str(number), x=left - 6, y=frame.y(number) + 4, text_anchor="end", **soft
            )
        )
    middle = (left + right) / 2
    canvas.parts.append(
        element("text", _("Intérêt →"), x=middle, y=bottom + 34, text_anchor="middle", **soft)
    )
    height = (top + bottom) / 2
    canvas.parts.append(
        element(
            "text",
            _("Influence →"),
            transform=f"translate(13 {height:.1f}) rotate(-90)",
            text_anchor="middle",
            **soft,
        )
    )


def _name_corners(canvas: Canvas, occupied: Occupied, frame: _Frame) -> None:
    left, right = frame.x(0) - 6, frame.x(10) + 6
    top, bottom = frame.y(10) + 4, frame.y(0) + 6
    corners = (
        (_("pèsent, y tiennent peu"), left, top, "start"),
        (_("pèsent et y tiennent"), right, top, "end"),
        (_("pèsent peu, y tiennent peu"), left, bottom, "start"),
        (_("y tiennent, pèsent peu"), right, bottom, "end"),
    )
    room = (right - left) / 2 - 6
    for words, x, y, anchor in corners:
        width = canvas.write(words, x, y, 12, css="t-soft", room=room, anchor=anchor)
        start = x if anchor == "start" else x - width
        occupied.take(start, y - 12, start + width, y + 4)


def _mark(line: GridLine, cell: GridCell, x: float, y: float) -> SafeString:
    look = world_look(line.world)
    said = _("estimé") if cell.is_estimate else _("déclaré")
    name = element("title", f"{line.name} ({look.word}, {said})")
    place = f"translate({x - 8:.1f} {y - 8:.1f}) scale(1.6)"
    shape = element("path", name, d=look.path, class_=f"p-world {look.css}", transform=place)
    if not cell.is_estimate:
        return shape
    # A ring of dashes says « estimated », so that colour is never alone.
    ring = element("circle", cx=x, cy=y, r=12, class_="p-axis", stroke_dasharray="3 3")
    return group([shape, ring])


def _label(canvas: Canvas, occupied: Occupied, line: GridLine, x: float, y: float, frame) -> None:
    """Write the name where there is room; the table has every name."""
    room = min(200.0, frame.width * 0.5)
    width = min(text_width(line.name, SIZE), room)
    for left, base in ((x + 14, y + 4), (x - 14 - width, y + 4), (x - width / 2, y - 14)):
        if left < frame.left or left + width > frame.width - 2:
            continue
        if occupied.take(left, base - SIZE, left + width, base + 4):
            canvas.write(line.name, left, base, SIZE, room=room)
            return


def _table(column, title: str) -> PictureTable:
    rows = tuple(
        (
            line.name,
            _number(cell.used and cell.used.interest),
            _number(cell.used and cell.used.influence),
            str(cell.used.get_position_display()) if cell.used and cell.used.position else "—",
            _source(cell),
        )
        for line, cell in column
    )
    heads = (_("Membre"), _("Intérêt"), _("Influence"), _("Position"), _("Source"))
    return PictureTable(title, heads, rows)


def _number(value: int | None) -> str:
    return _("inconnu") if value is None else str(value)


def _source(cell: GridCell) -> str:
    if cell.used is None:
        return _("rien de dit")
    return _("estimé") if cell.is_estimate else _("déclaré")


def _note(column, placed, description: str) -> str:
    lines = [description, _("Cercle en tirets : estimé par un facilitateur.")]
    names = [line.name for line, cell in column if not _is_placed(cell)]
    if names:
        lines.append(_("Non placés, faute de le savoir : %(names)s.") % {"names": ", ".join(names)})
    return " ".join(lines)
