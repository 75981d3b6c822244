"""Read every line of some sheets (aliases, contacts, offers, domains…) in one query."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext

from terreau.actors.enums import NumberScheme, ResourceDirection
from terreau.actors.models import (
    Competence,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
    OrganisationNumber,
    Resource,
)

DOMAINS, PERIMETER = Organisation.domains.through, Organisation.perimeter.through
# name of the list: model, column of the sheet, column of the key, first and second words
_LISTS = {
    "aliases": (OrganisationAlias, "organisation_id", "pk", "name", ""),
    "contacts": (OrganisationContact, "organisation_id", "pk", "value", "label"),
    "resources": (Resource, "organisation_id", "pk", "direction", "title"),
    "competences": (Competence, "organisation_id", "pk", "name", ""),
    "networks": (NetworkMembership, "member_id", "pk", "network__name", "territory__name"),
    "seats": (ExternalSeat, "organisation_id", "pk", "body", "role"),
    "numbers": (OrganisationNumber, "organisation_id", "pk", "scheme", "value"),
    "domains": (DOMAINS, "organisation_id", "actiondomain_id", "actiondomain__name", ""),
    "perimeter": (PERIMETER, "organisation_id", "territory_id", "territory__name", ""),
}
_DATED = ("resources", "seats")
_CODED = {"resources": ResourceDirection, "numbers": NumberScheme}


@dataclass(frozen=True)
class Line:
    """One line of one list of one sheet."""

    name: str
    owner: int
    key: int
    text: str

    @property
    def said_once(self) -> str:
        """What makes two lines one; two offers or two seats differ by their dates too."""
        return f"{self.key}" if self.name in _DATED else self.text


def read_lines(ids: Collection[int]) -> Iterator[Line]:
    """Every line of these sheets."""
    first, *others = (_rows(name, ids) for name in _LISTS)
    for name, owner, key, one, two in first.union(*others, all=True):
        yield Line(name, owner, key, _said(name, one, two))


def _rows(name: str, ids: Collection[int]) -> QuerySet:
    model, owner, key, one, two = _LISTS[name]
    rows = model.objects.filter(**{f"{owner}__in": list(ids)})
    if name == "networks":
        # Once united, a sheet would be in a network that it is itself.
        rows = rows.exclude(network__in=list(ids))
    return (
        rows.order_by()
        .annotate(
            of_list=Value(name, CharField()),
            of_sheet=F(owner),
            of_row=F(key),
            one=Cast(one, CharField()),
            two=Coalesce(Cast(two, CharField()), Value("")) if two else Value("", CharField()),
        )
        .values_list("of_list", "of_sheet", "of_row", "one", "two")
    )


def _said(name: str, one: str, two: str) -> str:
    if name in _CODED:
        one = str(_CODED[name](one).label)
    elif name == "domains":
        one = gettext(one)
    return f"{one} · {two}" if two else one


def repeated_lines(kept: int, absorbed: int) -> dict[str, frozenset[int]]:
    """The lines of the absorbed sheet that the kept one has already, by list."""
    lines = list(read_lines([kept, absorbed]))
    known = {(line.name, line.said_once) for line in lines if line.owner == kept}
    found: dict[str, set[int]] = {}
    for line in lines:
        if line.owner == absorbed and (line.name, line.said_once) in known:
            found.setdefault(line.name, set()).add(line.key)
    return {name: frozenset(keys) for name, keys in found.items()}
