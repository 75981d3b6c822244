"""Read all the small rows around a sheet in one query: names, know-how, seats, networks…

Eight tables of a few short texts each would be eight queries; the page must not grow with them.
"""

import datetime
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext

from terreau.actors.enums import ContactKind, Lifecycle, NumberScheme
from terreau.actors.models import (
    Competence,
    ExternalSeat,
    NetworkMembership,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
    OrganisationNumber,
)


@dataclass(frozen=True)
class Part:
    """One small row, as four texts, two days and a mark; the property names say what they are."""

    kind: str
    key: int
    first: str
    second: str
    third: str
    fourth: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    mark: bool

    def __str__(self) -> str:
        return self.first

    @property
    def url(self) -> str:
        """The address of the organisation that the row leads to."""
        return reverse("actors:detail", args=[UUID(self.second)])

    @property
    def contact_kind(self) -> str:
        return str(ContactKind(self.second).label)

    @property
    def scheme(self) -> str:
        return str(NumberScheme(self.second).label)

    @property
    def lifecycle(self) -> str:
        return str(Lifecycle(self.third).label)


@dataclass
class SheetParts:
    """The small rows by what they are."""

    aliases: list[Part] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    competences: list[Part] = field(default_factory=list)
    numbers: list[Part] = field(default_factory=list)
    contacts: list[Part] = field(default_factory=list)
    networks: list[Part] = field(default_factory=list)
    seats: list[Part] = field(default_factory=list)
    substructures: list[Part] = field(default_factory=list)
    absorbed: list[Part] = field(default_factory=list)


def parts_of(organisation: Organisation, person) -> SheetParts:
    """Fetch the small rows that this person may see, each kind in the order of its names."""
    parts = SheetParts()
    for row in _query(organisation, person):
        part = Part(*row)
        if part.kind == "domains":
            parts.domains.append(gettext(part.first))
        else:
            getattr(parts, part.kind).append(part)
    return parts


def _query(organisation: Organisation, person) -> QuerySet:
    first, *others = [*_own_rows(organisation, person), *_tied_sheets(organisation, person)]
    return first.union(*others, all=True).order_by("p_kind", "p_first", "p_key")


def _own_rows(organisation: Organisation, person) -> list[QuerySet]:
    own, days = {"organisation": organisation}, ("starts_on", "ends_on")
    contacts = OrganisationContact.objects.filter(**own)
    if not getattr(person, "is_authenticated", False):
        contacts = contacts.filter(is_public=True)
    return [
        _select("aliases", OrganisationAlias.objects.filter(**own), "name"),
        _select("domains", organisation.domains.all(), "name"),
        _select("competences", Competence.objects.filter(**own), "name", "detail"),
        _select("numbers", OrganisationNumber.objects.filter(**own), "value", "scheme"),
        _select("contacts", contacts, "value", "kind", "label", mark="is_public"),
        _select("seats", ExternalSeat.objects.filter(**own), "body", "role", days=days),
    ]


def _tied_sheets(organisation: Organisation, person) -> list[QuerySet]:
    others = Organisation.objects.visible_to(person)
    networks = NetworkMembership.objects.filter(
        member=organisation, network__in=others.values("pk")
    )
    shown = ("network__name", "network__uuid", "territory__name", "role")
    absorbed = Organisation.objects.filter(merged_into=organisation)
    return [
        _select("networks", networks, *shown, days=("starts_on", "ends_on")),
        _select("substructures", others.filter(parent=organisation), "name", "uuid", "lifecycle"),
        _select("absorbed", absorbed, "name", "uuid", "lifecycle"),
    ]


def _select(
    kind: str,
    rows: QuerySet,
    *texts: str,
    days: tuple[str, ...] = (),
    mark: str = "",
) -> QuerySet:
    """Give the same nine columns, of the same types, whatever the table."""
    words = [Cast(F(name), TextField()) for name in texts]
    words += [Value("", output_field=TextField())] * (4 - len(words))
    dates = [F(name) for name in days] or [Cast(Value(None), DateField())] * 2
    columns = {
        "p_kind": Value(kind, output_field=CharField()),
        "p_key": Cast(F("pk"), IntegerField()),
        **dict(zip(("p_first", "p_second", "p_third", "p_fourth"), words, strict=True)),
        **dict(zip(("p_starts_on", "p_ends_on"), dates, strict=True)),
        "p_mark": F(mark) if mark else Value(False, output_field=BooleanField()),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)
