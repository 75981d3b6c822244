"""Draw crossed views: one line a subject, one mark a world, on a scale from 0 to 10."""

from collections.abc import Callable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.actors.enums import ActorWorld
from terreau.core.formats import format_number
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import linear, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import world_look
from terreau.dialogues.bridge.outlooks import ItemView, OutlookView, WorldView

Scale = Callable[[float], float]


def draw_outlook(view: OutlookView, *, title: str) -> Picture:
    """Place each world on each subject; worlds too few to be shown are named in the table only."""
    description = _(
        "Une ligne par sujet, du plus pesant au moins pesant ; une marque par monde, de 0 à 10. "
        "Des marques éloignées disent des regards qui divergent."
    )
    headers = (_("Sujet"), *(str(ActorWorld(world).label) for world in view.worlds))
    rows = tuple((one.item.label, *(_cell(world) for world in one.views)) for one in view.items)
    note = _("Base : voix par monde, %(bases)s.") % {
        "bases": ", ".join(
            f"{ActorWorld(world).label} {view.voices[world]}" for world in view.worlds
        )
    }
    wide, narrow = (
        _draw(view, width, size, title, description) for width, size in ((720, 15), (300, 13))
    )
    return Picture(wide, title, description, PictureTable(title, headers, rows), note, narrow)


def _cell(view: WorldView) -> str:
    if view.is_hidden:
        return _("trop peu de réponses")
    if view.mean is None:
        return _("inconnu")
    told = _("%(mean)s (base : %(base)s)") % {
        "mean": format_number(view.mean, 1),
        "base": view.base,
    }
    if view.unknown:
        told += " " + _("et %(n)s ne savent pas") % {"n": view.unknown}
    return told


def _draw(view: OutlookView, width: int, size: int, title: str, description: str) -> SafeString:
    place = linear((0, 10), (14, width - 14))
    parts: list[SafeString] = []
    top = 4.0
    for one in view.items:
        drawn, top = _line(one, place, width, size, top)
        parts += drawn
    for score in (0, 5, 10):
        anchor = {0: "start", 10: "end"}.get(score, "middle")
        x = {0: 2.0, 10: width - 2.0}.get(score, place(score))
        parts.append(
            element(
                "text",
                score,
                x=x,
                y=top + size,
                font_size=size,
                text_anchor=anchor,
                class_="t-soft",
            )
        )
    return drawing(
        parts, width=width, height=top + size + 6, title=title, description=description, css="bars"
    )


def _line(
    one: ItemView, place, width: int, size: int, top: float
) -> tuple[list[SafeString], float]:
    lines = wrap(one.item.label, width - 4, size)
    step = size * 1.3
    parts = [
        element("text", line, x=2, y=top + size + number * step, font_size=size, class_="t-strong")
        for number, line in enumerate(lines)
    ]
    y = top + len(lines) * step + 14
    parts.append(element("path", d=f"M14 {y:.1f}H{width - 14}", class_="p-axis"))
    shown = [view for view in one.views if view.mean is not None and not view.is_hidden]
    if len(shown) > 1:
        ends = [place(view.mean) for view in shown]
        parts.append(
            element(
                "rect",
                x=min(ends),
                y=y - 3,
                width=max(ends) - min(ends),
                height=6,
                class_="p-track",
            )
        )
    for view in shown:
        look = world_look(view.world)
        said = f"{ActorWorld(view.world).label} : {_cell(view)}"
        parts.append(
            element(
                "g",
                element("title", said),
                element("path", d=look.path, class_=f"p-world {look.css}"),
                transform=f"translate({place(view.mean or 0) - 8:.1f} {y - 8:.1f}) scale(1.6)",
            )
        )
    return parts, y + 26
