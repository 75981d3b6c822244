"""Draw the landscape: voices as points, groups as hulls, oneself as a ring, no name anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.formats import format_number
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import text_width
from terreau.core.pictures.svg import drawing, element
from terreau.dialogues.landscape_words import FAIR, hold_words, letter_of, voices_words
from terreau.dialogues.pictures.plane import (
    NARROW,
    TONES,
    WIDE,
    Plane,
    Sheet,
    around,
    dots_path,
    plane_of,
)

Row = Mapping[str, Any]
MARGIN = 30.0
CROWD = 600  # above, dots that nearly coincide are drawn once


@dataclass(frozen=True)
class Scene:
    """What is drawn: the placed voices, the groups (none when they do not hold), oneself."""

    placed: Sequence[Row]
    groups: Sequence[Row]
    own: Row | None
    title: str
    note: str


def draw_landscape_map(scene: Scene) -> Picture:
    """Draw the plane of one space, with its table of groups."""
    description = _(
        "Un point par voix ; deux points proches ont répondu de façon proche. Aucun nom n’est "
        "attaché à un point."
    )
    if scene.groups:
        description += " " + _(
            "Un contour entoure chaque groupe, plein quand le groupe tient, pointillé quand il est "
            "fragile."
        )
    if scene.own:
        description += " " + _(
            "L’anneau est votre voix ; l’ellipse dit sur combien d’espace votre place est sûre une "
            "fois sur deux."
        )
    wide, narrow = (_draw(scene, sheet, description) for sheet in (WIDE, NARROW))
    return Picture(wide, scene.title, description, _table(scene), scene.note, narrow)


def _table(scene: Scene) -> PictureTable:
    rows = [
        (
            _("Groupe %(letter)s") % {"letter": letter_of(place)},
            format_number(group["size"]),
            hold_words(group["sure"]),
        )
        for place, group in enumerate(scene.groups)
    ]
    if not rows:
        rows = [(_("Voix placées, sans groupe"), format_number(len(scene.placed)), "")]
    if scene.own:
        group = scene.own.get("group")
        where = _("sans groupe")
        if group is not None and scene.groups:
            where = _("groupe %(letter)s") % {"letter": letter_of(group)}
        rows.append((_("Vous"), "1", where))
    return PictureTable(scene.title, (_("Qui"), _("Voix"), _("Comment cela tient")), tuple(rows))


def _draw(scene: Scene, sheet: Sheet, description: str) -> SafeString:
    plane = plane_of([one["at"] for one in scene.placed], sheet, MARGIN)
    parts = [_axes(plane)]
    for place, group in enumerate(scene.groups):
        parts += _hull(plane, place, group)
    parts += _dots(scene, plane)
    for place, group in enumerate(scene.groups):
        parts += _name(plane, place, group)
    if scene.own:
        parts += _ring(plane, scene.own, bool(scene.groups))
    return drawing(
        parts,
        width=sheet.width,
        height=plane.height,
        title=scene.title,
        description=description,
        css="bars",
    )


def _axes(plane: Plane) -> SafeString:
    """Two thin lines through the middle of all answers."""
    x, y = plane.place((0.0, 0.0))
    width, height = plane.sheet.width, plane.height
    x, y = min(max(x, 1), width - 1), min(max(y, 1), height - 1)
    return element("path", d=f"M0 {y:.1f}H{width}M{x:.1f} 0V{height:.1f}", class_="p-grid")


def _tone(place: int) -> str:
    return f"p-tone-{TONES[place % len(TONES)]}"


def _hull(plane: Plane, place: int, group: Row) -> list[SafeString]:
    outline = around([plane.place(point) for point in group["hull"]])
    is_fragile = (group["sure"] or 0) < FAIR
    return [
        element("path", d=outline, class_=f"p-fill {_tone(place)}", fill_opacity="0.13"),
        element(
            "path",
            d=outline,
            class_=f"p-line {_tone(place)}",
            stroke_width=2,
            stroke_dasharray="3 6" if is_fragile else None,
        ),
    ]


def _dots(scene: Scene, plane: Plane) -> list[SafeString]:
    step = 2.0 if len(scene.placed) > CROWD else 0.1
    found: dict[int, list[tuple[float, float]]] = {}
    for one in scene.placed:
        group = one.get("group", -1) if scene.groups else -1
        found.setdefault(group, []).append(plane.place(one["at"]))
    return [
        element(
            "path",
            d=dots_path(points, step=step),
            class_=f"p-lane p-line {_tone(group) if group >= 0 else 'p-tone-soft'}",
            stroke_width=plane.sheet.dot,
            stroke_opacity="0.8",
        )
        for group, points in sorted(found.items())
    ]


def _name(plane: Plane, place: int, group: Row) -> list[SafeString]:
    x, y = plane.place(group["centre"])
    size = plane.sheet.size
    lines = [
        (letter_of(place), size * 1.9, "p-halo t-strong"),
        (voices_words(group["size"]), size, "p-halo"),
        (hold_words(group["sure"]), size, "p-halo"),
    ]
    widest = max(text_width(words, height) for words, height, _css in lines) / 2 + 4
    x = min(max(x, widest), plane.sheet.width - widest)
    y = min(max(y, size * 1.6), plane.height - size * 2.6)
    parts = []
    for words, height, css in lines:
        parts.append(
            element("text", words, x=x, y=y, font_size=height, text_anchor="middle", class_=css)
        )
        y += size * 1.25
    return parts


def _ring(plane: Plane, own: Row, has_groups: bool) -> list[SafeString]:
    x, y = plane.place(own["at"])
    size, parts = plane.sheet.size, []
    if own.get("spread"):
        wide, tall, angle = own["spread"]
        parts.append(
            element(
                "ellipse",
                rx=wide * plane.scale,
                ry=tall * plane.scale,
                transform=f"translate({x:.1f} {y:.1f}) rotate({-angle:.1f})",
                class_="p-axis",
                stroke_dasharray="4 4",
            )
        )
    group = own.get("group", -1) if has_groups else -1
    tone = _tone(group) if group >= 0 else "p-tone-soft"
    above = y > size * 2.4
    parts += [
        element("circle", cx=x, cy=y, r=plane.sheet.dot + 3, class_="p-dot", stroke_width=2.5),
        element("circle", cx=x, cy=y, r=plane.sheet.dot / 2 + 1, class_=f"p-fill {tone}"),
        element(
            "text",
            _("vous"),
            x=min(max(x, 24), plane.sheet.width - 24),
            y=y - size if above else y + size * 1.9,
            font_size=size,
            text_anchor="middle",
            class_="p-halo t-strong",
        ),
    ]
    return parts
