"""Say which filters are in use, and give the address without each of them."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from terreau.actors.forms import DirectoryForm

CHOSEN = ("world", "domain", "where", "direction", "nature", "size", "fresh", "state")


@dataclass(frozen=True)
class Chip:
    """One filter in use, and the same list without it."""

    label: str
    value: str
    url: str


def chips_of(form: DirectoryForm, query: QueryDict) -> list[Chip]:
    """The filters in use, in the order of the form."""
    chips = []
    if form.values.get("q"):
        chips.append(Chip(_("Mots"), form.values["q"], without(query, "q")))
    for unit in form.territories:
        chips.append(Chip(_("Territoire"), unit.name, without(query, "t", unit.token)))
    for name in CHOSEN:
        value = form.values.get(name)
        if value and (name != "where" or form.territories):
            field = form.fields[name]
            label = dict(field.choices).get(value, value)
            chips.append(Chip(str(field.label), str(label), without(query, name)))
    return chips


def without(query: QueryDict, name: str, value: str = "") -> str:
    """The address without one filter, or without one of its values."""
    kept = query.copy()
    kept.pop("page", None)
    others = [other for other in kept.getlist(name) if value and other != value]
    kept.setlist(name, others)
    return f"?{kept.urlencode()}"


def filters_kept(query: QueryDict) -> str:
    """The filters of an address as text, without the page and what was left empty."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name != "page" and any(values):
            kept.setlist(name, [value.replace("\x00", "") for value in values if value])
    return kept.urlencode()
