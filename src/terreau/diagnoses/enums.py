"""Words of the diagnosis."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveyWeighting(models.TextChoices):
    """What each answer weighs in the figure of all."""

    NONE = "none", _("chaque réponse compte pour une")
    EQUAL = "equal", _("chaque monde pèse autant")
    TARGETS = "targets", _("chaque monde pèse la part que vous dites")


class PerceivedSource(models.TextChoices):
    """Where a perception was collected."""

    OUTLOOK = "outlook", _("regards croisés")
    SURVEY = "survey", _("enquête de perception")


class PaperKind(models.TextChoices):
    """Which paper of a frozen diagnosis."""

    WHOLE = "diagnostic", _("diagnostic entier")
    ELECTED = "elu", _("page de l’élu·e")
