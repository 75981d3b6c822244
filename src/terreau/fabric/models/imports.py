"""Networks that somebody had drawn elsewhere."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDateField


class ImportedNetwork(models.Model):
    """One file of ties, brought in once; removing it removes its ties and nothing else."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, null=True, blank=True, related_name="imported_networks"
    )
    name = models.CharField(_("nom du fichier"), max_length=150)
    source = models.CharField(_("source et licence"), max_length=300, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    brought_at = models.DateTimeField(default=timezone.now)
    # What was read, until it is confirmed: nodes, ties, what was refused and why.
    draft = models.JSONField(default=dict, blank=True)
    confirmed_at = models.DateTimeField(_("repris le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réseau importé")
        verbose_name_plural = _("réseaux importés")
        ordering = ["-brought_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ImportedTie(models.Model):
    """One tie of such a file."""

    network = models.ForeignKey(ImportedNetwork, models.CASCADE, related_name="ties")
    first = models.ForeignKey(Organisation, models.CASCADE, related_name="imported_first")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="imported_second")
    label = models.CharField(_("nature du lien"), max_length=150, blank=True)
    weight = models.FloatField(_("force"), default=1.0)
    starts_on = PartialDateField(_("depuis"), blank=True)
    ends_on = PartialDateField(_("jusqu’à"), blank=True)

    class Meta:
        verbose_name = _("lien importé")
        verbose_name_plural = _("liens importés")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="imported_tie_of_two"),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="imported_tie_weight_positive",
                violation_error_message=_("La force d’un lien est plus grande que zéro."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"
