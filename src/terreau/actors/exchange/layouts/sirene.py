"""SIRENE: legal units and establishments, as INSEE or the annuaire des entreprises writes them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import SourceKind
from terreau.actors.exchange.layouts.reading import (
    Cells,
    Row,
    aside,
    day,
    employer_word,
    filled,
    heading_set,
    listed,
    short_name,
    staff_class,
    together,
    told,
)
from terreau.actors.exchange.worlds import PERSON_CATEGORIES
from terreau.core.exchange.layouts import Layout

_UNIT = "UniteLegale"
_SITE = "Etablissement"
_YES = {"true", "o", "oui", "1", "vrai"}


def person_reason() -> str:
    """Why a line about a natural person gives no sheet."""
    return _("Cette ligne parle d’une personne physique : un annuaire d’organisations la laisse.")


def undisclosed_reason() -> str:
    """Why a unit that objected to its diffusion gives no sheet."""
    return _(
        "Cette unité s’est opposée à la diffusion de ses données (diffusion partielle) : elle est "
        "laissée de côté."
    )


def why_left_aside(category: str, status: str, *, is_person: bool = False) -> str:
    """Say why a unit is left aside; nothing when it may come in."""
    if is_person or category.startswith(PERSON_CATEGORIES):
        return person_reason()
    if status.upper() in {"P", "N"}:
        return undisclosed_reason()
    return ""


def _unfold_unit(cells: Cells) -> list[Row]:
    category = told(cells, "categorieJuridiqueUniteLegale", "nature_juridique")
    status = told(cells, "statutDiffusionUniteLegale", "statut_diffusion")
    person = told(cells, "nomUniteLegale", "sexeUniteLegale", "prenom1UniteLegale")
    sole_trader = told(cells, "est_entrepreneur_individuel").lower() in _YES
    reason = why_left_aside(category, status, is_person=bool(person) or sole_trader)
    name = told(cells, "denominationUniteLegale", "nom_complet", "denominationUsuelle1UniteLegale")
    if reason or not name:
        return aside(reason or _no_name())
    siren, nic = told(cells, "siren"), told(cells, "nicSiegeUniteLegale")
    row = {
        "name": short_name(name),
        "acronym": short_name(told(cells, "sigleUniteLegale", "sigle")),
        "aliases": listed(short_name(told(cells, "denominationUsuelle1UniteLegale"))),
        "siren": siren,
        "siret": told(cells, "siret_siege") or (siren + nic if nic else ""),
        "rna": told(cells, "identifiantAssociationUniteLegale"),
        "legal_category": category,
        "naf": told(cells, "activitePrincipaleUniteLegale", "activite_principale"),
        "founded_on": day(told(cells, "dateCreationUniteLegale", "date_creation")),
        "size_class": staff_class(told(cells, "trancheEffectifsUniteLegale")),
        "is_employer": employer_word(told(cells, "caractereEmployeurUniteLegale")),
        "is_mission_led": employer_word(
            told(cells, "societeMissionUniteLegale", "est_societe_mission")
        ),
        "kind": _kind_of(cells),
    }
    if told(cells, "etatAdministratifUniteLegale", "etat_administratif").upper() == "C":
        row |= {"lifecycle": "closed", "closed_on": day(told(cells, "date_fermeture"))}
    return [filled(row)]


def _kind_of(cells: Cells) -> str:
    if told(cells, "est_siae").lower() in _YES:
        return "entreprise d’insertion"
    return "association" if told(cells, "est_association").lower() in _YES else ""


def _unfold_site(cells: Cells) -> list[Row]:
    status = told(cells, "statutDiffusionEtablissement", "statut_diffusion")
    category = told(cells, "categorieJuridiqueUniteLegale", "nature_juridique")
    person = told(cells, "nomUniteLegale", "sexeUniteLegale")
    reason = why_left_aside(category, status, is_person=bool(person))
    name = told(
        cells,
        "denominationUniteLegale",
        "denominationUsuelleEtablissement",
        "enseigne1Etablissement",
        "nom_complet",
    )
    if reason or not name:
        return aside(reason or _no_name())
    sign = told(cells, "enseigne1Etablissement", "denominationUsuelleEtablissement")
    row = {
        "name": short_name(name),
        "acronym": short_name(sign) if sign != name else "",
        "siren": told(cells, "siren"),
        "siret": told(cells, "siret"),
        "legal_category": category,
        "naf": told(cells, "activitePrincipaleEtablissement"),
        "founded_on": day(told(cells, "dateCreationEtablissement")),
        "size_class": staff_class(told(cells, "trancheEffectifsEtablissement")),
        "is_employer": employer_word(told(cells, "caractereEmployeurEtablissement")),
        "place": told(cells, "codeCommuneEtablissement", "commune"),
        "postcode": told(cells, "codePostalEtablissement", "code_postal"),
        "city": told(cells, "libelleCommuneEtablissement", "libelle_commune"),
        "address": _address(cells)[:250],
        "numbers": listed(*_school_numbers(cells)),
        "seat": "oui" if told(cells, "etablissementSiege", "est_siege").lower() in _YES else "",
    }
    if told(cells, "etatAdministratifEtablissement", "etat_administratif").upper() == "F":
        row["lifecycle"] = "closed"
    return [filled(row)]


def _school_numbers(cells: Cells) -> list[str]:
    found = told(cells, "liste_uai").strip("[]").replace('"', "").replace("'", "")
    parts = (part.strip() for part in found.replace("|", ",").split(","))
    return [f"uai:{part}" for part in parts if part]


def _address(cells: Cells) -> str:
    street = together(
        cells,
        "numeroVoieEtablissement",
        "indiceRepetitionEtablissement",
        "typeVoieEtablissement",
        "libelleVoieEtablissement",
    )
    parts = (told(cells, "complementAdresseEtablissement"), street)
    return ", ".join(filter(None, parts)) or told(cells, "adresse")


def _no_name() -> str:
    return _("Cette ligne ne dit pas le nom de l’organisation : elle est laissée de côté.")


def _recognises_unit(headings: Sequence[str]) -> bool:
    known = heading_set(headings)
    insee = {"siren", "denominationunitelegale", "categoriejuridiqueunitelegale"} <= known
    annuaire = {"siren", "nom complet", "nature juridique", "statut diffusion"} <= known
    return (insee or annuaire) and "siret" not in known


def _recognises_site(headings: Sequence[str]) -> bool:
    known = heading_set(headings)
    insee = {"siren", "siret", "etatadministratifetablissement"} <= known
    annuaire = {"siren", "siret", "est siege", "etat administratif", "statut diffusion"} <= known
    return insee or annuaire


UNITS = Layout(
    name="sirene-unites",
    label=gettext_lazy("SIRENE : unités légales"),
    recognises=_recognises_unit,
    unfold=_unfold_unit,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
SITES = Layout(
    name="sirene-etablissements",
    label=gettext_lazy("SIRENE : établissements"),
    recognises=_recognises_site,
    unfold=_unfold_site,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
