"""Write several facts of one thing in one cell, and read them back identical.

One offer is « Salle de réunion ; nature=locaux ; quantité=2 ; unité=salles ; du=2026-01-01 ». A
semicolon or a backslash inside a fact gets a backslash in front.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from terreau.actors.enums import NumberScheme, ResourceNature
from terreau.actors.official_numbers import NUMBER_CHECKS
from terreau.core.exchange.columns import CellError, fold

NATURE, QUANTITY, UNIT, SINCE, UNTIL, CONDITIONS, WHERE, ROLE, SHEET, DETAIL, SERVICE = (
    "nature",
    "quantité",
    "unité",
    "du",
    "au",
    "conditions",
    "où",
    "rôle",
    "fiche",
    "détail",
    "service",
)
_PART = re.compile(r"(?:\\.|[^;\\]|\\$)+", re.DOTALL)
_FOLDED_KEYS = {
    fold(key): key
    for key in (
        *(NATURE, QUANTITY, UNIT, SINCE, UNTIL, CONDITIONS, WHERE),
        *(ROLE, SHEET, DETAIL, SERVICE),
    )
}


def write_item(title: str, facts: Mapping[str, Any]) -> str:
    """Write a thing and its facts; a fact without value is not written.

    >>> write_item("Salle", {"nature": "locaux", "unité": "", "conditions": "le soir ; calme"})
    'Salle ; nature=locaux ; conditions=le soir \\\\; calme'
    """
    parts = [title, *(f"{key}={value}" for key, value in facts.items() if value not in (None, ""))]
    return " ; ".join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def read_item(text: str) -> tuple[str, dict[str, str]]:
    """Read a thing and its facts; what is no known fact stays in the title."""
    raw = [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in _PART.findall(text)]
    title, facts = raw[0].strip() if raw else "", {}
    for part in raw[1:]:
        key, equals, value = part.partition("=")
        known = _FOLDED_KEYS.get(fold(key))
        if equals and known:
            facts[known] = value.strip()
        else:
            title = f"{title} ; {part.strip()}"
    return title, facts


def read_day(facts: Mapping[str, str], key: str) -> datetime.date | None:
    """Read one of the days of an item."""
    text = facts.get(key, "")
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CellError(
            _("« %(text)s » n’est pas un jour. Écrivez par exemple %(key)s=2026-11-22.")
            % {"text": text[:40], "key": key}
        ) from error


def read_quantity(facts: Mapping[str, str]) -> Decimal | None:
    """Read the quantity of an offer or a need."""
    text = facts.get(QUANTITY, "").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    try:
        quantity = Decimal(text.replace(",", "."))
    except InvalidOperation:
        quantity = Decimal(0)
    if not Decimal(0) < quantity < Decimal(10) ** 12 or not quantity.is_finite():
        raise CellError(
            _("« %(text)s » n’est pas une quantité. Écrivez par exemple quantité=12,5.")
            % {"text": text[:40]}
        )
    return quantity.quantize(Decimal("0.01"))


def read_nature(facts: Mapping[str, str]) -> str:
    """Read the nature of an offer or a need, by its word or its code."""
    wanted = fold(facts.get(NATURE, ""))
    for value, label in ResourceNature.choices:
        if wanted and wanted in (fold(value), fold(str(label)), fold(str(label)).split(" (")[0]):
            return value
    raise CellError(
        _("Il manque une nature connue. Écrivez par exemple nature=%(words)s.")
        % {"words": " | nature=".join(str(label) for _value, label in ResourceNature.choices[:3])}
    )


def check_items(read: Callable[[str], Any]) -> Callable[[list[str]], None]:
    """Check each item of a cell with its reader."""

    def checked(items: list[str]) -> None:
        for item in items:
            read(item)

    return checked


def check_title(text: str, limit: int) -> tuple[str, dict[str, str]]:
    """Read an item whose title must be there and fit."""
    title, facts = read_item(text)
    if not title or len(title) > limit:
        raise CellError(
            _("« %(title)s » : il faut un intitulé de %(limit)d caractères au plus.")
            % {"title": title[:40], "limit": limit}
        )
    return title, facts


def check_span(facts: Mapping[str, str]) -> tuple[datetime.date | None, datetime.date | None]:
    """Read the two days of an item, in their order."""
    since, until = read_day(facts, SINCE), read_day(facts, UNTIL)
    if since and until and until < since:
        raise CellError(_("La fin précède le début. Corrigez l’une des dates."))
    return since, until


def read_number(text: str) -> tuple[str, str]:
    """Read « registre:numéro », or raise `CellError`.

    >>> read_number("uai:0940123A")
    ('uai', '0940123A')
    """
    scheme, _colon, value = text.partition(":")
    scheme, value = scheme.strip().lower(), value.strip()
    if scheme not in NumberScheme.values or not value or len(value) > 80:
        raise CellError(
            _("« %(text)s » : écrivez le registre puis le numéro, comme siret:21940018500016.")
            % {"text": text[:60]}
        )
    if scheme in NUMBER_CHECKS:
        NUMBER_CHECKS[scheme](value)
    return scheme, value
