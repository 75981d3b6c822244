"""What of a sheet may be shown to everybody: the organisation decides field by field.

Every public page, file, feed and index asks here. Contacts, offers and needs decide row by row
(`is_public`); the persons (positions, mandates, who confirmed) are never public.
"""

from collections.abc import Collection

from terreau.actors.models import Organisation

# Without these a sheet would not be one: they are public as soon as the sheet is.
ALWAYS_PUBLIC = frozenset(
    {"uuid", "name", "world", "subtype", "place", "lifecycle", "closed_on", "merged_into"}
    | {"confirmed_on", "updated_at"}
)
ROW_BY_ROW = frozenset({"contacts", "resources"})
# What the organisation may keep out of everything public, in the order of the sheet.
WITHHOLDABLE = (
    "aliases",
    "description",
    "domains",
    "address",
    "perimeter",
    "perimeter_note",
    "siren",
    "siret",
    "rna",
    "numbers",
    "legal_category",
    "naf",
    "founded_on",
    "size_class",
    "is_employer",
    "is_mission_led",
    "csr",
    "competences",
    "networks",
    "seats",
    "parent",
    "source",
)
PUBLIC_FIELDS = ALWAYS_PUBLIC | ROW_BY_ROW | frozenset(WITHHOLDABLE)


def fields_left_public(is_public: bool, withheld: Collection[str]) -> frozenset[str]:
    """The public fields of a sheet known by these two values only, as a bulk reader has them."""
    if not is_public:
        return frozenset()
    return PUBLIC_FIELDS - (frozenset(withheld) & frozenset(WITHHOLDABLE))


def public_fields(organisation: Organisation) -> frozenset[str]:
    """The names of the fields that everybody may see."""
    return fields_left_public(organisation.is_public, organisation.withheld)


def is_field_public(organisation: Organisation, name: str) -> bool:
    """Tell whether everybody may see one field."""
    return name in public_fields(organisation)
