"""An organisation's own view: its strategy of alliances, and where it thinks it stands."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation


class AllianceStrategy(models.Model):
    """The canvas of an organisation's « stratégie d'alliance », one version after the other."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="alliance_strategies"
    )
    # {box of the canvas: text}; the boxes are in `support/canvas.py`.
    boxes = models.JSONField(default=dict, blank=True)
    is_shared = models.BooleanField(_("partagée avec l’accompagnateur"), default=True)
    posture = models.CharField(max_length=250)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("stratégie d’alliance")
        verbose_name_plural = _("stratégies d’alliance")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.written_at:%Y-%m-%d}"


class SelfDiagnosis(models.Model):
    """Where an organisation says it stands on some lines, at one date; never overwritten."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="self_diagnoses")
    # {line: 0–4 or null}; the lines are in `support/canvas.py`.
    answers = models.JSONField(default=dict, blank=True)
    comment = models.TextField(_("précisions"), blank=True, max_length=2000)
    is_shared = models.BooleanField(_("partagé avec l’accompagnateur"), default=True)
    posture = models.CharField(max_length=250)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("autodiagnostic")
        verbose_name_plural = _("autodiagnostics")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.made_at:%Y-%m-%d}"
