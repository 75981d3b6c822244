"""The national register of associations, in its two layouts, and the one of Alsace-Moselle."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import SourceKind
from terreau.actors.exchange.layouts.reading import (
    Cells,
    Row,
    aside,
    day,
    filled,
    heading_set,
    listed,
    needs,
    short_name,
    together,
    told,
)
from terreau.core.exchange.layouts import Layout

_RNA = re.compile(r"^W\d[0-9A-Z]\d{7}$")
# Families of the register's own nomenclature of purposes → our domains.
_DOMAIN_OF_FAMILY = {
    "003": "citizenship",
    "006": "culture",
    "009": "citizenship",
    "010": "culture",
    "011": "sport",
    "015": "education-youth",
    "017": "health",
    "018": "health",
    "019": "poverty-solidarity",
    "020": "poverty-solidarity",
    "022": "local-economy",
    "023": "local-economy",
    "024": "environment",
    "030": "employment",
    "032": "housing",
}


def _unfold(cells: Cells) -> list[Row]:
    # Who declared the association, and their address, are never read.
    name = told(cells, "titre", "titre_court")
    if told(cells, "position").upper() == "S":
        return aside(_("Le registre a supprimé cette association : elle est laissée de côté."))
    if not name:
        return aside(_("Cette ligne du registre n’a pas de nom : elle est laissée de côté."))
    number = told(cells, "id").upper()
    is_rna = bool(_RNA.match(number))
    formers = {told(cells, "id_ex"), "" if is_rna else number} - {"", number if is_rna else ""}
    row = {
        "name": short_name(name),
        "acronym": short_name(told(cells, "titre_court")) if told(cells, "titre") else "",
        "rna": number if is_rna else "",
        "numbers": listed(*(f"former_rna:{key}" for key in sorted(formers))),
        "siret": told(cells, "siret"),
        "description": told(cells, "objet")[:4000],
        "domains": _domains(cells),
        "founded_on": day(told(cells, "date_creat")),
        "world": "general_interest",
        "subtype": _subtype(cells),
        "place": told(cells, "adrs_codeinsee"),
        "postcode": told(cells, "adrs_codepostal"),
        "city": told(cells, "adrs_libcommune", "libcom"),
        "address": _address(cells)[:250],
        "websites": _website(told(cells, "siteweb")),
    }
    if told(cells, "position").upper() == "D" or told(cells, "date_disso"):
        row |= {"lifecycle": "closed", "closed_on": day(told(cells, "date_disso"))}
    return [filled(row)]


def _subtype(cells: Cells) -> str:
    return (
        "association_network" if told(cells, "groupement").upper() in {"U", "F"} else "association"
    )


def _domains(cells: Cells) -> str:
    codes = (told(cells, name)[:3] for name in ("objet_social1", "objet_social2"))
    return listed(*(_DOMAIN_OF_FAMILY.get(code, "") for code in codes))


def _address(cells: Cells) -> str:
    if "adr1" in cells:
        return together(cells, "adr1", "adr2", "adr3")
    street = together(cells, "adrs_numvoie", "adrs_repetition", "adrs_typevoie", "adrs_libvoie")
    parts = (told(cells, "adrs_complement"), street, told(cells, "adrs_distrib"))
    return ", ".join(filter(None, parts))


def _website(text: str) -> str:
    """Take the site when it looks like one; the register holds many that are not."""
    return text if re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text) else ""


WALDEC = Layout(
    name="rna-waldec",
    label=gettext_lazy("Répertoire national des associations (Waldec)"),
    recognises=needs("id", "titre", "objet_social1", "adrs_codeinsee", "adrs_libcommune"),
    unfold=_unfold,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
FORMER_RNA = Layout(
    name="rna-import",
    label=gettext_lazy("Répertoire national des associations (ancien format)"),
    recognises=needs("id", "titre", "objet_social1", "adr1", "libcom"),
    unfold=_unfold,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)

_NAMES = ("DENOMINATION", "NOM_ASSOCIATION", "NOM", "TITRE", "DENOMINATION_ASSOCIATION")


def _recognises_alsace(headings: Sequence[str]) -> bool:
    known = heading_set(headings)
    # `heading_set` reads the underscore as a blank.
    has_name = any(name.lower().replace("_", " ") in known for name in _NAMES)
    return {"etat association", "commune", "code postal"} <= known and has_name


def _unfold_alsace(cells: Cells) -> list[Row]:
    cells = {heading.strip().upper().replace(" ", "_"): text for heading, text in cells.items()}
    name = told(cells, *_NAMES)
    state = told(cells, "ETAT_ASSOCIATION").upper()
    if not name:
        return aside(_("Cette ligne du registre n’a pas de nom : elle est laissée de côté."))
    number = told(cells, "NUMERO_AMALIA")
    row = {
        "name": short_name(name),
        "acronym": short_name(told(cells, "SIGLE")),
        "numbers": listed(f"alsace_moselle:{number}") if number else "",
        "siret": told(cells, "SIRET"),
        "description": told(cells, "OBJET")[:4000],
        "postcode": told(cells, "CODE_POSTAL"),
        "city": told(cells, "COMMUNE"),
        "address": told(cells, "ADRESSE", "RUE")[:250],
        "world": "general_interest",
        "subtype": "association",
        "legal_category": "9260",
        "lifecycle": "" if not state or state.startswith("INSCRI") else "closed",
    }
    return [filled(row)]


ALSACE_MOSELLE = Layout(
    name="alsace-moselle",
    label=gettext_lazy("Registre des associations d’Alsace-Moselle"),
    recognises=_recognises_alsace,
    unfold=_unfold_alsace,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
