"""Money by year: what one side gives the other, summed over the lines of a file."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from terreau.core.exchange.cell_texts import read_number
from terreau.core.exchange.columns import CellError

UNDATED, IN_KIND = "?", "nature"
MOST = Decimal(10) ** 11
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_CENT = Decimal("0.01")
# Keys are « 2014 » for money and « 2014 nature » for what is given in kind; « ? » without a date.
Amounts = Mapping[str, Decimal]


def year_in(text: str) -> str:
    """Find the first year of a text, whatever the date is written like.

    >>> year_in("06/12/2022"), year_in("2017-03-30/2018-05-24"), year_in("2014"), year_in("")
    ('2022', '2017', '2014', '')
    """
    found = _YEAR.search(text)
    return found[0] if found else ""


def key_of(year: str, *, in_kind: bool = False) -> str:
    """Name one amount.

    >>> key_of("2014", in_kind=True)
    '2014 nature'
    """
    return f"{year or UNDATED} {IN_KIND}" if in_kind else year or UNDATED


def parts_of(key: str) -> tuple[int | None, bool]:
    """Give the year of a key, and whether it is in kind.

    >>> parts_of("2014 nature"), parts_of("?")
    ((2014, True), (None, False))
    """
    year, _blank, kind = key.partition(" ")
    return (int(year) if year.isdigit() else None), kind == IN_KIND


def read_amount(text: str) -> Decimal:
    """Read an amount of money, and refuse what no grant ever was."""
    amount = read_number(text)
    if abs(amount) >= MOST:
        raise CellError(_("« %(text)s » est trop grand pour un montant.") % {"text": text[:40]})
    return amount.quantize(_CENT)


def write_amounts(amounts: Amounts) -> list[str]:
    """Write amounts as the items of a cell, in order.

    >>> write_amounts({"2015": Decimal("12.50"), "2014": Decimal(3)})
    ['2014 = 3.00', '2015 = 12.50']
    """
    return [f"{key} = {amounts[key].quantize(_CENT)}" for key in sorted(amounts)]


def read_amounts(items: Iterable[str]) -> dict[str, Decimal]:
    """Read the items of a cell back, each key once.

    >>> read_amounts(["2014 = 3,00", "2014 = 4", "? = 1"])
    {'2014': Decimal('7.00'), '?': Decimal('1.00')}
    """
    found: dict[str, Decimal] = {}
    for item in items:
        key, sign, text = item.partition("=")
        key = " ".join(key.split())
        year = key.removesuffix(f" {IN_KIND}")
        if not sign or not (year == UNDATED or _YEAR.fullmatch(year)):
            raise CellError(
                _("« %(item)s » n’est pas un montant par année. Écrivez « 2024 = 1500,00 ».")
                % {"item": item[:60]}
            )
        found[key] = found.get(key, Decimal(0)) + read_amount(text.strip())
    return found


def add_amounts(first: Amounts, second: Amounts) -> dict[str, Decimal]:
    """Add amounts key by key.

    >>> add_amounts({"2014": Decimal(1)}, {"2014": Decimal(2), "2015": Decimal(5)})
    {'2014': Decimal('3'), '2015': Decimal('5')}
    """
    keys = dict.fromkeys([*first, *second])
    return {key: first.get(key, Decimal(0)) + second.get(key, Decimal(0)) for key in keys}


def span_of(amounts: Amounts) -> tuple[str, str]:
    """Give the first and the last year, or nothing when none is known.

    >>> span_of({"2015": Decimal(1), "2012 nature": Decimal(1), "?": Decimal(1)})
    ('2012', '2015')
    """
    years = sorted(str(year) for year, _kind in map(parts_of, amounts) if year)
    return (years[0], years[-1]) if years else ("", "")
