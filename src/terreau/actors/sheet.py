"""Gather what the page of an organisation shows, and what it says of the age of each fact."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from terreau.actors.activities import describe_activity, describe_legal_category
from terreau.actors.bridge.freshness import Freshness, freshness_of_field
from terreau.actors.consent import public_fields
from terreau.actors.enums import ResourceDirection
from terreau.actors.fields import EVERYTHING, label_of
from terreau.actors.models import Organisation, Position, Resource
from terreau.actors.official_numbers import spaced_number

NATURE_ICONS = {
    "financial": "coin",
    "human": "users",
    "technical": "settings",
    "material": "puzzle",
    "premises": "building",
    "research": "search",
    "data": "list",
    "expertise": "spark",
    "network": "join",
    "audience": "voices",
    "design": "edit",
}
_FACTS = (
    "siren",
    "siret",
    "rna",
    "legal_category",
    "naf",
    "founded_on",
    "size_class",
    "is_employer",
    "is_mission_led",
    "csr",
)
# Their absence says nothing of most organisations.
_RARE = frozenset({"siret", "rna", "is_mission_led", "csr"})


@dataclass(frozen=True)
class Fact:
    """One line of « Repères »."""

    label: str
    value: str
    is_number: bool = False


@dataclass(frozen=True)
class FactAge:
    """Where one field comes from, when it is not where the sheet comes from."""

    label: str
    said_by: str
    on: datetime.date | None
    freshness: Freshness


@dataclass(frozen=True)
class ShownResource:
    """One offer or need with its age."""

    row: Resource
    icon: str
    nature: str
    freshness: Freshness
    is_over: bool


@dataclass(frozen=True)
class People:
    """The positions of people without an account."""

    current: list[Position]
    past: list[Position]


def fields_shown_to(organisation: Organisation, person) -> frozenset[str]:
    """Every field to whoever is signed in, those left public to everybody."""
    if getattr(person, "is_authenticated", False):
        return frozenset({*EVERYTHING, "confirmed_on", "confirmed_by"})
    return public_fields(organisation)


def facts_of(organisation: Organisation, shown: Collection[str]) -> tuple[list[Fact], list[str]]:
    """The known facts, and the names of those that nobody knows: unknown is never zero."""
    known, unknown = [], []
    for name in _FACTS:
        value = _said(organisation, name)
        if name in shown and value:
            known.append(Fact(_fact_label(name), value, name in ("siren", "siret", "rna")))
        elif name in shown and name not in _RARE and not _is_moot(organisation, name):
            unknown.append(_fact_words(name))
    return known, unknown


def _is_moot(organisation: Organisation, name: str) -> bool:
    """A body without any staff class may still be known as an employer, or the reverse."""
    return name == "is_employer" and bool(organisation.size_class)


def _fact_label(name: str) -> str:
    words = _fact_words(name)
    return words[:1].upper() + words[1:]


def _fact_words(name: str) -> str:
    labels = {
        "naf": _("activité (NAF)"),
        "is_employer": _("employeur"),
        "csr": _("démarche RSE"),
    }
    return labels.get(name) or label_of(name)


def _said(organisation: Organisation, name: str) -> str:
    value = getattr(organisation, name)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if not value:
        return ""
    if name in ("siren", "siret"):
        return spaced_number(value)
    if name == "naf":
        return describe_activity(value)
    if name == "legal_category":
        return describe_legal_category(value)
    return organisation.get_size_class_display() if name == "size_class" else str(value)


def resources_of(
    organisation: Organisation, person, today: datetime.date
) -> list[tuple[str, list[ShownResource]]]:
    """The offers, then the needs, the lines that are over last; two queries."""
    rows = list(
        Resource.objects.visible_to(person)
        .filter(organisation=organisation)
        .prefetch_related("territories")
    )
    shown = [_show(row, organisation, today) for row in rows]
    shown.sort(key=lambda one: one.is_over)
    groups = ((_("Offres"), ResourceDirection.OFFER), (_("Besoins"), ResourceDirection.NEED))
    return [
        (title, found)
        for title, direction in groups
        if (found := [one for one in shown if one.row.direction == direction])
    ]


def _show(row: Resource, organisation: Organisation, today: datetime.date) -> ShownResource:
    # Who says that the whole sheet is right says it of each of its lines.
    days = [timezone.localdate(row.stated_at), *filter(None, [organisation.confirmed_on])]
    freshness = freshness_of_field("resources", max(days), today)
    is_over = row.ends_on is not None and row.ends_on < today
    # « humain (temps, bénévoles…) »: the examples are for the form.
    nature = row.get_nature_display().partition(" (")[0]
    return ShownResource(row, NATURE_ICONS.get(row.nature, "spark"), nature, freshness, is_over)


def exceptions_of(
    organisation: Organisation, shown: Collection[str], today: datetime.date, *, sees_people: bool
) -> list[FactAge]:
    """The fields that somebody said apart from the rest of the sheet, in its order."""
    found = []
    for name in EVERYTHING:
        entry = organisation.provenance.get(name)
        if entry and name in shown:
            found.append(_age_of(organisation, name, entry, today, sees_people))
    return found


def _age_of(organisation, name: str, entry: dict, today, sees_people: bool) -> FactAge:
    on = _day(entry.get("on"))
    days = [day for day in (on, organisation.confirmed_on) if day]
    said_by = entry.get("name") or (entry.get("by", "") if sees_people else "")
    latest = max(days) if days else None
    return FactAge(label_of(name), said_by, on, freshness_of_field(name, latest, today))


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None


def people_of(organisation: Organisation, person, today: datetime.date) -> People:
    """The positions, the running ones apart from the past ones; one query."""
    rows = list(Position.objects.visible_to(person).filter(organisation=organisation))
    is_past = [row.ends_on is not None and row.ends_on < today for row in rows]
    return People(
        [row for row, past in zip(rows, is_past, strict=True) if not past],
        [row for row, past in zip(rows, is_past, strict=True) if past],
    )
