"""Waves: the network as it was on a day, with its figures; never overwritten."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.alliances.models import Alliance
from terreau.territories.models import Territory


class NetworkWave(models.Model):
    """The fabric of one alliance, or of one territory, on one day."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, null=True, blank=True, related_name="network_waves"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="network_waves"
    )
    label = models.CharField(_("nom de la vague"), max_length=100, blank=True)
    on = models.DateField(_("au"))
    # {"nodes": [[uuid, name, world], …], "ties": [[i, j, {kind: count}, weight], …]}.
    network = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vague du réseau")
        verbose_name_plural = _("vagues du réseau")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.label or f"{self.on}"


class NetworkLayout(models.Model):
    """Where each organisation was last drawn, so that the picture stays the same between visits."""

    alliance = models.OneToOneField(
        Alliance, models.CASCADE, null=True, blank=True, related_name="network_layout"
    )
    territory = models.OneToOneField(
        Territory, models.CASCADE, null=True, blank=True, related_name="network_layout"
    )
    # {organisation uuid: [x, y]}
    positions = models.JSONField(default=dict)
    # The network that was placed: nothing moves while it says the same.
    digest = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("disposition du réseau")
        verbose_name_plural = _("dispositions du réseau")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.alliance or self.territory)
