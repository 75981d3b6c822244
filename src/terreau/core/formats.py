"""Write numbers, rates and dates as the reader's language does."""

import datetime
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

import nh3
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from terreau.core.partial_dates import PartialDate

NARROW_SPACE = "\u202f"
Number = int | float | Decimal

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
_MARKDOWN_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "hr"}
_MARKDOWN_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}


def _is_english() -> bool:
    return (get_language() or "fr").startswith("en")


def unknown_word() -> str:
    """Say that a value is not known; unknown is never shown as 0."""
    return _("inconnu")


def join_clauses(clauses: Iterable[str]) -> str:
    """Write « ville ; école » (narrow no-break space), or « ville; école » in English."""
    mark = "; " if _is_english() else f"{NARROW_SPACE}; "
    return mark.join(str(clause) for clause in clauses)


def format_number(value: Number | None, decimals: int = 0) -> str:
    """Write 45000 as « 45 000 » (narrow no-break space), or « 45,000 » in English.

    >>> format_number(45000)
    '45\\u202f000'
    """
    if value is None or value == "":
        return unknown_word()
    text = f"{value:,.{decimals}f}"
    if decimals == 0 and text == "-0":
        text = "0"
    if _is_english():
        return text
    return text.replace(",", NARROW_SPACE).replace(".", ",").replace("-", "\u2212")


def format_percent(rate: Number | None, decimals: int = 0) -> str:
    """Write a rate of 0.62 as « 62 % »; a rate too small to show is « < 1 % », never 0.

    >>> format_percent(0.62)
    '62\\u202f%'
    """
    if rate is None or rate == "":
        return unknown_word()
    smallest = 10**-decimals
    sign = "%" if _is_english() else f"{NARROW_SPACE}%"
    if 0 < rate * 100 < smallest / 2:
        return f"<{NARROW_SPACE}{format_number(smallest, decimals)}{sign}"
    return f"{format_number(rate * 100, decimals)}{sign}"


def format_area(area_km2: Number | None) -> str:
    """Write an area: « 1,9 km² » below 100, « 8 234 km² » above."""
    if area_km2 is None or area_km2 == "":
        return unknown_word()
    return f"{format_number(area_km2, 1 if area_km2 < 100 else 0)}{NARROW_SPACE}km²"


def format_compact(value: Number | None) -> str:
    """Write a large number in words: « 1,2 million », « 68 millions ».

    >>> format_compact(1_200_000)
    '1,2\\xa0million'
    """
    if value is None or value == "":
        return unknown_word()
    if abs(value) < 1_000_000:
        return format_number(value)
    millions = round(value / 1_000_000, 1)
    decimals = 0 if millions == int(millions) or millions >= 10 else 1
    # French keeps the singular below two; English does so only for exactly one.
    plural_of = int(millions) if not _is_english() or millions == 1 else 2
    return ngettext("%(count)s million", "%(count)s millions", plural_of) % {
        "count": format_number(millions, decimals)
    }


def format_long_date(
    value: datetime.date | datetime.datetime | PartialDate | None,
) -> str:
    """Write « 26 juin 2019 », « 1er mai 2020 », or « automne 2013 » for a partial date."""
    if value is None or value == "":
        return unknown_word()
    if isinstance(value, PartialDate):
        return str(value)
    if _is_english():
        return date_format(value, "j F Y", use_l10n=False)
    text = date_format(value, "j F Y")
    return text.replace("1 ", "1er ", 1) if text.startswith("1 ") else text


def format_long_moment(value: datetime.datetime | None) -> str:
    """Write « 1er mai 2020, 14:05 » from a moment already in the reader's zone."""
    if value is None or value == "":
        return ""
    return f"{format_long_date(value)}, {date_format(value, 'H:i')}"


def format_day_and_hour(value: datetime.datetime) -> str:
    """Write « 1er mai 2020 à 14:05 » from a moment already in the reader's zone."""
    said = {"day": format_long_date(value), "hour": date_format(value, "H:i")}
    return _("%(day)s à %(hour)s") % said


def elides(name: str) -> bool:
    """Tell whether « de » becomes « d’ » before a name: before a vowel; an h is left as it is."""
    return unicodedata.normalize("NFKD", name[:1]).upper()[:1] in set("AEIOUŒÆ")


def on_behalf_of(name: str) -> str:
    """Write « au nom de Passerelle Jeunesse », « au nom d’Alsace Active »."""
    words = _("au nom d’%(name)s") if elides(name) else _("au nom de %(name)s")
    return words % {"name": name}


def render_markdown(text: str | None) -> SafeString:
    """Render what a person wrote: paragraphs, lists, emphasis, links; nothing else survives."""
    if not text:
        return SafeString("")
    html = _markdown.render(str(text))
    for title in _MARKDOWN_TITLES:
        # The page owns its outline: a typed title becomes a strong paragraph.
        html = html.replace(f"<{title}>", "<p><strong>").replace(f"</{title}>", "</strong></p>")
    clean = nh3.clean(
        html,
        tags=_MARKDOWN_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 — nh3 has just cleaned it


def known_or_word(value: object) -> str:
    """Show a value, or say that it is not known."""
    return unknown_word() if value is None or value == "" else escape(value)
