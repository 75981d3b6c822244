"""The changes as an Atom feed: stable identifiers, paged by cursor."""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext as _

from terreau.actors.open_data.changes import Change

_NS = "http://www.w3.org/2005/Atom"
_EPOCH = "1970-01-01T00:00:00+00:00"


def write_feed(
    changes: Sequence[Change],
    *,
    absolute: Callable[[str], str],
    here: str,
    following: str,
    list_path: str,
    sheet_path: Callable[[Change], str],
    licence: str,
) -> bytes:
    """Write one page of the feed; `following` is the address of the next one, or empty."""
    feed = Element("feed", xmlns=_NS)
    _text(feed, "title", _("Terreau : ce qui change dans la liste ouverte des acteurs"))
    _text(feed, "id", absolute(list_path))
    _text(feed, "updated", changes[0].at.isoformat() if changes else _EPOCH)
    _text(feed, "rights", licence)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=absolute(here))
    SubElement(feed, "link", rel="alternate", type="text/html", href=absolute(list_path))
    if following:
        SubElement(feed, "link", rel="next", type="application/atom+xml", href=absolute(following))
    author = SubElement(feed, "author")
    _text(author, "name", "Terreau")
    for change in changes:
        _entry(feed, change, absolute, sheet_path)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="utf-8")


def _entry(feed: Element, change: Change, absolute, sheet_path) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", change.id)
    label = str(change.kind.label)
    said = _("%(name)s : %(what)s") % {"name": change.name, "what": label} if change.name else label
    _text(entry, "title", said)
    _text(entry, "updated", change.at.isoformat())
    SubElement(entry, "category", term=change.kind.value, label=label)
    if change.name:
        SubElement(entry, "link", rel="alternate", href=absolute(sheet_path(change)))
    told = {"uuid": str(change.uuid), "into": change.into}
    summary = _("Identifiant : %(uuid)s.") % told
    if change.into:
        summary += " " + _("Fiche gardée : %(into)s.") % told
    _text(entry, "summary", summary)


def _text(parent: Element, tag: str, words: str) -> None:
    # XML carries no control character, even escaped.
    SubElement(parent, tag).text = "".join(
        letter for letter in words if letter in "\t\n" or letter >= " "
    )
