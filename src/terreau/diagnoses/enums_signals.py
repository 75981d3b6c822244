"""Words of the weak signals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignalState(models.TextChoices):
    """What becomes of a signal, from the moment it is told."""

    PENDING = "pending", _("à relire")
    SPOTTED = "spotted", _("repéré")
    WATCHED = "watched", _("suivi")
    CONFIRMED = "confirmed", _("confirmé")
    ANSWERED = "answered", _("une réponse existe")
    CLOSED = "closed", _("classé")
    REFUSED = "refused", _("non retenu")


class Capture(models.TextChoices):
    """Whether public action already sees it (003-08)."""

    NO = "no", _("non capté par l’action publique")
    YES = "yes", _("capté par l’action publique")
    UNKNOWN = "unknown", _("inconnu")


FOLLOWED = (
    SignalState.SPOTTED,
    SignalState.WATCHED,
    SignalState.CONFIRMED,
    SignalState.ANSWERED,
    SignalState.CLOSED,
)
