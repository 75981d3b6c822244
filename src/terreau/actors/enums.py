"""Words of the actors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorWorld(models.TextChoices):
    """The seven worlds; colour and shape in `core.worlds_look`."""

    PUBLIC = "public", _("acteurs publics")
    ECONOMIC = "economic", _("acteurs économiques")
    GENERAL_INTEREST = "general_interest", _("intérêt général")
    ACADEMIC = "academic", _("académiques et éducation")
    MEDIA = "media", _("médias")
    EXPERT = "expert", _("experts et accompagnateurs")
    INHABITANT = "inhabitant", _("habitants")


class ActionDimension(models.TextChoices):
    """The first level of the domains."""

    ECONOMIC = "economic", _("économique")
    SOCIAL = "social", _("social")
    ENVIRONMENTAL = "environmental", _("environnemental")
    SOCIETAL = "societal", _("sociétal")


class OrganisationSubtype(models.TextChoices):
    """What kind of organisation within its world; `SUBTYPES_BY_WORLD` says which world."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("intercommunalité (EPCI)")
    DEPARTEMENT = "departement", _("département")
    REGION = "region", _("région")
    OVERSEAS_COLLECTIVITY = "overseas_collectivity", _("collectivité d’outre-mer")
    STATE_SERVICE = "state_service", _("service déconcentré de l’État")
    PUBLIC_OPERATOR = "public_operator", _("opérateur public")
    SOCIAL_ACTION_CENTRE = "social_action_centre", _("centre d’action sociale (CCAS, CIAS)")
    PUBLIC_HOSPITAL = "public_hospital", _("établissement public de santé")
    PUBLIC_BODY = "public_body", _("autre établissement public")

    COMPANY = "company", _("entreprise")
    SMALL_BUSINESS = "small_business", _("artisan, commerçant, très petite entreprise")
    COMPANY_CLUB = "company_club", _("club d’entreprises")
    TRADE_FEDERATION = "trade_federation", _("fédération ou branche professionnelle")
    CHAMBER = "chamber", _("chambre consulaire")
    COOPERATIVE = "cooperative", _("coopérative (SCOP, agricole…)")
    FARM = "farm", _("exploitation ou groupement agricole")
    BANK = "bank", _("banque ou financeur privé")
    SOCIAL_LANDLORD = "social_landlord", _("bailleur social")

    ASSOCIATION = "association", _("association")
    ASSOCIATION_NETWORK = "association_network", _("tête de réseau associative")
    FOUNDATION = "foundation", _("fondation")
    PLACE_BASED_FOUNDATION = "place_based_foundation", _("fondation territoriale")
    ENDOWMENT_FUND = "endowment_fund", _("fonds de dotation")
    SIAE = "siae", _("structure d’insertion (SIAE)")
    SOCIAL_ENTERPRISE = "social_enterprise", _("entreprise de l’ESS (ESUS…)")
    SCIC = "scic", _("société coopérative d’intérêt collectif (SCIC)")
    PTCE = "ptce", _("pôle territorial de coopération économique (PTCE)")
    MUTUAL = "mutual", _("mutuelle")
    THIRD_PLACE = "third_place", _("tiers-lieu")
    SOCIAL_CENTRE = "social_centre", _("centre social, maison de quartier")
    INFORMAL_COLLECTIVE = "informal_collective", _("collectif non déclaré")

    PRIMARY_SCHOOL = "primary_school", _("école")
    COLLEGE = "college", _("collège")
    LYCEE = "lycee", _("lycée")
    UNIVERSITY = "university", _("université, grande école")
    LABORATORY = "laboratory", _("laboratoire de recherche")
    TRAINING_BODY = "training_body", _("organisme de formation, CFA")

    LOCAL_MEDIA = "local_media", _("média local")
    NATIONAL_MEDIA = "national_media", _("média national")
    CITIZEN_MEDIA = "citizen_media", _("média citoyen ou associatif")

    PARTNERSHIP_LAB = "partnership_lab", _("labo des partenariats, catalyseur")
    SUPPORT_BODY = "support_body", _("accompagnateur, incubateur")
    CONSULTANCY = "consultancy", _("cabinet")
    RESOURCE_CENTRE = "resource_centre", _("centre de ressources")
    PEER_NETWORK = "peer_network", _("réseau")
    PLANNING_AGENCY = "planning_agency", _("agence d’urbanisme ou de développement")


