"""Draw crossed views: one line a subject, one mark a world, on a scale from 0 to 10."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.actors.enums import ActorWorld
from terreau.core.formats import format_number
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import linear, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import world_look
from terreau.dialogues.bridge.outlooks import OutlookView, WorldView

Scale = Callable[[float], float]


def draw_outlook(view: OutlookView, *, title: str) -> Picture:
    """Place each world on each subject; worlds too few to be shown are named in the table only."""
    description = _(
        "Une ligne par sujet, du plus pesant au moins pesant ; une marque par monde, de 0 à 10. "
        "Des marques éloignées disent des regards qui divergent."
    )
    headers = (_("Sujet"), *(str(ActorWorld(world).label) for world in view.worlds))
    rows = tuple((one.item.label, *(say_view(world) for world in one.views)) for one in view.items)
    note = _("Base : voix par monde, %(bases)s.") % {
        "bases": ", ".join(
            f"{ActorWorld(world).label} {view.voices[world]}" for world in view.worlds
        )
    }
    return draw_views(view.items, PictureTable(title, headers, rows), description, note)


def draw_views(items: Sequence[Any], table: PictureTable, description: str, note: str) -> Picture:
    """Draw lines that each have `item.label`, `views` by world, a `band` and perhaps a `centre`."""
    title = table.caption
    wide, narrow = (
        _draw(items, width, size, title, description) for width, size in ((720, 15), (300, 13))
    )
    return Picture(wide, title, description, table, note, narrow)


def say_view(view: WorldView) -> str:
    """Say a mean with its base, or why there is none."""
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


def _draw(items: Sequence[Any], width: int, size: int, title: str, description: str) -> SafeString:
    place = linear((0, 10), (14, width - 14))
    parts: list[SafeString] = []
    top = 4.0
    for one in items:
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
    one: Any, place: Scale, width: int, size: int, top: float
) -> tuple[list[SafeString], float]:
    lines = wrap(one.item.label, width - 4, size)
    step = size * 1.3
    parts = [
        element("text", line, x=2, y=top + size + number * step, font_size=size, class_="t-strong")
        for number, line in enumerate(lines)
    ]
    y = top + len(lines) * step + 14
    parts.append(element("path", d=f"M14 {y:.1f}H{width - 14}", class_="p-axis"))
    parts += _spread(one, place, y)
    named = [view for view in one.views if view.world and not view.is_hidden]
    shown = [view for view in named if view.mean is not None]
    for view in shown:
        look = world_look(view.world)
        said = f"{ActorWorld(view.world).label} : {say_view(view)}"
        parts.append(
            element(
                "g",
                element("title", said),
                element("path", d=look.path, class_=f"p-world {look.css}"),
                transform=f"translate({place(view.mean or 0) - 8:.1f} {y - 8:.1f}) scale(1.6)",
            )
        )
    return parts, y + 26


def _spread(one: Any, place: Scale, y: float) -> list[SafeString]:
    """Draw from where to where: between the worlds, or the doubt around the figure of all."""
    low, high = map(place, one.band or (0, 0))
    if one.centre is None:
        box = {"x": low, "y": y - 3, "width": high - low, "height": 6}
        return [element("rect", **box, class_="p-track")] if one.band else []
    path = f"M{place(one.centre):.1f} {y - 10:.1f}v20" + f"M{low:.1f} {y:.1f}H{high:.1f}" * bool(
        one.band
    )
    return [element("path", d=path, class_="p-line", stroke_width=3)]
