"""The answers of recherche-entreprises.api.gouv.fr, saved as JSON; their persons are not read."""

import re

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
    listed,
    needs,
    short_name,
    staff_class,
    told,
)
from terreau.actors.exchange.layouts.sirene import why_left_aside
from terreau.core.exchange.layouts import Layout

_YES = {"true", "oui", "1", "vrai"}
_KINDS = (
    ("complements.est_siae", "entreprise d’insertion"),
    ("complements.est_association", "association"),
)


def _is(cells: Cells, name: str) -> bool:
    return told(cells, name).lower() in _YES


def _unfold(cells: Cells) -> list[Row]:
    reason = why_left_aside(
        told(cells, "nature_juridique"),
        told(cells, "statut_diffusion", "siege.statut_diffusion_etablissement"),
        is_person=_is(cells, "complements.est_entrepreneur_individuel"),
    )
    name = told(cells, "nom_raison_sociale", "nom_complet")
    if reason or not name:
        return aside(reason or _("Cette ligne n’a pas de nom : elle est laissée de côté."))
    kind = next((word for column, word in _KINDS if _is(cells, column)), "")
    row = {
        "name": short_name(name),
        "acronym": short_name(told(cells, "sigle")),
        "aliases": listed(*_signs(cells, name)),
        "siren": told(cells, "siren"),
        "siret": told(cells, "siege.siret"),
        "rna": told(cells, "complements.identifiant_association"),
        "legal_category": told(cells, "nature_juridique"),
        "naf": told(cells, "activite_principale"),
        "kind": kind,
        "founded_on": day(told(cells, "date_creation")),
        "size_class": staff_class(told(cells, "tranche_effectif_salarie")),
        "is_employer": employer_word(told(cells, "caractere_employeur")),
        "is_mission_led": "oui" if _is(cells, "complements.est_societe_mission") else "",
        "place": told(cells, "siege.commune"),
        "postcode": told(cells, "siege.code_postal"),
        "city": told(cells, "siege.libelle_commune"),
        "address": told(cells, "siege.geo_adresse", "siege.adresse")[:250],
        "numbers": listed(*_numbers(cells)),
    }
    if told(cells, "etat_administratif").upper() == "C":
        row |= {"lifecycle": "closed", "closed_on": day(told(cells, "date_fermeture"))}
    return [filled(row)]


def _signs(cells: Cells, name: str) -> list[str]:
    signs = [told(cells, "siege.nom_commercial"), *told(cells, "siege.liste_enseignes").split("|")]
    return [short_name(sign) for sign in signs if sign.strip() and sign.strip() != name]


def _numbers(cells: Cells) -> list[str]:
    """Further establishments and schools that the answer names."""
    seat = told(cells, "siege.siret")
    others = re.findall(r"\b\d{14}\b", told(cells, "matching_etablissements.siret"))
    schools = re.findall(r"\b\d{7}[A-Z]\b", told(cells, "siege.liste_uai"))
    return [f"siret:{key}" for key in others if key != seat] + [f"uai:{key}" for key in schools]


SEARCH_API = Layout(
    name="recherche-entreprises",
    label=gettext_lazy("Recherche d’entreprises (API de l’État)"),
    recognises=needs("siren", "nom_complet", "siege.siret", "nature_juridique"),
    unfold=_unfold,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
