"""Write figures and their coverage as people read them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from terreau.core.formats import NARROW_SPACE, format_area, format_number, format_percent
from terreau.territories.enums import IndicatorUnit

DECIMALS = {
    IndicatorUnit.PER_SQUARE_KM: 1,
    IndicatorUnit.PER_HUNDRED: 1,
    IndicatorUnit.PER_THOUSAND: 1,
    IndicatorUnit.PER_TEN_THOUSAND: 1,
    IndicatorUnit.RATIO: 2,
    IndicatorUnit.YEARS: 1,
    IndicatorUnit.MINUTES: 0,
    IndicatorUnit.INDEX: 1,
}


def shown(text: str) -> str:
    """Give a text of the registry in the reader's language."""
    return _(text) if text else ""


def format_figure(unit: str, value: float | None) -> str:
    """Write a figure with its unit: « 62,4 % », « 21 540 € », « 1 204 habitants »."""
    if unit == IndicatorUnit.RATE:
        return format_percent(value, 1)
    if unit == IndicatorUnit.SQUARE_KM:
        return format_area(value)
    if value is None:
        return format_number(None)
    number = format_number(value, DECIMALS.get(IndicatorUnit(unit), 0))
    if unit == IndicatorUnit.EUROS:
        return f"{number}{NARROW_SPACE}€"
    return f"{number} {word}" if (word := _unit_word(unit, value)) else number


def _unit_word(unit: str, value: float) -> str:
    words = {
        IndicatorUnit.INHABITANTS: ngettext("habitant", "habitants", int(abs(value))),
        IndicatorUnit.PERSONS: ngettext("personne", "personnes", int(abs(value))),
        IndicatorUnit.HOUSEHOLDS: ngettext("ménage", "ménages", int(abs(value))),
        IndicatorUnit.DWELLINGS: npgettext("unité", "logement", "logements", int(abs(value))),
        IndicatorUnit.JOBS: ngettext("emploi", "emplois", int(abs(value))),
        IndicatorUnit.ESTABLISHMENTS: ngettext("établissement", "établissements", int(abs(value))),
        IndicatorUnit.PER_SQUARE_KM: _("hab./km²"),
        IndicatorUnit.PER_HUNDRED: _("pour 100"),
        IndicatorUnit.PER_THOUSAND: _("pour 1 000"),
        IndicatorUnit.PER_TEN_THOUSAND: _("pour 10 000"),
        IndicatorUnit.YEARS: _("ans"),
        IndicatorUnit.MINUTES: _("min"),
    }
    return words.get(IndicatorUnit(unit), "")


def tell_coverage(known: int, total: int, suppressed: int = 0) -> str:
    """Say of how many communes a figure is made: « 31 communes sur 34, dont 2 sous secret »."""
    said = {"known": format_number(known), "total": format_number(total)}
    text = ngettext("%(known)s commune sur %(total)s", "%(known)s communes sur %(total)s", known)
    if not suppressed:
        return text % said
    said["suppressed"] = format_number(suppressed)
    return _("%(coverage)s (%(suppressed)s sous secret)") % {
        "coverage": text % said,
        "suppressed": said["suppressed"],
    }
