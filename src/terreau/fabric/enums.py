"""Words of the fabric."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TieKind(models.TextChoices):
    """What links two organisations; the intensity grows from meeting to partnership."""

    MEETING = "meeting", _("se sont rencontrées")
    CONTRIBUTION = "contribution", _("contribuent à une même expérimentation")
    PARTNERSHIP = "partnership", _("partenaires")
    IMPORTED = "imported", _("lien importé")


class SuggestionState(models.TextChoices):
    """What somebody did of « ces deux-là devraient se rencontrer »."""

    INTRODUCED = "introduced", _("mises en relation")
    KNOWN = "known", _("se connaissent déjà")
    SET_ASIDE = "set_aside", _("écartée")