_S = OrganisationSubtype
SUBTYPES_BY_WORLD: dict[ActorWorld, tuple[OrganisationSubtype, ...]] = {
    ActorWorld.PUBLIC: (
        _S.COMMUNE,
        _S.EPCI,
        _S.DEPARTEMENT,
        _S.REGION,
        _S.OVERSEAS_COLLECTIVITY,
        _S.STATE_SERVICE,
        _S.PUBLIC_OPERATOR,
        _S.SOCIAL_ACTION_CENTRE,
        _S.PUBLIC_HOSPITAL,
        _S.PUBLIC_BODY,
    ),
    ActorWorld.ECONOMIC: (
        _S.COMPANY,
        _S.SMALL_BUSINESS,
        _S.COMPANY_CLUB,
        _S.TRADE_FEDERATION,
        _S.CHAMBER,
        _S.COOPERATIVE,
        _S.FARM,
        _S.BANK,
        _S.SOCIAL_LANDLORD,
    ),
    ActorWorld.GENERAL_INTEREST: (
        _S.ASSOCIATION,
        _S.ASSOCIATION_NETWORK,
        _S.FOUNDATION,
        _S.PLACE_BASED_FOUNDATION,
        _S.ENDOWMENT_FUND,
        _S.SIAE,
        _S.SOCIAL_ENTERPRISE,
        _S.SCIC,
        _S.PTCE,
        _S.MUTUAL,
        _S.THIRD_PLACE,
        _S.SOCIAL_CENTRE,
        _S.INFORMAL_COLLECTIVE,
    ),
    ActorWorld.ACADEMIC: (
        _S.PRIMARY_SCHOOL,
        _S.COLLEGE,
        _S.LYCEE,
        _S.UNIVERSITY,
        _S.LABORATORY,
        _S.TRAINING_BODY,
    ),
    ActorWorld.MEDIA: (_S.LOCAL_MEDIA, _S.NATIONAL_MEDIA, _S.CITIZEN_MEDIA),
    ActorWorld.EXPERT: (
        _S.PARTNERSHIP_LAB,
        _S.SUPPORT_BODY,
        _S.CONSULTANCY,
        _S.RESOURCE_CENTRE,
        _S.PEER_NETWORK,
        _S.PLANNING_AGENCY,
    ),
}
ORGANISATION_WORLDS = tuple(SUBTYPES_BY_WORLD)


class ContactKind(models.TextChoices):
    EMAIL = "email", _("courriel")
    PHONE = "phone", _("téléphone")
    WEBSITE = "website", _("site")


class ResourceDirection(models.TextChoices):
    OFFER = "offer", _("offre")
    NEED = "need", _("besoin")


class ResourceNature(models.TextChoices):
    """The natures of contribution, shared later by experiments and partnerships."""

    FINANCIAL = "financial", _("financier")
    HUMAN = "human", _("humain (temps, bénévoles, mécénat de compétences)")
    TECHNICAL = "technical", _("technique")
    MATERIAL = "material", _("matériel")
    PREMISES = "premises", _("locaux")
    RESEARCH = "research", _("recherche et développement")
    DATA = "data", _("données")
    EXPERTISE = "expertise", _("expertise")
    NETWORK = "network", _("réseau")
    AUDIENCE = "audience", _("accès à un public")
    DESIGN = "design", _("conception")


class SizeClass(models.TextChoices):
    """Size of the staff, as INSEE's classes group it; unknown is the empty text."""

    NONE = "0", _("aucun salarié")
    FROM_1 = "1-9", _("1 à 9 salariés")
    FROM_10 = "10-49", _("10 à 49 salariés")
    FROM_50 = "50-249", _("50 à 249 salariés")
    FROM_250 = "250-4999", _("250 à 4 999 salariés")
    FROM_5000 = "5000+", _("5 000 salariés et plus")


class Lifecycle(models.TextChoices):
    """What became of the organisation; its sheet and its history stay."""

    ACTIVE = "active", _("en activité")
    CLOSED = "closed", _("fermée")
    MERGED = "merged", _("réunie à une autre")


class SourceKind(models.TextChoices):
    ORGANISATION = "organisation", _("l’organisation elle-même")
    FACILITATOR = "facilitator", _("un catalyseur")
    OFFICIAL_FILE = "official_file", _("un fichier officiel")
    SPREADSHEET = "spreadsheet", _("un tableau")
    PUBLICATION = "publication", _("une publication")


class LegalBasis(models.TextChoices):
    """The grounds of article 6 that fit a directory of professional contacts."""

    LEGITIMATE_INTEREST = "legitimate_interest", _("intérêt légitime")
    PUBLIC_TASK = "public_task", _("mission d’intérêt public")
    CONSENT = "consent", _("consentement")
    CONTRACT = "contract", _("contrat ou convention")
    LEGAL_OBLIGATION = "legal_obligation", _("obligation légale")


class NumberScheme(models.TextChoices):
    SIRET = "siret", _("SIRET d’un établissement")
    RNA = "rna", _("RNA")
    FORMER_RNA = "former_rna", _("ancien numéro d’association")
    ALSACE_MOSELLE = "alsace_moselle", _("registre d’Alsace-Moselle")
    DATA_INCLUSION = "data_inclusion", _("data·inclusion")
    UAI = "uai", _("UAI (établissement scolaire)")
    OTHER = "other", _("autre registre")


class FreshnessLevel(models.TextChoices):
    """How far a sheet may be trusted, by the age of its last confirmation."""

    FRESH = "fresh", _("à jour")
    AGEING = "ageing", _("à revoir")
    STALE = "stale", _("à rafraîchir")
    UNKNOWN = "unknown", _("jamais vérifiée")


class PairState(models.TextChoices):
    """What a person decided of two sheets that look alike."""

    OPEN = "open", _("à décider")
    DISTINCT = "distinct", _("deux organisations")
    MERGED = "merged", _("réunies")


class ChangeOrigin(models.TextChoices):
    """By which door a change came to a sheet."""

    SHEET = "sheet", _("sur la fiche")
    REVIEW = "review", _("par un lien personnel")
    IMPORT = "import", _("par un import")
    MERGE = "merge", _("par une fusion de fiches")
    RESTORE = "restore", _("par un retour en arrière")
