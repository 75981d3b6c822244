"""Recognise, among the sheets, the organisation whose name somebody typed."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from terreau.actors.folding import fold
from terreau.actors.models import Organisation, OrganisationAlias
from terreau.alliances.models import Alliance, Membership


def recognise(text: str) -> Organisation | None:
    """Find the one public sheet of exactly this name, whatever its case and accents.

    Two sheets of one name, or none: a facilitator decides later.
    """
    return recognise_many([text]).get(fold(text))


def recognise_many(texts: Iterable[str]) -> dict[str, Organisation]:
    """Find sheets by folded name, in two queries for any number of names."""
    wanted = {fold(text) for text in texts} - {""}
    if not wanted:
        return {}
    found: dict[str, set[int]] = {}
    sheets: dict[int, Organisation] = {}
    # The folded column holds the name first, then the official numbers.
    named = (Q(folded=text) | Q(folded__startswith=f"{text} ") for text in sorted(wanted))
    rows = Organisation.objects.filter(reduce(or_, named), is_public=True, merged_into=None)
    for one in rows.order_by("pk"):
        if fold(one.name) in wanted:
            sheets[one.pk] = one
            found.setdefault(fold(one.name), set()).add(one.pk)
    aliases = OrganisationAlias.objects.filter(
        folded__in=wanted, organisation__is_public=True, organisation__merged_into=None
    )
    for alias in aliases.select_related("organisation").order_by("pk"):
        sheets[alias.organisation_id] = alias.organisation
        found.setdefault(alias.folded, set()).add(alias.organisation_id)
    return {text: sheets[min(keys)] for text, keys in found.items() if len(keys) == 1}


def known_names(alliance: Alliance) -> list[str]:
    """The names of the member organisations, proposed while one types."""
    members = Membership.objects.filter(alliance=alliance, organisation__is_public=True).current()
    return sorted(set(members.values_list("organisation__name", flat=True)), key=fold)
