"""What the territory may lean on: the checklist of its favourable ecosystem."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDateField
from terreau.diagnoses.enums_ecosystem import EcosystemKind, Presence


class EcosystemItem(models.Model):
    """One body of a kind, or the fact that none is here; no row at all means unknown."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="ecosystem")
    kind = models.CharField(_("appui"), max_length=20, choices=EcosystemKind)
    presence = models.CharField(_("présence"), max_length=8, choices=Presence)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    since = PartialDateField(_("depuis"), blank=True)
    note = models.CharField(_("ce qu’il apporte"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    posture = models.CharField(max_length=250)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("appui de l’écosystème")
        verbose_name_plural = _("appuis de l’écosystème")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "kind", "name"],
                name="ecosystem_item_once",
                violation_error_message=_("Cet appui est déjà noté."),
            ),
            models.CheckConstraint(
                condition=(Q(presence=Presence.ABSENT.value) & Q(name=""))
                | (~Q(presence=Presence.ABSENT.value) & ~Q(name="")),
                name="ecosystem_item_present_has_a_name",
                violation_error_message=_("Donnez le nom de cet appui, ou dites qu’il manque."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.get_kind_display()} : {self.get_presence_display()}"
