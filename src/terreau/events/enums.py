"""Words of the meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What a meeting is for; the third one holds sessions of several kinds."""

    AWARENESS = "awareness", _("sensibilisation")
    MATCHMAKING = "matchmaking", _("mise en relation")
    GATHERING = "gathering", _("rencontre à plusieurs temps")


class EventState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    PUBLISHED = "published", _("annoncée")
    HELD = "held", _("tenue")
    CANCELLED = "cancelled", _("annulée")


class SessionKind(models.TextChoices):
    PLENARY = "plenary", _("plénière")
    WORKSHOP = "workshop", _("atelier")
    ENCOUNTERS = "encounters", _("tours de rencontres")
    BREAK = "break", _("pause")


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("inscrite")
    WAITING = "waiting", _("en liste d’attente")
    CANCELLED = "cancelled", _("désistée")


class Attendance(models.TextChoices):
    """Unknown is the empty text: nobody has said."""

    PRESENT = "present", _("présente")
    ABSENT = "absent", _("absente")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("proposé")
    CURRENT = "current", _("en vigueur")
    REPLACED = "replaced", _("remplacé")


class FollowUpState(models.TextChoices):
    PROMISED = "promised", _("promise")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")
