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


class SuccessionCause(models.TextChoices):
    MERGER = "merger", _("réunion de communes")
    CODE_CHANGE = "code_change", _("changement de code")
    RESTORATION = "restoration", _("rétablissement d’une commune")
    OTHER = "other", _("autre mouvement")
