"""The columns of a census: what people write of two sides, and what an export writes back."""

from django.utils.translation import gettext_lazy as t

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.core.exchange.columns import BOOLEAN, CHOICE, CODE, LIST, PARTIAL_DATE, Column
from terreau.partnerships.enums import Category, Certainty, Scope

WORLDS = tuple((world.value, world.label) for world in ORGANISATION_WORLDS)
DOMAINS = tuple(DOMAIN_NAMES.items())
SIDES = ("first", "second")
SIDE_FIELDS = ("name", "number", "rna", "city", "world", "kind")


def census_columns() -> tuple[Column, ...]:
    """One row a partnership; a second line of the same parties adds to the first."""
    several = t("Plusieurs valeurs sont possibles.")
    return (
        Column("uuid", t("Identifiant"), CODE, help=t("Vide pour un nouveau partenariat.")),
        Column(
            "title",
            t("Nom du partenariat"),
            max_length=150,
            synonyms=("partenariat", "intitulé", "nom de l'action", "projet"),
            help=t("Vide : le nom de ses parties."),
        ),
        Column(
            "parties",
            t("Parties"),
            LIST,
            example="Lycée du Val | Club Gravelle",
            synonyms=("partenaires", "organisations", "acteurs"),
            help=t("Leurs noms, ou leurs identifiants ; ou bien deux colonnes par partie."),
        ),
        *_sides(),
        Column(
            "action",
            t("Ce qu’ils font ensemble"),
            max_length=4000,
            synonyms=("description", "objet", "action", "contenu", "objet de la subvention"),
        ),
        Column(
            "categories",
            t("Catégories"),
            LIST,
            choices=tuple(Category.choices),
            synonyms=("catégorie", "catégorie de partenariat", "type de partenariat"),
            help=several,
        ),
        Column("domains", t("Domaines"), LIST, choices=DOMAINS, help=several),
        Column("scopes", t("Portée"), LIST, choices=tuple(Scope.choices), help=several),
        Column("territories", t("Territoires"), LIST, example="commune:94018", help=several),
        Column(
            "starts_on",
            t("Depuis"),
            PARTIAL_DATE,
            example="2019",
            synonyms=("début", "date de début", "année", "depuis quand", "année de début"),
        ),
        Column(
            "ends_on",
            t("Jusqu’à"),
            PARTIAL_DATE,
            synonyms=("fin", "date de fin", "année de fin"),
        ),
        Column("certainty", t("Certitude"), CHOICE, choices=tuple(Certainty.choices)),
        Column(
            "amounts",
            t("Montants par année"),
            LIST,
            example="2023 = 1500,00",
            help=t("Ce que la première partie donne à la seconde."),
        ),
        Column(
            "sources",
            t("Qui le dit"),
            LIST,
            synonyms=("source", "origine de l'information", "d'où vient l'information"),
        ),
        Column("is_public", t("Visible de tous"), BOOLEAN),
        *_read_only_in_files(),
    )


def _sides() -> list[Column]:
    """Two sides with their numbers: read in files, never written.

    A number is read as a text, so that one destroyed by a spreadsheet may leave its name usable.
    """
    words = {
        "first": (
            t("Première partie"),
            ("partenaire 1", "organisation 1", "entreprise", "porteur", "structure"),
        ),
        "second": (
            t("Seconde partie"),
            ("partenaire 2", "organisation 2", "association", "partenaire", "bénéficiaire"),
        ),
    }
    found = []
    for side, (label, names) in words.items():
        rank = "1" if side == "first" else "2"
        found += [
            Column(f"{side}_name", label, max_length=300, synonyms=names, import_only=True),
            Column(
                f"{side}_number",
                t("SIRET, SIREN ou RNA de la première") if rank == "1" else _SECOND_NUMBER,
                synonyms=(
                    f"siret {rank}",
                    f"siren {rank}",
                    f"numéro {rank}",
                    f"identifiant {rank}",
                ),
                import_only=True,
            ),
            Column(f"{side}_rna", f"RNA {rank}", import_only=True),
            Column(
                f"{side}_city",
                t("Commune de la première") if rank == "1" else t("Commune de la seconde"),
                synonyms=(f"commune {rank}", f"ville {rank}", f"lieu {rank}"),
                import_only=True,
            ),
            Column(
                f"{side}_world",
                t("Monde de la première") if rank == "1" else t("Monde de la seconde"),
                CHOICE,
                choices=WORLDS,
                synonyms=(f"monde {rank}",),
                import_only=True,
            ),
            Column(f"{side}_kind", f"Nature {rank}", synonyms=(f"type {rank}",), import_only=True),
        ]
    return found


_SECOND_NUMBER = t("SIRET, SIREN ou RNA de la seconde")


def _read_only_in_files() -> list[Column]:
    return [
        Column(
            "topics",
            t("Thématiques libres"),
            synonyms=("thématique", "thème", "secteur", "domaine"),
            import_only=True,
        ),
        Column(
            "amount",
            t("Montant (€) que la première donne à la seconde"),
            synonyms=("montant", "subvention", "don", "budget"),
            import_only=True,
        ),
        Column(
            "amount_year",
            t("Année du montant"),
            synonyms=("exercice", "année de versement"),
            import_only=True,
        ),
        Column("in_kind", t("Le montant est en nature"), BOOLEAN, import_only=True),
    ]
