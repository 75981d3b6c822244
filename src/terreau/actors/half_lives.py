"""How fast each kind of fact loses half of the confidence it deserves, in days.

Conventions, told and explained in docs/methodes/fraicheur.md; no measure stands behind them.
"""

SHEET_DAYS = 365
RESOURCE_DAYS = 182
PERSON_DAYS = 365
MEANS_DAYS = 730
ACTIVITY_DAYS = 730
SEAT_DAYS = 1_095
IDENTITY_DAYS = 2_920

FIELD_DAYS = {
    "name": IDENTITY_DAYS,
    "world": IDENTITY_DAYS,
    "subtype": IDENTITY_DAYS,
    "aliases": IDENTITY_DAYS,
    "siren": IDENTITY_DAYS,
    "siret": SEAT_DAYS,
    "rna": IDENTITY_DAYS,
    "numbers": IDENTITY_DAYS,
    "naf": IDENTITY_DAYS,
    "legal_category": IDENTITY_DAYS,
    "founded_on": IDENTITY_DAYS,
    "is_mission_led": IDENTITY_DAYS,
    "parent": IDENTITY_DAYS,
    "place": SEAT_DAYS,
    "address": SEAT_DAYS,
    "description": ACTIVITY_DAYS,
    "domains": ACTIVITY_DAYS,
    "perimeter": ACTIVITY_DAYS,
    "perimeter_note": ACTIVITY_DAYS,
    "competences": ACTIVITY_DAYS,
    "size_class": MEANS_DAYS,
    "is_employer": MEANS_DAYS,
    "csr": MEANS_DAYS,
    "networks": MEANS_DAYS,
    "seats": MEANS_DAYS,
    "contacts": PERSON_DAYS,
    "positions": PERSON_DAYS,
    "resources": RESOURCE_DAYS,
}


def days_of(field: str) -> int:
    """The half-life of a field of the sheet; the sheet's own for what is not listed."""
    return FIELD_DAYS.get(field, SHEET_DAYS)
