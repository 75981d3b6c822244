"""One public sheet as an object of plain values: what the API answers and JSON-LD translates."""

from typing import Any

from terreau.actors.consent import public_fields
from terreau.actors.models import NetworkMembership, Organisation, Resource
from terreau.territories.models import Territory

_TEXTS = (
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
_PLAIN = ("is_employer", "is_mission_led")
_DATES = ("founded_on", "closed_on")
_CONTACTS = {"emails": "email", "phones": "phone", "websites": "website"}
_RESOURCES = {"offers": "offer", "needs": "need"}


def public_record(row: Organisation) -> dict[str, Any]:
    """Everything public of a sheet; unknown and withheld are None or the empty list alike."""
    allowed = public_fields(row)
    record: dict[str, Any] = {
        "uuid": str(row.uuid),
        **{name: getattr(row, name) or None for name in _TEXTS},
        **{name: getattr(row, name) for name in _PLAIN},
        **{name: str_date(getattr(row, name)) for name in _DATES},
        "aliases": [alias.name for alias in row.aliases.all()],
        "numbers": [{"scheme": n.scheme, "value": n.value} for n in row.numbers.all()],
        "place": place_of(row.place),
        "perimeter": [unit_of(unit) for unit in _in_order(row.perimeter.all())],
        "domains": [domain.code for domain in row.domains.all()],
        "competences": [
            {"name": one.name, "detail": one.detail or None} for one in row.competences.all()
        ],
        "networks": [_network(one) for one in row.networks.all() if one.network.is_public],
        "seats": [_seat(one) for one in row.seats.all()],
        "parent": str(row.parent.uuid) if row.parent and row.parent.is_public else None,
    }
    record = {name: value if name in allowed else _nothing(value) for name, value in record.items()}
    for column, direction in _RESOURCES.items():
        record[column] = [_resource(one) for one in row.resources.all() if _shows(one, direction)]
    for column, kind in _CONTACTS.items():
        contacts = row.contacts.all()
        record[column] = [one.value for one in contacts if one.is_public and one.kind == kind]
    record["confirmed_on"] = row.confirmed_on.isoformat() if row.confirmed_on else None
    record["updated_at"] = row.updated_at.isoformat()
    return record


def str_date(value: Any) -> str | None:
    """A full or partial date as its text (EDTF)."""
    return value.text if value else None


def place_of(place: Territory | None) -> dict[str, Any] | None:
    """The commune of the seat, with the point of its town hall."""
    return place and {"code": place.code, "name": place.name, "lon": place.lon, "lat": place.lat}


def unit_of(unit: Territory) -> dict[str, str]:
    """A territory by its level, its code and its name."""
    return {"kind": unit.kind, "code": unit.code, "name": unit.name}


def _nothing(value: Any) -> Any:
    return [] if isinstance(value, list) else None


def _in_order(units) -> list[Territory]:
    return sorted(units, key=lambda unit: unit.token)


def _shows(line: Resource, direction: str) -> bool:
    return line.is_public and line.direction == direction


def _resource(line: Resource) -> dict[str, Any]:
    return {
        "title": line.title,
        "nature": line.nature,
        "quantity": float(line.quantity) if line.quantity is not None else None,
        "unit": line.unit or None,
        "starts_on": _day(line.starts_on),
        "ends_on": _day(line.ends_on),
        "conditions": line.conditions or None,
        "territories": [unit_of(unit) for unit in _in_order(line.territories.all())],
    }


def _network(line: NetworkMembership) -> dict[str, Any]:
    return {
        "uuid": str(line.network.uuid),
        "name": line.network.name,
        "role": line.role or None,
        "territory": unit_of(line.territory) if line.territory else None,
        "starts_on": _day(line.starts_on),
        "ends_on": _day(line.ends_on),
    }


def _seat(line) -> dict[str, Any]:
    return {
        "body": line.body,
        "role": line.role or None,
        "starts_on": _day(line.starts_on),
        "ends_on": _day(line.ends_on),
    }


def _day(day) -> str | None:
    return day.isoformat() if day else None
