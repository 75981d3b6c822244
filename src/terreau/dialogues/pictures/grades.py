"""Draw the grades that options received as stacked bars, with the middle that decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import text_width, wrap
from terreau.core.pictures.svg import drawing, element

THICK, GAP = 26, 16


@dataclass(frozen=True)
class GradeRow:
    """One option: how many ballots gave each grade (the highest first), and the majority one."""

    title: str
    tally: tuple[int, ...]
    missing: int
    grade: int | None


@dataclass(frozen=True)
class _Sheet:
    width: int
    size: int


_WIDE, _NARROW = _Sheet(720, 15), _Sheet(300, 13)


def draw_grades(
    rows: Sequence[GradeRow], grades: Sequence[str], *, title: str, base: str
) -> Picture:
    """Draw each option as one bar of all its ballots, the best grades on the left."""
    description = _(
        "Une barre par option, dans l’ordre du résultat ; les mentions les plus hautes à gauche. "
        "Le trait marque la moitié des bulletins : la mention qu’il touche est la majoritaire."
    )
    table = PictureTable(
        title,
        (_("Option"), _("Mention majoritaire"), *grades, _("sans avis")),
        tuple(
            (
                row.title,
                grades[row.grade] if row.grade is not None else _("inconnue"),
                *(str(count) for count in row.tally),
                str(row.missing),
            )
            for row in rows
        ),
    )
    wide, narrow = (_draw(sheet, rows, grades, title, description) for sheet in (_WIDE, _NARROW))
    return Picture(wide, title, description, table, f"{base}.", narrow)


def _tone(rank: int, count: int) -> tuple[str, float]:
    """Leaf for the upper grades, paling; honey then clay for the lower ones."""
    upper = (count + 1) // 2
    if rank < upper:
        return "leaf", 1 - 0.62 * rank / max(1, upper - 1) if upper > 1 else 1.0
    return ("clay", 1.0) if rank == count - 1 else ("honey", 1 - 0.4 * (rank - upper))


def _draw(
    sheet: _Sheet, rows: Sequence[GradeRow], grades: Sequence[str], title: str, description: str
) -> SafeString:
    parts, top = _legend(sheet, grades)
    for row in rows:
        drawn, top = _bar(sheet, row, grades, top)
        parts += drawn
    return drawing(
        parts, width=sheet.width, height=top, title=title, description=description, css="bars"
    )


def _legend(sheet: _Sheet, grades: Sequence[str]) -> tuple[list[SafeString], float]:
    parts: list[SafeString] = []
    x, y, step = 2.0, 2.0, sheet.size * 1.6
    for rank, grade in enumerate(grades):
        width = text_width(grade, sheet.size) + sheet.size + 22
        if x > 2 and x + width > sheet.width:
            x, y = 2.0, y + step
        parts.append(_box(rank, len(grades), x=x, y=y, width=sheet.size, height=sheet.size))
        parts.append(
            element(
                "text", grade, x=x + sheet.size + 6, y=y + sheet.size * 0.86, font_size=sheet.size
            )
        )
        x += width
    return parts, y + step + 8


def _box(rank: int, count: int, **place: float) -> SafeString:
    tone, opacity = _tone(rank, count)
    return element("rect", class_=f"p-fill p-tone-{tone}", fill_opacity=round(opacity, 2), **place)


def _bar(
    sheet: _Sheet, row: GradeRow, grades: Sequence[str], top: float
) -> tuple[list[SafeString], float]:
    size, step = sheet.size, sheet.size * 1.3
    lines = wrap(row.title, sheet.width - 4, size)
    parts = [
        element("text", line, x=2, y=top + size + number * step, font_size=size, class_="t-strong")
        for number, line in enumerate(lines)
    ]
    y = top + len(lines) * step + 4
    total = sum(row.tally)
    parts.append(element("rect", x=2, y=y, width=sheet.width - 4, height=THICK, class_="p-track"))
    x = 2.0
    for rank, count in enumerate(row.tally):
        width = (sheet.width - 4) * count / total if total else 0
        if width:
            parts.append(_box(rank, len(grades), x=x, y=y, width=width, height=THICK))
        x += width
    if total:
        middle = sheet.width / 2
        parts.append(element("path", d=f"M{middle} {y - 4:.1f}v{THICK + 8}", class_="p-axis"))
    return parts, y + THICK + GAP
