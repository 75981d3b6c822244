"""Draw where the statements stand, beside the landscape of the voices."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.formats import format_number, format_percent
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import Occupied, text_width
from terreau.core.pictures.svg import drawing, element
from terreau.dialogues.landscape_lines import Row, base_of, share_of
from terreau.dialogues.pictures.plane import NARROW, TONES, WIDE, Plane, Sheet, plane_of

MARGIN = 26.0


def draw_statements(
    statements: Sequence[Row],
    *,
    rows: Mapping[int, Row],
    texts: Mapping[int, str],
    groups: Sequence[Row],
    fewest: int,
    title: str,
) -> Picture:
    """Place each statement by its number; the table gives its words and its answers."""
    description = _(
        "Un énoncé se place là où se tiendrait qui ne serait d’accord qu’avec lui : les voix d’un "
        "côté du paysage sont plutôt d’accord avec les énoncés du même côté. Un énoncé près du "
        "centre ne départage pas."
    )
    known = [one for one in statements if one["n"] in texts]
    tones = _tones(groups)
    wide, narrow = (_draw(known, tones, sheet, title, description) for sheet in (WIDE, NARROW))
    table = PictureTable(
        title,
        (_("N°"), _("Énoncé"), _("D’accord")),
        tuple(
            (
                format_number(one["n"]),
                element("bdi", texts[one["n"]]),
                _answered(rows.get(one["n"]), fewest),
            )
            for one in sorted(known, key=lambda one: one["n"])
        ),
    )
    note = _("Les numéros sont ceux des énoncés ; le tableau donne leurs mots.")
    if groups:
        note += " " + _("En couleur : ceux qui distinguent un groupe.")
    return Picture(wide, title, description, table, note, narrow)


def _answered(row: Row | None, fewest: int) -> str:
    if row is None or base_of(row) < fewest:
        return _("moins de %(n)s réponses") % {"n": fewest}
    return _("%(share)s (base : %(base)s)") % {
        "share": format_percent(share_of(row)),
        "base": format_number(base_of(row)),
    }


def _tones(groups: Sequence[Row]) -> dict[int, str]:
    """The colour of the group that agrees with a statement more than the others do."""
    found: dict[int, str] = {}
    for place, group in enumerate(groups):
        for row in group["says"]:
            if row["agrees"]:
                found.setdefault(row["n"], TONES[place % len(TONES)])
    return found


def _draw(
    statements: Sequence[Row], tones: Mapping[int, str], sheet: Sheet, title: str, description: str
) -> SafeString:
    plane = plane_of([(0.0, 0.0), *(one["at"] for one in statements)], sheet, MARGIN)
    x, y = plane.place((0.0, 0.0))
    parts = [
        element(
            "path",
            d=f"M0 {y:.1f}H{sheet.width}M{x:.1f} 0V{plane.height:.1f}",
            class_="p-grid",
        )
    ]
    taken = Occupied()
    for one in statements:
        parts.append(_dot(plane, one, tones.get(one["n"], "soft"), taken))
    parts += [words for one in statements if (words := _number(plane, one, taken))]
    return drawing(
        parts,
        width=sheet.width,
        height=plane.height,
        title=title,
        description=description,
        css="bars",
    )


def _dot(plane: Plane, one: Row, tone: str, taken: Occupied) -> SafeString:
    x, y = plane.place(one["at"])
    reach = plane.sheet.dot / 2 + 1
    taken.take(x - reach, y - reach, x + reach, y + reach)
    return element("circle", cx=x, cy=y, r=reach, class_=f"p-fill p-tone-{tone}")


def _number(plane: Plane, one: Row, taken: Occupied) -> SafeString | None:
    """Write the number where there is room; otherwise the table alone tells it."""
    x, y = plane.place(one["at"])
    words, size = str(one["n"]), plane.sheet.size
    wide, gap = text_width(words, size), plane.sheet.dot / 2 + 3
    for left, bottom in (
        (x + gap, y + size * 0.36),
        (x - gap - wide, y + size * 0.36),
        (x - wide / 2, y - gap),
        (x - wide / 2, y + gap + size * 0.75),
    ):
        fits = left >= 0 and left + wide <= plane.sheet.width
        if fits and taken.take(left, bottom - size * 0.75, left + wide, bottom):
            return element("text", words, x=left, y=bottom, font_size=size)
    return None
