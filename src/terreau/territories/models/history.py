"""What became of an obsolete code."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from terreau.territories.enums import SuccessionCause
from terreau.territories.models.territories import Territory


class Succession(models.Model):
    """An obsolete territory and one that took it over, as an official file said."""

    predecessor = models.ForeignKey(Territory, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Territory, models.CASCADE, related_name="precessions")
    on = models.DateField(_("date d’effet"), null=True, blank=True)
    cause = models.CharField(_("motif"), max_length=20, choices=SuccessionCause)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("succession de codes")
        verbose_name_plural = _("successions de codes")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="succession_once_a_day"
            ),
            # Two unknown days are not distinct for a database: they need their own rule.
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                condition=Q(on=None),
                name="succession_once_undated",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")), name="succession_two_territories"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
