"""What people's own files say otherwise than the sheet: columns read, never written."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from terreau.core.exchange.columns import BOOLEAN, CODE, Column


def messy_columns() -> tuple[Column, ...]:
    """What people's own files say otherwise; read, never written."""
    return (
        Column("acronym", _("Sigle"), max_length=200, synonyms=("acronyme", "sigle usuel")),
        Column("postcode", _("Code postal"), CODE, synonyms=("cp", "code postal siège")),
        Column("city", _("Commune"), synonyms=("ville", "localité", "commune du siège", "libcom")),
        Column(
            "kind",
            _("Forme ou nature de la structure"),
            synonyms=(
                *("type", "type de structure", "statut", "statut juridique", "forme juridique"),
                *("catégorie", "typologie", "nature"),
            ),
        ),
        Column(
            "topics",
            _("Thématiques libres"),
            synonyms=("thématique", "thématiques", "thème", "thèmes", "domaine", "domaines"),
        ),
        Column(
            "staff",
            _("Nombre de salariés"),
            synonyms=(
                *("effectif", "effectifs", "effectif salarié", "salariés", "etp"),
                *("nb salariés", "nombre d'employés", "nombre d'etp"),
            ),
        ),
        Column("departement", _("Code du département"), CODE, synonyms=("département", "dep")),
        Column("seat", _("Est le siège"), BOOLEAN),
    )


def person_columns() -> tuple[Column, ...]:
    """What tells of a person: left out unless somebody asks for it, and never public."""
    return (
        Column(
            "person_name",
            _("Nom de la personne"),
            max_length=150,
            is_personal=True,
            synonyms=(
                *("contact", "nom du contact", "président", "nom du président", "présidente"),
                *("dirigeant", "nom du dirigeant", "responsable", "interlocuteur", "référent"),
                *("nom du responsable", "directeur", "directrice", "nom prénom", "représentant"),
            ),
        ),
        Column(
            "person_title",
            _("Fonction de la personne"),
            max_length=120,
            is_personal=True,
            synonyms=("fonction", "fonction du contact", "qualité", "poste"),
        ),
        Column(
            "person_email",
            _("Courriel de la personne"),
            max_length=254,
            is_personal=True,
            synonyms=("mail du contact", "courriel du contact", "email contact", "mail contact"),
        ),
        Column(
            "person_phone",
            _("Téléphone de la personne"),
            max_length=30,
            is_personal=True,
            synonyms=("portable", "mobile", "tél du contact", "téléphone du contact", "gsm"),
        ),
    )


# Neither in exports nor compared with the sheet.
INPUT_COLUMNS = tuple(
    replace(column, import_only=True) for column in (*messy_columns(), *person_columns())
)
INPUT_NAMES = frozenset(column.name for column in INPUT_COLUMNS)
PERSON_NAMES = tuple(column.name for column in person_columns())
