"""Words of the territories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TerritoryKind(models.TextChoices):
    REGION = "region", _("région")
    DEPARTEMENT = "departement", _("département")
    EPCI = "epci", _("intercommunalité")
    COMMUNE = "commune", _("commune")
    FORMER_COMMUNE = "former_commune", _("ancienne commune")
    COLLECTIVITY = "collectivity", _("collectivité d’outre-mer")


class EpciType(models.TextChoices):
    COMMUNITY_OF_COMMUNES = "CC", _("communauté de communes")
    COMMUNITY_OF_AGGLOMERATION = "CA", _("communauté d’agglomération")
    URBAN_COMMUNITY = "CU", _("communauté urbaine")
    METROPOLIS = "ME", _("métropole")


class FormerStatus(models.TextChoices):
    DELEGATED = "commune-deleguee", _("commune déléguée")
    ASSOCIATED = "commune-associee", _("commune associée")
    MUNICIPAL_DISTRICT = "arrondissement-municipal", _("arrondissement municipal")
    OTHER = "autre", _("ancienne commune")


class ContourBasis(models.TextChoices):
    """What a contour was drawn from."""

    OFFICIAL = "official", _("contour publié")
    NEIGHBOURS = "neighbours", _("déduit de ceux des voisines")
    WHOLE = "whole", _("celui d’une commune dont elle est sortie")


class DensityClass(models.IntegerChoices):
    """The seven levels of the density grid of INSEE; the last three are rural."""

    LARGE_CENTRE = 1, _("grands centres urbains")
    MIDDLE_CENTRE = 2, _("centres urbains intermédiaires")
    URBAN_BELT = 3, _("ceintures urbaines")
    SMALL_TOWN = 4, _("petites villes")
    RURAL_TOWN = 5, _("bourgs ruraux")
    SCATTERED = 6, _("rural à habitat dispersé")
    VERY_SCATTERED = 7, _("rural à habitat très dispersé")


class SuccessionCause(models.TextChoices):
    MERGER = "merger", _("réunion de communes")
    CODE_CHANGE = "code_change", _("changement de code")
    RESTORATION = "restoration", _("rétablissement d’une commune")
    OTHER = "other", _("autre mouvement")


class ProgrammeKind(models.TextChoices):
    """Public programmes and zonings that a territory belongs to for a time."""

    ACV = "acv", _("Action cœur de ville")
    PVD = "pvd", _("Petites villes de demain")
    VA = "va", _("Villages d’avenir")
    TI = "ti", _("Territoires d’industrie")
    CRTE = "crte", _("contrat pour la réussite de la transition écologique")
    QPV = "qpv", _("quartier prioritaire de la politique de la ville")
    FRR = "frr", _("France ruralités revitalisation")
    FRR_PLUS = "frr_plus", _("France ruralités revitalisation « plus »")
    FRANCE_SERVICES = "fs", _("France services")
    ORT = "ort", _("opération de revitalisation de territoire")
    AMI = "ami", _("Avenir montagnes : ingénierie")
    AMM = "amm", _("Avenir montagnes : mobilités")
    EDUCATION = "citeduc", _("cité éducative")
    EMPLOYMENT = "cde", _("cité de l’emploi")
    FABRIQUE = "fabt", _("fabrique de territoire")
    FORESIGHT = "fabp", _("fabrique prospective")
    PREMISES = "frla", _("restructuration des locaux d’activité")


class IndicatorUnit(models.TextChoices):
    """What a figure counts; rates are between 0 and 1."""

    INHABITANTS = "inhabitants", _("habitants")
    PERSONS = "persons", _("personnes")
    HOUSEHOLDS = "households", _("ménages")
    DWELLINGS = "dwellings", _("logements")
    JOBS = "jobs", _("emplois")
    ESTABLISHMENTS = "establishments", _("établissements")
    COUNT = "count", _("nombre")
    EUROS = "euros", _("euros")
    SQUARE_KM = "square_km", _("km²")
    PER_SQUARE_KM = "per_square_km", _("habitants par km²")
    RATE = "rate", _("part (%)")
    PER_HUNDRED = "per_hundred", _("pour 100")
    PER_THOUSAND = "per_thousand", _("pour 1 000 habitants")
    PER_TEN_THOUSAND = "per_ten_thousand", _("pour 10 000 habitants")
    RATIO = "ratio", _("rapport")
    YEARS = "years", _("années")
    MINUTES = "minutes", _("minutes")
    INDEX = "index", _("indice")
    LEVEL = "level", _("niveau d’une échelle")


class IndicatorSense(models.TextChoices):
    """Whether more of it is good news: a choice, shown with the figure."""

    MORE_IS_BETTER = "more", _("plus, c’est mieux")
    LESS_IS_BETTER = "less", _("moins, c’est mieux")
    NEITHER = "neither", _("ni l’un ni l’autre")


class IndicatorAggregation(models.TextChoices):
    """How the figure of a perimeter is made from those of its communes."""

    SUM = "sum", _("somme")
    RATIO = "ratio", _("rapport de deux sommes")
    WEIGHTED_MEAN = "weighted_mean", _("moyenne pondérée")
    NONE = "none", _("non calculable sur plusieurs communes")
