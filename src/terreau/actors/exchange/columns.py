"""The columns of a file of organisations: the sheet's own, then what messy files say otherwise."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.consent import WITHHOLDABLE
from terreau.actors.enums import (
    ORGANISATION_WORLDS,
    ContactKind,
    Lifecycle,
    OrganisationSubtype,
    SizeClass,
)
from terreau.actors.exchange.cells import check_items
from terreau.actors.exchange.items import (
    read_competence,
    read_network,
    read_official_number,
    read_resource,
    read_seat,
)
from terreau.actors.exchange.sizes import class_of
from terreau.actors.exchange.worlds import clean_naf
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.core.exchange.columns import (
    BOOLEAN,
    CHOICE,
    CODE,
    DATE,
    LIST,
    PARTIAL_DATE,
    CellError,
    Column,
)

CONTACT_COLUMNS = {
    "emails": ContactKind.EMAIL,
    "phones": ContactKind.PHONE,
    "websites": ContactKind.WEBSITE,
}


def _check_naf(value: str) -> None:
    try:
        clean_naf(value)
    except ValueError as error:
        raise CellError(
            gettext(
                "« %(code)s » n’est pas un code NAF. Écrivez par exemple 88.99B, ou la lettre de "
                "sa section."
            )
            % {"code": value[:20]}
        ) from error


def _check_category(value: str) -> None:
    if not (value.isdigit() and len(value) <= 4):
        raise CellError(
            gettext(
                "Une catégorie juridique compte quatre chiffres au plus, comme 9220 (association)."
            )
        )


def _name_column() -> Column:
    return Column(
        "name",
        _("Nom"),
        required=True,
        max_length=200,
        example="Club Gravelle",
        synonyms=(
            *("raison sociale", "structure", "dénomination", "organisation", "organisme"),
            *("nom de la structure", "nom de l'association", "nom structure", "acteur"),
            *("nom de l'organisme", "nom de l'organisation", "association", "entreprise"),
            *("nom de l'entreprise", "intitulé", "établissement", "partenaire", "titre"),
        ),
    )


def identity_columns() -> tuple[Column, ...]:
    """What tells which organisation it is; numbers are read as they come, then put in place."""
    return (
        Column("uuid", _("Identifiant Terreau"), CODE, help=_("Laissez vide pour une création.")),
        _name_column(),
        Column(
            "world",
            _("Monde"),
            CHOICE,
            required=True,
            choices=tuple((world.value, world.label) for world in ORGANISATION_WORLDS),
        ),
        Column("subtype", _("Type"), CHOICE, choices=tuple(OrganisationSubtype.choices)),
        Column("aliases", _("Autres noms"), LIST, synonyms=("alias", "nom d'usage", "enseigne")),
        *_number_columns(),
    )


def _number_columns() -> tuple[Column, ...]:
    return (
        Column(
            "siren",
            "SIREN",
            example="732829320",
            synonyms=("n° siren", "numéro siren", "num siren"),
        ),
        Column(
            "siret",
            "SIRET",
            synonyms=("n° siret", "numéro siret", "num siret", "siret siège", "siret/siren"),
        ),
        Column(
            "rna",
            "RNA",
            example="W751234567",
            synonyms=("n° rna", "numéro rna", "waldec", "numéro waldec", "n° waldec"),
        ),
        Column(
            "numbers",
            _("Autres numéros"),
            LIST,
            check=check_items(read_official_number),
            help=_("Registre puis numéro, comme siret:21940018500016 ou uai:0940123A."),
        ),
    )


def place_columns() -> tuple[Column, ...]:
    """Where it is, where it acts."""
    return (
        Column(
            "place",
            _("Code de la commune du siège"),
            CODE,
            example="94018",
            synonyms=("code insee", "insee", "code commune", "codgeo", "insee commune"),
        ),
        Column(
            "address",
            _("Adresse"),
            max_length=250,
            synonyms=("adresse postale", "adresse du siège", "rue", "adresse 1", "siège social"),
        ),
        Column(
            "perimeter",
            _("Périmètre d’action"),
            LIST,
            help=_("Niveau et code officiel, comme commune:94018 ou departement:94."),
            example="commune:94018 | commune:94069",
        ),
        Column("perimeter_note", _("Précision sur le périmètre"), max_length=200),
        Column("domains", _("Domaines d’action"), LIST, choices=tuple(DOMAIN_NAMES.items())),
    )


def profile_columns() -> tuple[Column, ...]:
    """What it is."""
    return (
        Column(
            "description",
            _("Présentation"),
            max_length=4000,
            synonyms=("description", "objet", "activité", "missions", "présentation résumé"),
        ),
        Column(
            "size_class",
            _("Effectif"),
            CHOICE,
            choices=tuple(SizeClass.choices),
            otherwise=class_of,
        ),
        Column("is_employer", _("Employeuse"), BOOLEAN, synonyms=("employeur",)),
        Column(
            "naf",
            _("Code NAF"),
            CODE,
            check=_check_naf,
            example="88.99B",
            synonyms=("naf", "ape", "code ape", "activité principale"),
        ),
        Column(
            "legal_category",
            _("Catégorie juridique"),
            CODE,
            check=_check_category,
            synonyms=("nature juridique", "code juridique"),
        ),
        Column("is_mission_led", _("Société à mission"), BOOLEAN),
        Column("csr", _("Démarche RSE"), max_length=500),
        *_life_columns(),
    )


def _life_columns() -> tuple[Column, ...]:
    return (
        Column(
            "founded_on",
            _("Création"),
            PARTIAL_DATE,
            synonyms=("date de création", "créée le", "année de création", "créé en"),
        ),
        Column("lifecycle", _("Situation"), CHOICE, choices=tuple(Lifecycle.choices)),
        Column("closed_on", _("Fin"), PARTIAL_DATE, synonyms=("date de dissolution",)),
        Column(
            "parent",
            _("Structure de rattachement"),
            CODE,
            help=_("Son identifiant Terreau, son SIRET, son SIREN ou son numéro RNA."),
        ),
    )


def link_columns() -> tuple[Column, ...]:
    """What it offers, needs, knows; what it belongs to; how to reach it."""
    facts = _("L’intitulé, puis ses précisions : Salle ; nature=locaux ; quantité=2 ; unité=salles")
    return (
        Column("offers", _("Offres"), LIST, check=check_items(read_resource), help=facts),
        Column("needs", _("Besoins"), LIST, check=check_items(read_resource), help=facts),
        Column("competences", _("Compétences"), LIST, check=check_items(read_competence)),
        Column("networks", _("Réseaux"), LIST, check=check_items(read_network)),
        Column("seats", _("Sièges dans des instances"), LIST, check=check_items(read_seat)),
        Column(
            "emails",
            _("Courriels publics"),
            LIST,
            synonyms=("courriel", "mail", "mél", "email", "e-mail", "adresse mail", "mails"),
        ),
        Column(
            "phones",
            _("Téléphones publics"),
            LIST,
            synonyms=("téléphone", "tél", "tel", "tél.", "n° de téléphone", "telephone fixe"),
        ),
        Column(
            "websites",
            _("Sites publics"),
            LIST,
            synonyms=("site", "site web", "site internet", "url", "siteweb", "web"),
        ),
    )


def record_columns() -> tuple[Column, ...]:
    """How we know."""
    return (
        Column("source", _("Source"), max_length=300),
        Column("confirmed_on", _("Vérifiée le"), DATE),
        Column(
            "withheld",
            _("Champs non publics"),
            LIST,
            choices=tuple((name, name) for name in WITHHOLDABLE),
            help=_("Ces cases sortent vides ; vides, elles n’effacent rien au retour."),
        ),
        Column("is_public", _("Fiche publique"), BOOLEAN, help=_("oui si la case est vide")),
    )


SHEET_COLUMNS = (
    *identity_columns(),
    *place_columns(),
    *profile_columns(),
    *link_columns(),
    *record_columns(),
)
