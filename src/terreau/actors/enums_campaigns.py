"""Words of what keeps the directory fresh: campaigns, reviews by link, objections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignKind(models.TextChoices):
    REVIEW = "review", _("vérification des fiches")
    INFORMATION = "information", _("information des personnes (RGPD)")


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    LAUNCHED = "launched", _("lancée")
    CLOSED = "closed", _("close")


class TargetAnswer(models.TextChoices):
    """What came back; silence is the empty text."""

    CONFIRMED = "confirmed", _("tout est juste")
    CHANGED = "changed", _("fiche corrigée")
    REPORTED = "reported", _("fermeture ou erreur signalée")
    OBJECTED = "objected", _("opposition")
    UNSUBSCRIBED = "unsubscribed", _("ne veut plus de message")


class ReviewKind(models.TextChoices):
    CONFIRM = "confirm", _("tout est juste")
    CHANGE = "change", _("correction")
    CLOSED = "closed", _("nous avons fermé")
    MERGED = "merged", _("nous avons fusionné")
    WRONG = "wrong", _("ce n’est pas nous")
    OBJECTION = "objection", _("opposition")


class ReviewState(models.TextChoices):
    APPLIED = "applied", _("appliqué")
    PROPOSED = "proposed", _("à accepter")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("refusé")
    UNDONE = "undone", _("annulé")


class BlockedKind(models.TextChoices):
    """What a person or a one-person business asked never to see listed again."""

    EMAIL = "email", _("courriel")
    PHONE = "phone", _("téléphone")
    NAME = "name", _("nom dans une organisation")
    NUMBER = "number", _("numéro officiel")
    MESSAGES = "messages", _("messages de campagne")
