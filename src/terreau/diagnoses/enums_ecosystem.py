"""Words of the ecosystem that makes alliances easier."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import OrganisationSubtype


class EcosystemKind(models.TextChoices):
    """What a territory may lean on to ally."""

    FOUNDATION = "foundation", _("fondation territoriale")
    PTCE = "ptce", _("pôle territorial de coopération économique (PTCE)")
    CRESS = "cress", _("chambre régionale de l’économie sociale et solidaire (CRESS)")
    INCUBATOR = "incubator", _("incubateur, accompagnateur de projets")
    COMPANY_CLUB = "company_club", _("club d’entreprises")
    ASSOCIATIONS_HOUSE = "associations_house", _("maison des associations")
    THIRD_PLACE = "third_place", _("tiers-lieu")
    CHAMBER = "chamber", _("services d’une chambre consulaire (CCI, CMA, agriculture)")
    LAB = "lab", _("labo des partenariats, catalyseur")


KIND_WORDS = {
    EcosystemKind.FOUNDATION: _("Réunit des dons d’ici pour des projets d’ici."),
    EcosystemKind.PTCE: _("Entreprises, associations et collectivités y produisent ensemble."),
    EcosystemKind.CRESS: _("Représente et relie l’économie sociale et solidaire de la région."),
    EcosystemKind.INCUBATOR: _("Aide une idée à devenir un projet, puis une activité."),
    EcosystemKind.COMPANY_CLUB: _("Ouvre la porte de nombreuses entreprises à la fois."),
    EcosystemKind.ASSOCIATIONS_HOUSE: _("Où les associations trouvent conseils et salles."),
    EcosystemKind.THIRD_PLACE: _("Un lieu ouvert où l’on se croise et où l’on fabrique."),
    EcosystemKind.CHAMBER: _("Connaît chaque entreprise, et sait leur parler."),
    EcosystemKind.LAB: _("Met en lien, accompagne les paires, garde la mémoire."),
}
# The sheets of the directory that may be the answer.
SUBTYPES_OF_KIND: dict[str, tuple[OrganisationSubtype, ...]] = {
    EcosystemKind.FOUNDATION: (OrganisationSubtype.PLACE_BASED_FOUNDATION,),
    EcosystemKind.PTCE: (OrganisationSubtype.PTCE,),
    EcosystemKind.INCUBATOR: (OrganisationSubtype.SUPPORT_BODY,),
    EcosystemKind.COMPANY_CLUB: (OrganisationSubtype.COMPANY_CLUB,),
    EcosystemKind.THIRD_PLACE: (OrganisationSubtype.THIRD_PLACE,),
    EcosystemKind.CHAMBER: (OrganisationSubtype.CHAMBER,),
    EcosystemKind.LAB: (OrganisationSubtype.PARTNERSHIP_LAB,),
}


class Presence(models.TextChoices):
    """Whether it is there; without a row nobody knows."""

    PRESENT = "present", _("il existe")
    EMERGING = "emerging", _("en projet")
    ABSENT = "absent", _("il n’y en a pas ici")
