"""The words on the pieces of the puzzle, and those of its table."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from terreau.actors.models import Organisation
from terreau.core.pictures.scales import ellipsis, text_width, wrap
from terreau.core.pictures.svg import element
from terreau.core.worlds_look import world_look
from terreau.experiments.models import Contribution
from terreau.experiments.pictures.jigsaw import Cell
from terreau.experiments.puzzle_reading import (
    BROUGHT,
    PieceReading,
    amount_of,
    plain_quantity,
    say_state,
)

PAD = 9.0
STEP = 1.22


def name_of(organisation: Organisation, *, signed_in: bool) -> str:
    """Name an organisation to this reader; one whose sheet is not public stays unnamed."""
    if signed_in or organisation.is_public:
        return organisation.name
    return _("une organisation")


def bringer_lines(reading: PieceReading, *, signed_in: bool) -> tuple[tuple[str, str], ...]:
    """One line a bringer, (world, words); from the third on they are counted."""
    rows = reading.contributions
    told = [(row.organisation.world, _said(row, reading, signed_in=signed_in)) for row in rows[:2]]
    more = len(rows) - 2
    if more > 0:
        told.append(("", ngettext("et %(n)d autre", "et %(n)d autres", more) % {"n": more}))
    return tuple(told)


def _said(row: Contribution, reading: PieceReading, *, signed_in: bool) -> str:
    name = name_of(row.organisation, signed_in=signed_in)
    amount = amount_of(row)
    if reading.piece.quantity is None or amount is None:
        return name
    return f"{plain_quantity(amount)} · {name}"


def write_words(
    reading: PieceReading,
    cell: Cell,
    size: float,
    css: str,
    bringers: Sequence[tuple[str, str]],
    *,
    plate: bool,
) -> list[SafeString]:
    """Write the name of the piece, who brings it and its state, clear of every knob."""
    left, top, right, bottom = cell.words
    left, right = left + PAD, right - PAD
    small = size - 1
    lines = [(line, size, "t-strong") for line in _title(reading, right - left, size, bringers)]
    written: list[tuple[str, float, str, str]] = [(*line, "") for line in lines]
    for world, words in bringers:
        room = right - left - (small if world else 0)
        if len(bringers) > 1:
            written.append((ellipsis(words, room, small), small, "", world))
            continue
        first, *others = wrap(words, room, small)
        written += [(first, small, "", world), *((line, small, "", "") for line in others)]
    state = _state_line(reading, bringers)
    if state:
        written += [(line, small, "", "") for line in wrap(state, right - left, small, lines=3)]
    tall = sum(line[1] * STEP for line in written)
    y = top + (bottom - top - tall) / 2
    parts = []
    if plate:
        parts.append(_plate(written, left, y, tall))
    return parts + _lines(written, left, y, css)


def _title(
    reading: PieceReading, room: float, size: float, bringers: Sequence[tuple[str, str]]
) -> list[str]:
    most = 3 if len(bringers) < 2 else 2
    return wrap(reading.piece.title, room, size, lines=most, is_bold=True)


def _state_line(reading: PieceReading, bringers: Sequence[tuple[str, str]]) -> str:
    """A piece brought whole says who; any other one says where it stands."""
    if bringers and not reading.is_open and reading.cover.value == "filled":
        return ""
    state = say_state(reading)
    if not reading.piece.is_essential and not bringers:
        return _("facultative · %(state)s") % {"state": state}
    return state


def _plate(
    written: Sequence[tuple[str, float, str, str]], left: float, y: float, tall: float
) -> SafeString:
    widest = max(
        text_width(words, size, is_bold=bool(css)) + (size if world else 0)
        for words, size, css, world in written
    )
    return element(
        "rect",
        x=left - 5,
        y=y - 3,
        width=widest + 10,
        height=tall + 7,
        rx=5,
        class_="hole-plate",
        fill_opacity=0.94,
    )


def _lines(
    written: Sequence[tuple[str, float, str, str]], left: float, y: float, css: str
) -> list[SafeString]:
    parts = []
    for words, size, weight, world in written:
        y += size * STEP
        start = left
        if world:
            parts.append(_shape(world, start, y - size * 0.78, size * 0.8, css))
            start += size
        parts.append(
            element(
                "text",
                words,
                x=start,
                y=y - size * 0.1,
                font_size=size,
                class_=f"{weight} {css}".strip() or None,
            )
        )
    return parts


def _shape(world: str, x: float, y: float, size: float, css: str) -> SafeString:
    """The shape of the world: of the colour of the words on a full piece, of its own elsewhere."""
    look = world_look(world)
    return element(
        "path",
        element("title", str(look.word)),
        d=look.path,
        class_="t-on" if css == "t-on" else f"p-world {look.css}",
        transform=f"translate({x:.1f} {y:.1f}) scale({size / 10:.3g})",
    )


def table_rows(readings: Sequence[PieceReading], *, signed_in: bool) -> tuple[tuple[str, ...], ...]:
    """One row a piece: what, which nature, how much, by whom, where it stands."""
    return tuple(
        (
            reading.piece.title,
            str(reading.piece.get_nature_display()),
            _need(reading),
            "; ".join(_told(row, reading, signed_in=signed_in) for row in reading.contributions)
            or _("personne encore"),
            _full_state(reading),
        )
        for reading in readings
    )


def _need(reading: PieceReading) -> str:
    piece = reading.piece
    need = _("ne se compte pas") if piece.quantity is None else ""
    words = need or plain_quantity(piece.quantity, piece.unit)
    return words if piece.is_essential else f"{words} ({_('facultative')})"


def _told(row: Contribution, reading: PieceReading, *, signed_in: bool) -> str:
    came = _("apportée") if row.state in BROUGHT else pgettext("contribution", "promise")
    return f"{_said(row, reading, signed_in=signed_in)} ({came})"


def _full_state(reading: PieceReading) -> str:
    state = say_state(reading)
    if reading.surplus:
        extra = plain_quantity(reading.surplus, reading.piece.unit)
        return _("%(state)s ; %(extra)s de plus que le besoin") % {"state": state, "extra": extra}
    return state
