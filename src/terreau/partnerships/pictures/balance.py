"""Draw the balance as two sides: one mark for each thing given, on the left, and received."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.core.formats import format_number, join_clauses
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.scales import ellipsis, wrap
from terreau.core.pictures.svg import drawing, element
from terreau.core.worlds_look import world_look
from terreau.partnerships.balance import PartyBalance, Side
from terreau.partnerships.models import Flow

MOST_SQUARES = 10


def draw_balance(balances: Sequence[PartyBalance]) -> Picture | None:
    """Draw what is given and received; asymmetric is fine, invisible is not."""
    if all(one.is_silent for one in balances):
        return None
    title = _("Qui apporte, qui reçoit")
    description = _(
        "Une ligne par partie. À gauche ce qu’elle apporte, à droite ce qu’elle reçoit : un "
        "signe par ligne notée, carré pour de l’argent, rond pour le reste."
    )
    rows = tuple(
        (
            one.party.organisation.name,
            str(len(one.gives.flows)),
            say_side(one.gives),
            str(len(one.receives.flows)),
            say_side(one.receives),
        )
        for one in balances
    )
    headers = (
        *(_("Partie"), _("Apports"), _("dont argent, valorisations")),
        *(_("Bénéfices"), _("dont argent, valorisations")),
    )
    said = [one for one in balances if not one.is_silent]
    base = ngettext(
        "Base : lignes notées par %(said)d partie sur %(all)d.",
        "Base : lignes notées par %(said)d parties sur %(all)d.",
        len(said),
    ) % {"said": len(said), "all": len(balances)}
    apart = _("L’argent versé et les valorisations indicatives ne s’additionnent pas.")
    note = f"{base} {apart}"
    wide, narrow = (
        _draw(balances, width, size, title, description) for width, size in ((720, 15), (300, 13))
    )
    return Picture(wide, title, description, PictureTable(title, headers, rows), note, narrow)


def say_side(side: Side) -> str:
    """Say the money and the valuation of a side, each with its base."""
    return join_clauses(parts_of(side))


def parts_of(side: Side) -> list[str]:
    """Say the money, then the valuation, each with its base."""
    told = []
    if side.cash:
        told.append(_say_cash(side))
    if side.in_kind:
        told.append(_say_in_kind(side))
    return told or [_("rien de noté")]


def _say_cash(side: Side) -> str:
    if not side.cash_count:
        return _("argent, montant inconnu")
    return _("%(amount)s € en argent") % {"amount": format_number(side.cash_eur)}


def _say_in_kind(side: Side) -> str:
    count = len(side.in_kind)
    if not side.valued_count:
        return ngettext("%(n)d ligne non valorisée", "%(n)d lignes non valorisées", count) % {
            "n": count
        }
    return ngettext(
        "%(amount)s € valorisés (%(said)d ligne sur %(all)d)",
        "%(amount)s € valorisés (%(said)d lignes sur %(all)d)",
        side.valued_count,
    ) % {"amount": format_number(side.valued_eur), "said": side.valued_count, "all": count}


def _draw(
    balances: Sequence[PartyBalance], width: int, size: int, title: str, description: str
) -> SafeString:
    middle = width / 2
    heads = [
        element(
            "text", _("Apporte"), x=middle - 12, y=size, font_size=size, text_anchor="end",
            class_="t-strong",
        ),
        element("text", _("Reçoit"), x=middle + 12, y=size, font_size=size, class_="t-strong"),
    ]  # fmt: skip
    parts: list[SafeString] = []
    top = size * 1.8
    for one in balances:
        drawn, top = _row(one, middle, size, top)
        parts += drawn
    return drawing(
        [*heads, *parts],
        width=width,
        height=top,
        title=title,
        description=description,
        css="bars",
    )


def _row(one: PartyBalance, middle: float, size: int, top: float) -> tuple[list[SafeString], float]:
    look = world_look(one.party.organisation.world)
    shape = element("path", d=look.path, class_=f"p-world {look.css}")
    name = ellipsis(one.party.organisation.name, middle * 2 - size * 2, size, is_bold=True)
    at = f"translate(0 {top + 2:.1f}) scale({size / 13:.2f})"
    parts = [
        element("g", shape, transform=at),
        element("text", name, x=size * 1.5, y=top + size, font_size=size, class_="t-strong"),
    ]
    y = top + size * 1.7
    left, low = _side(one.gives, middle, size, y, -1)
    right, other = _side(one.receives, middle, size, y, 1)
    bottom = max(low, other)
    # The name stands across the middle: the axis starts below it.
    parts.append(element("path", d=f"M{middle} {y - 2:.1f}V{bottom + 2:.1f}", class_="p-axis"))
    return [*parts, *left, *right], bottom + size * 0.9


def _side(
    side: Side, middle: float, size: int, top: float, way: int
) -> tuple[list[SafeString], float]:
    ordered = [*side.cash, *side.in_kind]
    marks, box = _marks(ordered, len(side.cash), middle, size, top, way)
    y = top + (box if ordered else 0) + size * 0.2
    words = parts_of(side)
    if len(ordered) > MOST_SQUARES:
        words = [_("et %(n)d autres") % {"n": len(ordered) - MOST_SQUARES}, *words]
    written = {
        "x": middle + way * 12,
        "font_size": size,
        "text_anchor": "end" if way < 0 else None,
        "class_": None if ordered else "t-soft",
    }
    for line in [line for part in words for line in wrap(part, middle - 24, size, lines=3)]:
        y += size * 1.2
        marks.append(element("text", line, y=y, **written))
    return marks, y


def _marks(
    ordered: Sequence[Flow], cash: int, middle: float, size: int, top: float, way: int
) -> tuple[list[SafeString], float]:
    """One mark a line, from the middle outwards: a square for money, a round for the rest."""
    step = min(size * 1.6, (middle - 24) / MOST_SQUARES)
    box = step - 4
    parts = []
    for place, flow in enumerate(ordered[:MOST_SQUARES]):
        start = middle + way * (12 + place * step)
        is_cash = place < cash
        parts.append(
            element(
                "rect",
                element("title", f"{flow.title} ({flow.get_nature_display()})"),
                x=start if way > 0 else start - box,
                y=top,
                width=box,
                height=box,
                rx=2 if is_cash else box / 2,
                class_=f"p-fill p-tone-{'honey' if is_cash else 'leaf'}",
            )
        )
    return parts, box
