"""The columns of a file of organisations."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from terreau.actors.enums import ORGANISATION_WORLDS, ContactKind, OrganisationSubtype
from terreau.actors.forms.contacts import check_contact
from terreau.actors.nomenclature import DOMAIN_NAMES
from terreau.actors.official_numbers import check_rna, check_siren, check_siret, compact_number
from terreau.core.exchange.columns import BOOLEAN, CHOICE, CODE, LIST, CellError, Column

CONTACT_COLUMNS = {
    "emails": ContactKind.EMAIL,
    "phones": ContactKind.PHONE,
    "websites": ContactKind.WEBSITE,
}
PLAIN_COLUMNS = ("name", "world", "subtype", "siren", "siret", "rna", "address", "description")


def _number_check(check):
    def checked(value: str) -> None:
        try:
            check(compact_number(value))
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error

    return checked


def _contact_check(kind: ContactKind):
    def checked(values: list[str]) -> None:
        for value in values:
            try:
                check_contact(kind, value)
            except ValidationError as error:
                raise CellError(" ".join(error.messages)) from error

    return checked


def organisation_columns() -> tuple[Column, ...]:
    t = gettext_lazy
    return (
        Column("uuid", t("Identifiant Terreau"), CODE, help=t("Laissez vide pour une création.")),
        Column("name", t("Nom"), required=True, max_length=200, example="Club Gravelle"),
        Column(
            "world",
            t("Monde"),
            CHOICE,
            required=True,
            choices=tuple((world.value, world.label) for world in ORGANISATION_WORLDS),
        ),
        Column("subtype", t("Type"), CHOICE, choices=tuple(OrganisationSubtype.choices)),
        Column("aliases", t("Autres noms"), LIST),
        Column("siren", "SIREN", CODE, check=_number_check(check_siren), example="732829320"),
        Column("siret", "SIRET", CODE, check=_number_check(check_siret)),
        Column("rna", "RNA", CODE, check=_number_check(check_rna), example="W751234567"),
        Column("place", t("Code de la commune du siège"), CODE, example="94018"),
        Column("address", t("Adresse"), max_length=250),
        Column(
            "perimeter",
            t("Périmètre d’action"),
            LIST,
            help=t("Niveau et code officiel, comme commune:94018 ou departement:94."),
            example="commune:94018 | commune:94069",
        ),
        Column("domains", t("Domaines d’action"), LIST, choices=tuple(DOMAIN_NAMES.items())),
        Column("description", t("Présentation"), max_length=4000),
        Column("emails", t("Courriels publics"), LIST, check=_contact_check(ContactKind.EMAIL)),
        Column("phones", t("Téléphones publics"), LIST, check=_contact_check(ContactKind.PHONE)),
        Column("websites", t("Sites publics"), LIST, check=_contact_check(ContactKind.WEBSITE)),
        Column("source", t("Source"), max_length=300),
        Column("is_public", t("Fiche publique"), BOOLEAN, help=t("oui si la case est vide")),
    )
