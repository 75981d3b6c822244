"""The names of what a sheet holds, told once: its columns, its links, its rows."""

from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation

COLUMNS = (
    "name",
    "world",
    "subtype",
    "siren",
    "siret",
    "rna",
    "place",
    "address",
    "perimeter_note",
    "description",
    "size_class",
    "is_employer",
    "naf",
    "legal_category",
    "is_mission_led",
    "csr",
    "founded_on",
    "parent",
    "lifecycle",
    "closed_on",
    "closing_reason",
    "source",
    "is_public",
    "withheld",
)
LINKS = ("domains", "perimeter")
ROWS = ("aliases", "contacts", "resources", "competences", "networks", "seats", "numbers")
EVERYTHING = (*COLUMNS, *LINKS, *ROWS)

_ROW_LABELS = {
    "aliases": _("autres noms"),
    "contacts": _("contacts"),
    "resources": _("offres et besoins"),
    "competences": _("compétences"),
    "networks": _("réseaux"),
    "seats": _("sièges dans des instances"),
    "numbers": _("autres numéros"),
}


def label_of(name: str) -> str:
    """The words for a field of the sheet."""
    label = _ROW_LABELS.get(name) or Organisation._meta.get_field(name).verbose_name
    return str(label)
