"""The ways to reach an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ContactKind
from terreau.actors.models.organisations import Organisation


class OrganisationContact(models.Model):
    """A professional way to reach the organisation; never a private one."""

    Kind = ContactKind

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    kind = models.CharField(_("moyen"), max_length=10, choices=ContactKind)
    value = models.CharField(_("coordonnée"), max_length=250)
    label = models.CharField(_("service ou fonction"), max_length=120, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.value
