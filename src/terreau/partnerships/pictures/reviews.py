"""Draw the views of the parties on the same scale: a line a question, a mark a party."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import linear, text_width, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import world_look
from terreau.partnerships.review_reading import Line, ReviewView


def draw_review(view: ReviewView) -> Picture | None:
    """Place each party on each question; nothing while nobody gave a score."""
    if not any(line.told for line in view.lines):
        return None
    title = _("Les regards côte à côte")
    description = _(
        "Une ligne par question, de 0 à 10, et une marque par partie, avec sa lettre. Des marques "
        "éloignées disent un écart dont parler."
    )
    names = [party.organisation.name for party in view.parties]
    headers = (
        _("Question"),
        *(f"{_letter(place)}. {name}" for place, name in enumerate(names)),
        _("Écart"),
    )
    rows = tuple(
        (line.label, *(_say(score) for score in line.scores), _say(line.gap, _("inconnu")))
        for line in view.lines
    )
    base = ngettext(
        "Base : %(given)d partie sur %(asked)d a répondu.",
        "Base : %(given)d parties sur %(asked)d ont répondu.",
        len(view.parties),
    ) % {"given": len(view.parties), "asked": view.asked}
    letters = ", ".join(f"{_letter(place)} : {name}" for place, name in enumerate(names))
    note = f"{base} {letters}."
    wide, narrow = (
        _draw(view, width, size, title, description) for width, size in ((720, 15), (300, 13))
    )
    return Picture(wide, title, description, PictureTable(title, headers, rows), note, narrow)


def _letter(place: int) -> str:
    return chr(ord("A") + place % 26)


def _say(score: int | None, unknown: str = "") -> str:
    return (unknown or _("sans avis")) if score is None else str(score)


def _draw(view: ReviewView, width: int, size: int, title: str, description: str) -> SafeString:
    place = linear((0, 10), (14, width - 14))
    parts: list[SafeString] = []
    top = 4.0
    for line in view.lines:
        drawn, top = _line(view, line, place, (width, size), top)
        parts += drawn
    for score, anchor in ((0, "start"), (5, "middle"), (10, "end")):
        x = {0: 2.0, 10: width - 2.0}.get(score, place(score))
        parts.append(
            element(
                "text", score, x=x, y=top + size, font_size=size, text_anchor=anchor,
                class_="t-soft",
            )
        )  # fmt: skip
    return drawing(
        parts, width=width, height=top + size + 6, title=title, description=description, css="bars"
    )


def _line(view, line: Line, place, sheet, top: float) -> tuple[list[SafeString], float]:
    width, size = sheet
    parts = []
    y = top
    for words in wrap(line.label, width - 4, size):
        y += size * 1.25
        parts.append(element("text", words, x=2, y=y, font_size=size, class_="t-strong"))
    by_score: dict[int, list[int]] = {}
    for number, score in enumerate(line.scores):
        if score is not None:
            by_score.setdefault(score, []).append(number)
    if not by_score:
        y += size * 1.3
        parts.append(element("text", _("sans avis"), x=2, y=y, font_size=size, class_="t-soft"))
        return parts, y + size * 0.8
    # Above the line, the letters; parties of the same score share their place.
    y += size * 2.1
    parts.append(element("path", d=f"M14 {y:.1f}H{width - 14}", class_="p-axis"))
    ends = [place(score) for score in by_score]
    if len(ends) > 1:
        wide = max(ends) - min(ends)
        parts.append(element("rect", x=min(ends), y=y - 3, width=wide, height=6, class_="p-track"))
    for score, numbers in by_score.items():
        look = world_look(view.parties[numbers[0]].organisation.world)
        at = f"translate({place(score) - 8:.1f} {y - 8:.1f}) scale(1.6)"
        shape = element("path", d=look.path, class_=f"p-world {look.css}")
        parts.append(element("g", shape, transform=at))
        letters = "".join(map(_letter, numbers))
        half = text_width(letters, size, is_bold=True) / 2
        x = min(max(place(score), half + 2), width - half - 2)
        parts.append(
            element(
                "text", letters, x=x, y=y - 12, font_size=size, text_anchor="middle",
                class_="t-strong",
            )
        )  # fmt: skip
    return parts, y + size * 1.2
