"""Grants: SCDL files (their two parties) and the posts of the contrats de ville.

A contract, a post or a grant is no organisation: only the parties are.
"""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import SourceKind
from terreau.actors.exchange.layouts.reading import (
    Cells,
    Row,
    aside,
    filled,
    heading_set,
    needs,
    short_name,
    told,
)
from terreau.core.exchange.columns import fold
from terreau.core.exchange.layouts import Layout

# Both styles of headings, folded: the names of the schema and its French labels.
_FIELDS: dict[str, tuple[str, ...]] = {
    "giver": ("nomattribuant", "nom de l'attribuant"),
    "giver_id": ("idattribuant", "identification de l'attribuant"),
    "name": ("nombeneficiaire", "nom beneficiaire", "nom du beneficiaire"),
    "id": ("idbeneficiaire", "identification du beneficiaire"),
    "rna": ("rnabeneficiaire", "rna beneficiaire", "rna du beneficiaire"),
    "kind": ("type",),
}
# A title, then a word of three letters or more: « M I E L » is an acronym, not a gentleman.
_PERSON = re.compile(
    r"^(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.? (?!le |la |les |et )[a-z]{3}"
)
_BODY = re.compile(r"\b(?:association|cie|compagnie|production|edition|club|societe|theatre)s?\b")
_PERSON_WORDS = {
    "personne physique",
    "personnes physiques",
    "particulier",
    "particuliers",
    "anonyme",
    "beneficiaire individuel",
}


def _named(cells: Cells) -> Mapping[str, str]:
    return {fold(heading): text for heading, text in cells.items()}


def _cell(cells: Mapping[str, str], field: str) -> str:
    return told(cells, *_FIELDS[field])


def _recognises(headings: Sequence[str]) -> bool:
    known = heading_set(headings)
    return all(known & set(_FIELDS[field]) for field in ("giver", "name", "id"))


def is_natural_person(name: str, kind: str = "") -> bool:
    """Tell whether a beneficiary is a natural person, by what the file itself says.

    >>> is_natural_person("MME DUPONT Claire"), is_natural_person("Monsieur le maire de Melun")
    (True, False)
    >>> is_natural_person("M I E L Ouest"), is_natural_person("Madame Ourse Productions")
    (False, False)
    """
    words = fold(name)
    titled = bool(_PERSON.match(words)) and not _BODY.search(words)
    return titled or words in _PERSON_WORDS or fold(kind) in _PERSON_WORDS


def _unfold(cells: Cells) -> list[Row]:
    named = _named(cells)
    giver = filled(
        {"name": short_name(_cell(named, "giver")), "siret": _cell(named, "giver_id")}
        | {"kind": "collectivité territoriale"}
    )
    return [*([giver] if giver.get("name") else []), *_receiver(named)]


def _receiver(named: Mapping[str, str]) -> list[Row]:
    name, kind = _cell(named, "name"), _cell(named, "kind")
    number, rna = _cell(named, "id"), _cell(named, "rna")
    if name and is_natural_person(name, kind):
        return aside(_("Cette aide va à une personne physique : son nom n’entre pas ici."))
    if not name:
        return aside(_("Le bénéficiaire n’a pas de nom dans ce fichier : il est laissé de côté."))
    return [filled({"name": short_name(name), "siret": number, "rna": rna, "kind": kind})]


GRANTS = Layout(
    name="scdl-subventions",
    label=gettext_lazy("Subventions (SCDL) : qui donne, qui reçoit"),
    recognises=_recognises,
    unfold=_unfold,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)


def _unfold_post(cells: Cells) -> list[Row]:
    """One post: the employer, by its SIRET in one file and by its name in the other."""
    key, name = told(cells, "code_tiers"), told(cells, "raison_sociale")
    if not name:
        return aside(_("Ce poste ne dit pas le nom de l’employeur : il est laissé de côté."))
    number = key if re.fullmatch(r"[\d\s]{9,17}", key) else ""
    row = {
        "name": short_name(name),
        "siret": number,
        "departement": told(cells, "insee_dep"),
        "kind": "" if number else "association",
    }
    return [filled(row)]


CITY_CONTRACTS = Layout(
    name="contrats-de-ville",
    label=gettext_lazy("Contrats de ville : postes adultes-relais et Fonjep"),
    recognises=needs("id_poste", "code_tiers", "raison_sociale", "code_cv"),
    unfold=_unfold_post,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
