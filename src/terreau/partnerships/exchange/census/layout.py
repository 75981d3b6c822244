"""Public grants: one line tells who gives, who receives, how much and when.

Natural persons are left out, each line counted. What was refused or still waits is no grant.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import SourceKind
from terreau.actors.exchange.layouts.grants import is_natural_person
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
from terreau.partnerships.exchange.census.amounts import year_in

GRANTS_LAYOUT, POSTS_LAYOUT = "scdl-subventions", "contrats-de-ville"
# Both styles of headings, folded: the names of the schema and its French labels.
_FIELDS: dict[str, tuple[str, ...]] = {
    "giver": ("nomattribuant", "nom de l'attribuant"),
    "giver_id": ("idattribuant", "identification de l'attribuant"),
    "name": ("nombeneficiaire", "nom beneficiaire", "nom du beneficiaire"),
    "id": (
        "idbeneficiaire",
        "identification du beneficiaire",
        "identification siret du beneficiaire",
    ),
    "rna": ("rnabeneficiaire", "rna beneficiaire", "identification rna du beneficiaire"),
    "kind": ("type",),
    "purpose": ("objet", "objet de la subvention"),
    "amount": ("montant", "montant total de la subvention", "montant de la subvention"),
    "nature": ("nature", "nature de la subvention"),
    "topic": ("secteur", "thematique", "politique publique"),
    "status": ("statutlabel", "statut de la demande de subvention"),
}
# The year of the action first, then that of the decision, then that of the payment.
_DATES = (
    *("exercicebudgetaire", "exercice budgetaire", "dateconvention"),
    *("date de la convention de subvention", "datedecision", "date de decision"),
    *("datesperiodeversement", "date ou periode de versement", "datepremierversement"),
)
_NOT_GRANTED = {"refusee", "ineligible", "en cours d'intruction", "en cours d'instruction"}


def _cell(cells: Mapping[str, str], field: str) -> str:
    return told(cells, *_FIELDS[field])


def _recognises(headings: Sequence[str]) -> bool:
    known = heading_set(headings)
    return all(known & set(_FIELDS[field]) for field in ("giver", "name", "id", "amount"))


def _unfold(cells: Cells) -> list[Row]:
    named = {fold(heading): text for heading, text in cells.items()}
    name, kind = _cell(named, "name"), _cell(named, "kind")
    if name and is_natural_person(name, kind):
        return aside(person_sentence())
    if not name or not _cell(named, "giver"):
        return aside(_("Il manque le nom de qui donne ou de qui reçoit : la ligne est laissée."))
    if fold(_cell(named, "status")) in _NOT_GRANTED:
        return aside(_("Cette aide n’a pas été attribuée : la ligne est laissée de côté."))
    nature = fold(_cell(named, "nature"))
    row = {
        "first_name": short_name(_cell(named, "giver")),
        "first_number": _cell(named, "giver_id"),
        "first_kind": "collectivité territoriale",
        "second_name": short_name(name),
        "second_number": _cell(named, "id"),
        "second_rna": _cell(named, "rna"),
        "second_kind": kind,
        "action": _cell(named, "purpose")[:300],
        "topics": _cell(named, "topic"),
        "amount": _cell(named, "amount"),
        "amount_year": next(filter(None, (year_in(told(named, one)) for one in _DATES)), ""),
        "in_kind": "oui" if "nature" in nature and "numeraire" not in nature else "",
    }
    return [filled(row)]


def person_sentence() -> str:
    """Why the line of a natural person gives no partnership; the same words are counted."""
    return _("Cette aide va à une personne physique : ni son nom ni la somme n’entrent ici.")


def _unfold_post(cells: Cells) -> list[Row]:
    """One post of a contrat de ville: the préfecture signs with the employer."""
    name, departement = told(cells, "raison_sociale"), told(cells, "insee_dep")
    if not name or not departement:
        return aside(
            _("Il manque le nom de l’employeur ou son département : la ligne est laissée.")
        )
    if is_natural_person(name):
        return aside(person_sentence())
    key = told(cells, "code_tiers")
    row = {
        "first_name": _("Préfecture du département %(code)s") % {"code": departement},
        "first_kind": "service de l’État",
        "second_name": short_name(name),
        "second_number": key if key[:1].isdigit() else "",
        "second_kind": "association",
        "amount": told(cells, "montant"),
        "amount_year": year_in(told(cells, "annee")),
    }
    return [filled(row)]


GRANTS = Layout(
    name=GRANTS_LAYOUT,
    label=gettext_lazy("Subventions publiques (SCDL) : qui soutient qui"),
    recognises=_recognises,
    unfold=_unfold,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
CITY_CONTRACTS = Layout(
    name=POSTS_LAYOUT,
    label=gettext_lazy("Contrats de ville : postes adultes-relais et Fonjep"),
    recognises=needs("id_poste", "code_tiers", "raison_sociale", "code_cv"),
    unfold=_unfold_post,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
LAYOUTS = (CITY_CONTRACTS, GRANTS)
