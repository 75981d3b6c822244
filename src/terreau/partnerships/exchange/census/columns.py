"""The columns of a census: what people write of two sides, and what an export writes back."""

from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ORGANISATION_WORLDS
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.core.exchange.columns import BOOLEAN, CHOICE, CODE, LIST, PARTIAL_DATE, Column
from terreau.partnerships.enums import Category, Certainty, Scope

WORLDS = tuple((world.value, world.label) for world in ORGANISATION_WORLDS)
DOMAINS = tuple(DOMAIN_NAMES.items())
SIDES = ("first", "second")
SIDE_FIELDS = ("name", "number", "rna", "city", "world", "kind")
_SEVERAL = _("Plusieurs valeurs sont possibles.")
_LABELS = {
    "first_name": _("Première partie"),
    "first_number": _("SIRET, SIREN ou RNA de la première"),
    "first_city": _("Commune de la première"),
    "first_world": _("Monde de la première"),
    "second_name": _("Seconde partie"),
    "second_number": _("SIRET, SIREN ou RNA de la seconde"),
    "second_city": _("Commune de la seconde"),
    "second_world": _("Monde de la seconde"),
}
_NAMES = {
    "first": ("partenaire 1", "organisation 1", "entreprise", "porteur", "structure"),
    "second": ("partenaire 2", "organisation 2", "association", "partenaire", "bénéficiaire"),
}


def census_columns() -> tuple[Column, ...]:
    """One row a partnership; a second line of the same parties adds to the first."""
    return (
        Column("uuid", _("Identifiant"), CODE, help=_("Vide pour un nouveau partenariat.")),
        Column(
            "title",
            _("Nom du partenariat"),
            max_length=150,
            synonyms=("partenariat", "intitulé", "nom de l'action", "projet"),
            help=_("Vide : le nom de ses parties."),
        ),
        Column(
            "parties",
            _("Parties"),
            LIST,
            example="Lycée du Val | Club Gravelle",
            synonyms=("partenaires", "organisations", "acteurs"),
            help=_("Leurs noms, ou leurs identifiants ; ou bien deux colonnes par partie."),
        ),
        *(column for rank, side in enumerate(SIDES, start=1) for column in _side(side, rank)),
        *_what(),
        *_when(),
        *_how_known(),
        *_read_only_in_files(),
    )


def _side(side: str, rank: int) -> list[Column]:
    """One side with its numbers: read in files, never written.

    A number is read as a text, so that one destroyed by a spreadsheet may leave its name usable.
    """
    numbers = (f"siret {rank}", f"siren {rank}", f"numéro {rank}", f"identifiant {rank}")
    places = (f"commune {rank}", f"ville {rank}", f"lieu {rank}")
    read = {"import_only": True}
    return [
        Column(
            f"{side}_name", _LABELS[f"{side}_name"], max_length=300, synonyms=_NAMES[side], **read
        ),
        Column(f"{side}_number", _LABELS[f"{side}_number"], synonyms=numbers, **read),
        Column(f"{side}_rna", f"RNA {rank}", **read),
        Column(f"{side}_city", _LABELS[f"{side}_city"], synonyms=places, **read),
        Column(
            f"{side}_world",
            _LABELS[f"{side}_world"],
            CHOICE,
            choices=WORLDS,
            synonyms=(f"monde {rank}",),
            **read,
        ),
        Column(f"{side}_kind", f"Nature {rank}", synonyms=(f"type {rank}",), **read),
    ]


def _what() -> list[Column]:
    categories = ("catégorie", "catégorie de partenariat", "type de partenariat")
    return [
        Column(
            "action",
            _("Ce qu’ils font ensemble"),
            max_length=4000,
            synonyms=("description", "objet", "action", "contenu", "objet de la subvention"),
        ),
        Column(
            "categories",
            _("Catégories"),
            LIST,
            choices=tuple(Category.choices),
            synonyms=categories,
            help=_SEVERAL,
        ),
        Column("domains", _("Domaines"), LIST, choices=DOMAINS, help=_SEVERAL),
        Column("scopes", _("Portée"), LIST, choices=tuple(Scope.choices), help=_SEVERAL),
        Column("territories", _("Territoires"), LIST, example="commune:94018", help=_SEVERAL),
    ]


def _when() -> list[Column]:
    return [
        Column(
            "starts_on",
            _("Depuis"),
            PARTIAL_DATE,
            example="2019",
            synonyms=("début", "date de début", "année", "depuis quand", "année de début"),
        ),
        Column(
            "ends_on", _("Jusqu’à"), PARTIAL_DATE, synonyms=("fin", "date de fin", "année de fin")
        ),
    ]


def _how_known() -> list[Column]:
    return [
        Column("certainty", _("Certitude"), CHOICE, choices=tuple(Certainty.choices)),
        Column(
            "amounts",
            _("Montants par année"),
            LIST,
            example="2023 = 1500,00",
            help=_("Ce que la première partie donne à la seconde."),
        ),
        Column(
            "sources",
            _("Qui le dit"),
            LIST,
            synonyms=("source", "origine de l'information", "d'où vient l'information"),
        ),
        Column("is_public", _("Visible de tous"), BOOLEAN),
    ]


def _read_only_in_files() -> list[Column]:
    return [
        Column(
            "topics",
            _("Thématiques libres"),
            synonyms=("thématique", "thème", "secteur", "domaine"),
            import_only=True,
        ),
        Column(
            "amount",
            _("Montant (€) que la première donne à la seconde"),
            synonyms=("montant", "subvention", "don", "budget"),
            import_only=True,
        ),
        Column(
            "amount_year",
            _("Année du montant"),
            synonyms=("exercice", "année de versement"),
            import_only=True,
        ),
        Column("in_kind", _("Le montant est en nature"), BOOLEAN, import_only=True),
    ]
