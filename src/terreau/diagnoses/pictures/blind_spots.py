"""Draw the blind spots: measured across, felt upwards, and the size of what is done."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import wrap
from terreau.core.pictures.svg import drawing, element, link
from terreau.diagnoses.pictures.ground import ground_of, words_on
from terreau.diagnoses.pictures.packing import Box, Disc, Placed, Point, pack
from terreau.diagnoses.pictures.plane import Plane, Sheet, Unknown, plane_for
from terreau.diagnoses.values import ChallengeReading, Choices, Diagnosis
from terreau.diagnoses.words import acted_cell, confidence_word, score_cell, verdict_words

WIDE, NARROW = Sheet(720, 430, 15, 12), Sheet(300, 300, 13, 11)
_LEAST, _MOST = 1.0, 2.1  # times the radius of the sheet
_SEEN = 2.0  # a shift that the eye sees


@dataclass(frozen=True)
class _Bubble:
    number: int
    reading: ChallengeReading
    x: float
    y: float
    radius: float
    mark: Point | None  # its true place, where it does not stand there


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
    plane = _plane(diagnosis, sheet)
    written = words_on(plane, diagnosis.choices)
    bubbles = _bubbles(diagnosis, plane, [one.box for one in written])
    listed, height = _list(bubbles if is_listed else [], plane.sheet)
    parts = [
        *ground_of(plane, diagnosis.choices),
        *(part for one in bubbles for part in _whiskers(one, plane, len(bubbles))),
        *(part for one in bubbles for part in _leader(one)),
        *(part for one in written for part in one.draw()),
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


def _plane(diagnosis: Diagnosis, sheet: Sheet) -> Plane:
    known = Counter(
        (one.spot.measured is not None, one.spot.perceived is not None)
        for one in diagnosis.challenges
    )
    unknown = Unknown(known[False, True], known[True, False], known[False, False])
    return plane_for(sheet, len(diagnosis.challenges), unknown)


def _bubbles(diagnosis: Diagnosis, plane: Plane, words: Sequence[Box]) -> list[_Bubble]:
    amounts = [one.spot.acted or 0.0 for one in diagnosis.challenges]
    most = max([*amounts, 1.0])
    discs = [
        _disc(one, plane, diagnosis.choices, _LEAST + (_MOST - _LEAST) * (amount / most) ** 0.5)
        for one, amount in zip(diagnosis.challenges, amounts, strict=True)
    ]
    places = pack(tuple(discs), tuple(words), plane.sheet.size * 0.75)
    rows = zip(diagnosis.challenges, discs, places, strict=True)
    return [
        _Bubble(number, one, at.x, at.y, at.radius, disc.mark if _is_moved(one, disc, at) else None)
        for number, (one, disc, at) in enumerate(rows, start=1)
    ]


def _is_moved(one: ChallengeReading, disc: Disc, at: Placed) -> bool:
    """Tell whether the eye would read another score; across a lane there is none to read."""
    across = one.spot.measured is not None and abs(at.x - disc.wanted[0]) > _SEEN
    return across or (one.spot.perceived is not None and abs(at.y - disc.wanted[1]) > _SEEN)


def _disc(one: ChallengeReading, plane: Plane, choices: Choices, times: float) -> Disc:
    known = one.spot.measured, one.spot.perceived
    left, top, right, bottom = room = plane.room(*known)
    if one.spot.measured is not None:
        across = plane.x(choices.needed_from)
        left, right = (across, right) if plane.x(one.spot.measured) >= across else (left, across)
    if one.spot.perceived is not None:
        up = plane.y(choices.felt_from)
        top, bottom = (top, up) if plane.y(one.spot.perceived) <= up else (up, bottom)
    home = left, top, right, bottom
    return Disc(plane.place(*known), plane.sheet.radius * times, room, home, plane.mark(*known))


def _whiskers(one: _Bubble, plane: Plane, how_many: int) -> Iterator[SafeString]:
    """Show how far the indicators part, and the interval of what is felt, where it stays clear."""
    spot, felt = one.reading.spot, one.reading.used_felt
    if how_many > 12 or spot.measured is None or spot.perceived is None:
        return
    x, y = plane.place(spot.measured, spot.perceived)
    if spot.measured_low is not None and spot.measured_high is not None:
        ends = f"M{plane.x(spot.measured_low):.1f} {y:.1f}H{plane.x(spot.measured_high):.1f}"
        yield element("path", d=ends, class_="p-axis")
    if felt and felt.low is not None and felt.high is not None:
        ends = f"M{x:.1f} {plane.y(felt.low):.1f}V{plane.y(felt.high):.1f}"
        yield element("path", d=ends, class_="p-axis")


def _leader(one: _Bubble) -> Iterator[SafeString]:
    """Lead from the true place, marked, to a bubble that could not stand there."""
    if one.mark is None:
        return
    x, y = one.mark
    yield element("path", d=f"M{x:.1f} {y:.1f}L{one.x:.1f} {one.y:.1f}", class_="p-axis")
    yield element("circle", cx=x, cy=y, r=2, class_="p-dot")


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
