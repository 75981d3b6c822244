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
