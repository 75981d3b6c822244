"""What was done of a suggestion that two organisations should meet."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.events.models import Event
from terreau.fabric.enums import SuggestionState


class Introduction(models.Model):
    """Somebody introduced two organisations, or set the suggestion aside."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="introductions")
    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    state = models.CharField(_("suite"), max_length=10, choices=SuggestionState)
    # The reasons shown that day: what the suggestion stood on.
    reasons = models.JSONField(default=list, blank=True)
    note = models.CharField(_("précision"), max_length=300, blank=True)
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="introductions",
        verbose_name=_("à la rencontre"),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    posture = models.CharField(max_length=250)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mise en relation")
        verbose_name_plural = _("mises en relation")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "first", "second"],
                name="introduction_once",
                violation_error_message=_("Cette suggestion a déjà reçu une suite."),
            ),
            # Not « first < second »: a merger may turn a pair round. It is read both ways.
            models.CheckConstraint(condition=~Q(first=F("second")), name="introduction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"
