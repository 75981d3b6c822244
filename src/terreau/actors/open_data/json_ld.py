"""The open list as JSON-LD in the words of schema.org, with its context inside: nothing is fetched.

What schema.org has no word for stands whole under `terreau:sheet`, as a JSON literal: this is
what the import reads, so that the file comes back identical.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from terreau.actors.enums import OrganisationSubtype as Subtype
from terreau.actors.models import Organisation
from terreau.actors.open_data.records import public_record
from terreau.actors.open_data.values import plain_values

SHEET = "terreau:sheet"
CONTEXT = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "terreau": "urn:terreau:",
    SHEET: {"@id": "urn:terreau:sheet", "@type": "@json"},
}
_TYPE_OF_WORLD = {
    "public": "GovernmentOrganization",
    "economic": "Organization",
    "general_interest": "NGO",
    "academic": "EducationalOrganization",
    "media": "NewsMediaOrganization",
    "expert": "Organization",
}
_TYPE_OF_SUBTYPE = {
    Subtype.COMPANY: "Corporation",
    Subtype.SMALL_BUSINESS: "LocalBusiness",
    Subtype.COMPANY_CLUB: "Organization",
    Subtype.COOPERATIVE: "Corporation",
    Subtype.SIAE: "Organization",
    Subtype.SOCIAL_ENTERPRISE: "Organization",
    Subtype.SCIC: "Organization",
    Subtype.MUTUAL: "Organization",
    Subtype.PUBLIC_HOSPITAL: "Hospital",
    Subtype.PRIMARY_SCHOOL: "ElementarySchool",
    Subtype.COLLEGE: "MiddleSchool",
    Subtype.LYCEE: "HighSchool",
    Subtype.UNIVERSITY: "CollegeOrUniversity",
    Subtype.LABORATORY: "ResearchOrganization",
}
Address = Callable[[str], str]


def stream_json_ld(
    chunks: Iterable[list[Organisation]], *, absolute: Address, licence_url: str
) -> Iterator[bytes]:
    """Write a graph piece by piece; `absolute` turns a path into a whole address."""
    head = {"@context": CONTEXT, "license": licence_url}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "@graph": ['
    separator = ""
    for chunk in chunks:
        nodes = (json.dumps(node_of(one, absolute), ensure_ascii=False) for one in chunk)
        yield (separator + ",\n".join(nodes)).encode()
        separator = ",\n"
    yield b"]}\n"


def node_of(organisation: Organisation, absolute: Address) -> dict[str, Any]:
    """One organisation in the words of schema.org; what is unknown is left out."""
    record = public_record(organisation)
    subtype_type = _TYPE_OF_SUBTYPE.get(record.get("subtype") or "")
    node = {
        "@id": f"urn:uuid:{organisation.uuid}",
        "@type": subtype_type or _TYPE_OF_WORLD.get(organisation.world, "Organization"),
        "url": absolute(organisation.get_absolute_url()),
        "name": record["name"],
        "alternateName": record.get("aliases"),
        "description": record.get("description"),
        "identifier": [_identifier(*pair) for pair in _numbers(record)],
        "address": _address(record),
        "areaServed": [_area(unit) for unit in record.get("perimeter") or ()],
        "knowsAbout": [one["name"] for one in record.get("competences") or ()],
        "makesOffer": [_offer(one, "Offer") for one in record.get("offers") or ()],
        "seeks": [_offer(one, "Demand") for one in record.get("needs") or ()],
        "memberOf": [_member_of(one) for one in record.get("networks") or ()],
        "parentOrganization": _parent(record),
        "email": record.get("emails"),
        "telephone": record.get("phones"),
        "sameAs": record.get("websites"),
        "foundingDate": record.get("founded_on"),
        "dissolutionDate": record.get("closed_on"),
        "dateModified": record.get("updated_at"),
        SHEET: plain_values(organisation),
    }
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _numbers(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "terreau", record["uuid"]
    for name in ("siren", "siret", "rna"):
        if record.get(name):
            yield name.upper(), record[name]
    for number in record.get("numbers") or ():
        yield number["scheme"], number["value"]


def _identifier(scheme: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _address(record: dict[str, Any]) -> dict[str, str] | None:
    place, street = record.get("place"), record.get("address")
    if not place and not street:
        return None
    found = {"@type": "PostalAddress", "addressCountry": "FR"}
    if street:
        found["streetAddress"] = street
    if place:
        found["addressLocality"] = place["name"]
    return found


def _area(unit: dict[str, Any]) -> dict[str, Any]:
    code = f"{unit['kind']}:{unit['code']}"
    return {"@type": "AdministrativeArea", "name": unit["name"], "identifier": code}


def _offer(line: dict[str, Any], kind: str) -> dict[str, Any]:
    offer = {
        "@type": kind,
        "name": line["title"],
        "category": line["nature"],
        "description": line.get("conditions"),
        "availabilityStarts": line.get("starts_on"),
        "availabilityEnds": line.get("ends_on"),
    }
    if line.get("quantity"):
        offer["eligibleQuantity"] = {
            "@type": "QuantitativeValue",
            "value": line["quantity"],
            "unitText": line.get("unit") or "",
        }
    return {name: value for name, value in offer.items() if value}


def _member_of(line: dict[str, Any]) -> dict[str, str]:
    return {"@type": "Organization", "@id": f"urn:uuid:{line['uuid']}", "name": line["name"]}


def _parent(record: dict[str, Any]) -> dict[str, str] | None:
    parent = record.get("parent")
    return parent and {"@type": "Organization", "@id": f"urn:uuid:{parent}"}
