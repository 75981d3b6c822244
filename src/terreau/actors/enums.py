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
