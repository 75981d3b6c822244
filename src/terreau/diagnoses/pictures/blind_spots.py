"""Draw the blind spots: measured across, felt upwards, and the size of what is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import wrap
from terreau.core.pictures.svg import drawing, element, link
from terreau.diagnoses.enums_crossing import Quadrant
from terreau.diagnoses.pictures.plane import Plane, Sheet, plane_for, spread_out
from terreau.diagnoses.values import ChallengeReading, Diagnosis
from terreau.diagnoses.words import acted_cell, confidence_word, score_cell, verdict_words

WIDE, NARROW = Sheet(720, 430, 15, 12), Sheet(300, 300, 13, 11)
_LEAST, _MOST = 1.0, 2.1  # times the radius of the sheet


@dataclass(frozen=True)
class _Bubble:
    number: int
    reading: ChallengeReading
    x: float
    y: float
    radius: float


def draw_blind_spots(diagnosis: Diagnosis, *, is_listed: bool = True) -> Picture | None:
    """Place each challenge; nothing while there is none. A list beside may name the numbers."""
    if not diagnosis.challenges:
        return None
    title = _("Angles morts")
    description = _(
        "Chaque enjeu selon ce que disent les données (de gauche à droite) et ce qui est ressenti "
        "(de bas en haut), de 0 à 10. Plus le rond est grand, plus il y a de partenariats ; un "
        "rond vide est un enjeu sur lequel aucun n’est connu, un rond en pointillé un enjeu dont "
        "l’action est inconnue."
    )
    words = title, description
    wide, narrow = (_draw(diagnosis, sheet, words, is_listed=is_listed) for sheet in (WIDE, NARROW))
    return Picture(wide, title, description, table_of(diagnosis, title), _note(diagnosis), narrow)


def table_of(diagnosis: Diagnosis, title: str) -> PictureTable:
    """Give the picture as a table, one line a challenge, in the order of the numbers."""
    headers = (
        _("Enjeu"),
        _("Mesuré (0 à 10)"),
        _("Ressenti (0 à 10)"),
        _("Partenariats"),
        _("Lecture"),
        _("Confiance"),
    )
    rows = tuple(
        (
            f"{number}. {one.title}",
            score_cell(one.spot.measured),
            score_cell(one.spot.perceived),
            acted_cell(one, diagnosis.choices),
            verdict_words(one),
            confidence_word(one.spot.confidence),
        )
        for number, one in enumerate(diagnosis.challenges, start=1)
    )
    return PictureTable(title, headers, rows)


def _note(diagnosis: Diagnosis) -> str:
    census = diagnosis.census
    if not census:
        return _("Aucun partenariat n’est encore recensé : l’action est inconnue, pas nulle.")
    return _(
        "Base : %(challenges)s enjeux, %(census)s partenariats recensés. 5 est le territoire du "
        "milieu parmi ceux auxquels on compare."
    ) % {"challenges": len(diagnosis.challenges), "census": census}


def _draw(
    diagnosis: Diagnosis, sheet: Sheet, words: tuple[str, str], *, is_listed: bool
) -> SafeString:
    spots = [one.spot for one in diagnosis.challenges]
    plane = plane_for(
        sheet,
        has_unmeasured=any(spot.measured is None for spot in spots),
        has_unfelt=any(spot.perceived is None for spot in spots),
    )
    bubbles = list(_bubbles(diagnosis, plane))
    listed, height = _list(bubbles if is_listed else [], sheet)
    parts = [
        *_quadrants(diagnosis, plane),
        *_axes(plane),
        *(part for one in bubbles for part in _whiskers(one, plane, len(bubbles))),
        *(_bubble(one, sheet) for one in bubbles),
        *listed,
    ]
    return drawing(
        parts,
        width=sheet.width,
        height=height,
        title=words[0],
        description=words[1],
        css="bars" if sheet is WIDE else "bars bars-narrow",
        is_navigable=True,
    )


def _bubbles(diagnosis: Diagnosis, plane: Plane) -> Iterator[_Bubble]:
    amounts = [one.spot.acted or 0.0 for one in diagnosis.challenges]
    most = max([*amounts, 1.0])
    radii = [
        plane.sheet.radius * (_LEAST + (_MOST - _LEAST) * (amount / most) ** 0.5)
        for amount in amounts
    ]
    wanted = [plane.place(one.spot.measured, one.spot.perceived) for one in diagnosis.challenges]
    places = spread_out(wanted, radii, plane)
    rows = zip(diagnosis.challenges, places, radii, strict=True)
    for number, (one, (x, y), radius) in enumerate(rows, start=1):
        yield _Bubble(number, one, x, y, radius)


def _quadrants(diagnosis: Diagnosis, plane: Plane) -> Iterator[SafeString]:
    across, up = plane.x(diagnosis.choices.needed_from), plane.y(diagnosis.choices.felt_from)
    box = {"x": across, "y": plane.top, "width": plane.right - across, "height": up - plane.top}
    yield element(
        "rect",
        x=plane.left,
        y=plane.top,
        width=plane.right - plane.left,
        height=plane.bottom - plane.top,
        class_="p-track",
    )
    yield element("rect", **box, class_="hole", stroke_width=0)
    lines = f"M{across:.1f} {plane.top:.1f}V{plane.bottom:.1f}M{plane.left:.1f} {up:.1f}"
    yield element("path", d=f"{lines}H{plane.right:.1f}", class_="p-axis")
    corners = (
        (Quadrant.SHARED, across, plane.right, "top", "t-hole"),
        (Quadrant.FELT, plane.left, across, "top", "t-soft"),
        (Quadrant.SILENT, across, plane.right, "bottom", "t-soft"),
        (Quadrant.CALM, plane.left, across, "bottom", "t-soft"),
    )
    for quadrant, start, end, side, css in corners:
        yield from _corner(str(quadrant.label), (start, end), side, css, plane)


def _corner(
    label: str, room: tuple[float, float], side: str, css: str, plane: Plane
) -> Iterator[SafeString]:
    size = plane.sheet.size
    if room[1] - room[0] < size * 5:
        return
    lines = wrap(label, room[1] - room[0] - 12, size, lines=3)
    first = plane.top + size + 4 if side == "top" else plane.bottom - 7
    if side == "bottom":
        first -= (len(lines) - 1) * size * 1.2
    for number, line in enumerate(lines):
        at = {"x": room[0] + 6, "y": first + number * size * 1.2}
        yield element("text", line, **at, font_size=size, class_=css)


def _axes(plane: Plane) -> Iterator[SafeString]:
    size = plane.sheet.size
    low, high = _("0"), _("10")
    under = plane.bottom + size + 2
    yield element("text", low, x=plane.left, y=under, font_size=size, class_="t-soft")
    yield element(
        "text", high, x=plane.right, y=under, font_size=size, text_anchor="end", class_="t-soft"
    )
    yield element(
        "text",
        _("les données →"),
        x=(plane.left + plane.right) / 2,
        y=under,
        font_size=size,
        text_anchor="middle",
    )
    yield element("text", _("ressenti ↑"), x=plane.left, y=plane.top - 8, font_size=size)
    if plane.unmeasured is not None:
        words = wrap(_("mesure inconnue"), plane.left - 10, size, lines=2)
        for number, line in enumerate(words):
            y = plane.top + size + 4 + number * size * 1.2
            yield element(
                "text", line, x=plane.unmeasured, y=y, font_size=size,
                text_anchor="middle", class_="t-soft",
            )  # fmt: skip
    if plane.unfelt is not None:
        yield element(
            "text", _("ressenti inconnu"), x=plane.right - 6, y=plane.unfelt + size * 0.35,
            font_size=size, text_anchor="end", class_="t-soft",
        )  # fmt: skip


def _whiskers(one: _Bubble, plane: Plane, how_many: int) -> Iterator[SafeString]:
    """Show how far the indicators part, and the interval of what is felt, where it stays clear."""
    spot, felt = one.reading.spot, one.reading.used_felt
    if how_many > 12 or spot.measured is None or spot.perceived is None:
        return
    if spot.measured_low is not None and spot.measured_high is not None:
        ends = f"M{plane.x(spot.measured_low):.1f} {one.y:.1f}H{plane.x(spot.measured_high):.1f}"
        yield element("path", d=ends, class_="p-axis")
    if felt and felt.low is not None and felt.high is not None:
        ends = f"M{one.x:.1f} {plane.y(felt.low):.1f}V{plane.y(felt.high):.1f}"
        yield element("path", d=ends, class_="p-axis")


def _bubble(one: _Bubble, sheet: Sheet) -> SafeString:
    reading = one.reading
    at = {"cx": one.x, "cy": one.y, "r": one.radius}
    acted = reading.spot.acted_level
    if acted == "unknown":
        circle = element("circle", **at, class_="p-dot", stroke_dasharray="3 3")
    elif acted == "low":
        circle = element("circle", **at, class_="hole")
    else:
        circle = element("circle", **at, class_="p-fill")
    number = element(
        "text",
        one.number,
        x=one.x,
        y=one.y + sheet.size * 0.35,
        font_size=sheet.size,
        text_anchor="middle",
        class_="t-on t-strong" if acted == "high" else "t-strong",
    )
    said = f"{one.number}. {reading.title} : {verdict_words(reading)}"
    return link(f"#e-{reading.uuid}", said, element("g", element("title", said), circle, number))


def _list(bubbles: Sequence[_Bubble], sheet: Sheet) -> tuple[list[SafeString], float]:
    """Name the numbers under the drawing."""
    parts: list[SafeString] = []
    top = sheet.height + sheet.size * 0.6
    for one in bubbles:
        css = "t-hole" if one.reading.spot.has("blind-spot") else None
        for number, line in enumerate(
            wrap(f"{one.number}. {one.reading.title}", sheet.width - 8, sheet.size, lines=2)
        ):
            top += sheet.size * 1.35
            x = 2 if number == 0 else 2 + sheet.size
            parts.append(element("text", line, x=x, y=top, font_size=sheet.size, class_=css))
    return parts, top + sheet.size * 0.6
