"""Draw the square of objectives: four families, and what each side comes to look for in each."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import join_clauses
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import ellipsis, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import world_look
from terreau.partnerships.enums import CORNERS, SquareCorner
from terreau.partnerships.models import Party

MOST_LINES = 8
_GAP, _PAD = 12, 14


def draw_square(parties: Sequence[Party]) -> Picture | None:
    """Place the objectives of each party; nothing while no party said any."""
    told = {corner: _lines_of(corner, parties) for corner in SquareCorner}
    if not any(told.values()):
        return None
    title = _("Le carré des objectifs")
    description = _(
        "Quatre familles d’objectifs, communes à tous les mondes ; dans chacune, ce que chaque "
        "partie vient chercher. Une case vide n’est pas un défaut."
    )
    rows = tuple(
        (party.organisation.name, *(_cell(told[corner], party) for corner in SquareCorner))
        for party in parties
    )
    headers = (_("Partie"), *(str(corner.label) for corner in SquareCorner))
    silent = [p.organisation.name for p in parties if not p.objectives.all()]
    note = ngettext(
        "Base : %(said)d partie sur %(all)d a dit ses objectifs.",
        "Base : %(said)d parties sur %(all)d ont dit leurs objectifs.",
        len(parties) - len(silent),
    ) % {"said": len(parties) - len(silent), "all": len(parties)}
    wide, narrow = (
        _draw(told, columns, width, size, title, description)
        for columns, width, size in ((2, 720, 15), (1, 300, 14))
    )
    return Picture(wide, title, description, PictureTable(title, headers, rows), note, narrow)


def _lines_of(corner: SquareCorner, parties: Sequence[Party]) -> list[tuple[Party, str]]:
    return [
        (party, _say(one))
        for party in parties
        for one in party.objectives.all()
        if CORNERS.get(one.objective) == corner
    ]


def _say(one) -> str:
    label = str(one.get_objective_display())
    return f"{label} ({one.detail})" if one.detail else label


def _cell(lines: list[tuple[Party, str]], party: Party) -> str:
    return join_clauses(text for one, text in lines if one is party) or "—"


def _draw(
    told: dict, columns: int, width: int, size: int, title: str, description: str
) -> SafeString:
    room = (width - _GAP * (columns - 1)) / columns
    blocks = [_block(corner, lines, room, size) for corner, lines in told.items()]
    parts: list[SafeString] = []
    top = 0.0
    for start in range(0, len(blocks), columns):
        row = blocks[start : start + columns]
        tall = max(height for _parts, height in row)
        for place, (inside, _height) in enumerate(row):
            left = place * (room + _GAP)
            frame = element("rect", width=room, height=tall, rx=10, class_="p-track")
            at = f"translate({left:.1f} {top:.1f})"
            parts.append(element("g", frame, *inside, transform=at))
        top += tall + _GAP
    return drawing(
        parts, width=width, height=top - _GAP, title=title, description=description, css="bars"
    )


def _block(corner, lines, room: float, size: int) -> tuple[list[SafeString], float]:
    inner = room - 2 * _PAD
    head = str(corner.label)
    y = _PAD + size
    head = head[:1].upper() + head[1:]
    parts = [element("text", head, x=_PAD, y=y, font_size=size + 1, class_="t-strong")]
    y += size * 0.7
    for party, text in lines[:MOST_LINES]:
        look = world_look(party.organisation.world)
        y += size * 1.35
        shape = element("path", d=look.path, class_=f"p-world {look.css}")
        at = f"translate({_PAD} {y - size * 0.8:.1f}) scale({size / 14:.2f})"
        parts.append(element("g", shape, transform=at))
        name = ellipsis(party.organisation.name, inner - size * 1.4, size, is_bold=True)
        parts.append(
            element("text", name, x=_PAD + size * 1.3, y=y, font_size=size, class_="t-strong")
        )
        for line in wrap(text, inner - size * 1.4, size, lines=3):
            y += size * 1.3
            parts.append(element("text", line, x=_PAD + size * 1.3, y=y, font_size=size))
        y += size * 0.25
    if not lines:
        y += size * 1.35
        parts.append(element("text", "—", x=_PAD, y=y, font_size=size, class_="t-soft"))
    elif len(lines) > MOST_LINES:
        y += size * 1.35
        more = _("et %(n)d autres, dans le tableau") % {"n": len(lines) - MOST_LINES}
        parts.append(element("text", more, x=_PAD, y=y, font_size=size, class_="t-soft"))
    return parts, y + _PAD
