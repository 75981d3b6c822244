"""Words of the accompaniment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trade(models.TextChoices):
    """What the hours of a catalyseur go to."""

    DIALOGUE = "dialogue", _("dialogue")
    EXPERIMENT = "experiment", _("expérimentation")
    SUPPORT = "support", _("accompagnement")
    PLACE = "place", _("lieu")


class Engineering(models.TextChoices):
    """The three engineerings of a territory; unknown is the empty text."""

    CATALYSIS = "catalysis", _("catalyse")
    MANAGEMENT = "management", _("gestion")
    PROJECT = "project", _("conduite de projets locaux")


class SupportPhase(models.TextChoices):
    START = "start", _("amorçage")
    CREATION = "creation", _("création")
    STEERING = "steering", _("pilotage")
    EVALUATION = "evaluation", _("évaluation")
    RENEWAL = "renewal", _("renouvellement")


class TaskState(models.TextChoices):
    OPEN = "open", _("à faire")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")
