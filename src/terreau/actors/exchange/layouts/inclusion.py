"""data·inclusion: the structures of social and professional inclusion, in CSV or JSON."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.actors.enums import SourceKind
from terreau.actors.exchange.layouts.reading import (
    Cells,
    Row,
    aside,
    filled,
    heading_set,
    listed,
    short_name,
    together,
    told,
)
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.core.exchange.layouts import Layout

# Beginnings of the reference's themes → our domains.
_THEMES = {
    "acces-aux-droits": "poverty-solidarity",
    "accompagnement-social": "poverty-solidarity",
    "accompagnement-et-insertion": "employment",
    "apprendre-francais": "education-youth",
    "choisir-un-metier": "employment",
    "creation-activite": "local-economy",
    "creer-une-entreprise": "local-economy",
    "difficultes-administratives": "poverty-solidarity",
    "difficultes-financieres": "poverty-solidarity",
    "equipement-et-alimentation": "food",
    "famille": "poverty-solidarity",
    "handicap": "diversity-disability",
    "illettrisme": "education-youth",
    "lecture-ecriture": "education-youth",
    "logement": "housing",
    "mobilite": "mobility",
    "numerique": "digital",
    "preparer-sa-candidature": "employment",
    "remobilisation": "employment",
    "sante": "health",
    "se-former": "employment",
    "souvrir-a-linternational": "cooperation",
    "trouver-un-emploi": "employment",
}
_SITE = re.compile(r"^(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?$")


def _recognises(headings: Sequence[str]) -> bool:
    known = heading_set(headings)
    named = {"id", "nom", "commune", "code postal", "adresse", "typologie"} <= known
    return named and bool(known & {"thematiques", "labels nationaux", "presentation resume"})


def _unfold(cells: Cells) -> list[Row]:
    name = told(cells, "nom")
    if not name:
        return aside(_("Cette structure n’a pas de nom : elle est laissée de côté."))
    key = ":".join(filter(None, (told(cells, "source"), told(cells, "id"))))
    row = {
        "name": short_name(name),
        "siret": told(cells, "siret"),
        "rna": told(cells, "rna"),
        "numbers": listed(f"data_inclusion:{key}"[:95]) if key else "",
        "place": told(cells, "code_insee"),
        "postcode": told(cells, "code_postal"),
        "city": told(cells, "commune"),
        "address": together(cells, "adresse", "complement_adresse", by=", ")[:250],
        "kind": told(cells, "typologie"),
        "phones": listed(told(cells, "telephone")),
        "emails": listed(told(cells, "courriel")),
        "websites": _site(told(cells, "site_web")),
        "description": told(cells, "presentation_detail", "presentation_resume")[:4000],
        "domains": listed(*_domains(cells)),
    }
    return [filled(row)]


def _site(text: str) -> str:
    return listed(text) if _SITE.match(text) else ""


def _domains(cells: Cells) -> list[str]:
    themes = re.split(r"[|,]", told(cells, "thematiques").strip("[]{}").replace('"', ""))
    found = (theme.strip().strip("'").split("--")[0] for theme in themes)
    codes = (
        next((code for start, code in _THEMES.items() if theme.startswith(start)), "")
        for theme in found
        if theme
    )
    return [code for code in codes if code in DOMAIN_NAMES]


DATA_INCLUSION = Layout(
    name="data-inclusion",
    label=gettext_lazy("data·inclusion : structures"),
    recognises=_recognises,
    unfold=_unfold,
    source_kind=SourceKind.OFFICIAL_FILE,
    licence="Licence Ouverte 2.0",
)
