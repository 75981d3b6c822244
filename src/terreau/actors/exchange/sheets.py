"""Read a sheet as the cells of its row, a few queries for a thousand sheets."""

from typing import Any

from django.db.models import QuerySet

from terreau.actors.exchange.columns import CONTACT_COLUMNS
from terreau.actors.exchange.items import (
    write_competence,
    write_contact,
    write_network,
    write_resource,
    write_seat,
)
from terreau.actors.models import Organisation

TEXT_COLUMNS = (
    "name",
    "world",
    "subtype",
    "siren",
    "siret",
    "rna",
    "address",
    "perimeter_note",
    "description",
    "size_class",
    "naf",
    "legal_category",
    "csr",
    "lifecycle",
    "source",
)
PLAIN_COLUMNS = ("is_employer", "is_mission_led", "founded_on", "closed_on", "confirmed_on")
_LINKS = (
    "aliases",
    "contacts",
    "domains",
    "perimeter",
    "numbers",
    "competences",
    "seats",
    "resources__territories",
    "networks__network",
    "networks__territory",
)


def with_links(organisations: QuerySet) -> QuerySet:
    """Read what the cells of the sheets need, whatever their number."""
    return organisations.select_related("place", "parent").prefetch_related(*_LINKS)


def read_sheet(row: Organisation) -> dict[str, Any]:
    """Give the present values of a sheet by column; unknown is None."""
    return {
        "uuid": str(row.uuid),
        **{name: getattr(row, name) or None for name in TEXT_COLUMNS},
        **{name: getattr(row, name) for name in PLAIN_COLUMNS},
        # A row that was never stored holds the empty text for an unknown date.
        **{name: getattr(row, name) or None for name in ("founded_on", "closed_on")},
        "aliases": [alias.name for alias in row.aliases.all()] or None,
        "numbers": [f"{number.scheme}:{number.value}" for number in row.numbers.all()] or None,
        "place": row.place.code if row.place else None,
        "perimeter": sorted(unit.token for unit in row.perimeter.all()) or None,
        "domains": [domain.code for domain in row.domains.all()] or None,
        "parent": str(row.parent.uuid) if row.parent else None,
        **_resources(row),
        "competences": [write_competence(item) for item in row.competences.all()] or None,
        "networks": [write_network(item) for item in row.networks.all()] or None,
        "seats": [write_seat(item) for item in row.seats.all()] or None,
        **_contacts(row),
        "withheld": list(row.withheld) or None,
        "is_public": row.is_public,
    }


def public_sheet(row: Organisation) -> dict[str, Any]:
    """The same without what is not for everybody: withheld fields, sheets that are not public."""
    values = read_sheet(row)
    rows = row.networks.all()
    values["networks"] = [write_network(item) for item in rows if item.network.is_public] or None
    if _has_hidden_parent(row):
        values["parent"] = None
    return values | dict.fromkeys(set(row.withheld) & set(values))


def spare_hidden(values: dict[str, Any], row: Organisation) -> None:
    """Keep the ties to sheets that no public file names: their absence is no wish to untie."""
    if "networks" in values:
        hidden = [item for item in row.networks.all() if not item.network.is_public]
        said = values["networks"] or []
        more = [text for text in map(write_network, hidden) if text not in said]
        values["networks"] = [*said, *more] or None
    if values.get("parent", "") is None and _has_hidden_parent(row):
        del values["parent"]


def _has_hidden_parent(row: Organisation) -> bool:
    return row.parent is not None and not row.parent.is_public


def _resources(row: Organisation) -> dict[str, Any]:
    public = [item for item in row.resources.all() if item.is_public]
    return {
        column: [write_resource(item) for item in public if item.direction == direction] or None
        for column, direction in (("offers", "offer"), ("needs", "need"))
    }


def _contacts(row: Organisation) -> dict[str, Any]:
    public = [contact for contact in row.contacts.all() if contact.is_public]
    return {
        column: [write_contact(item) for item in public if item.kind == kind] or None
        for column, kind in CONTACT_COLUMNS.items()
    }
