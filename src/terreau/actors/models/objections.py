"""Who asked not to be listed: only a keyed digest of what is never to come back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import PersonalLink
from terreau.actors.enums_campaigns import BlockedKind
from terreau.actors.models.organisations import Organisation


class Objection(models.Model):
    """One value that must not come back, known by its digest alone."""

    Kind = BlockedKind

    kind = models.CharField(_("quoi"), max_length=10, choices=BlockedKind)
    digest = models.CharField(max_length=64)
    on = models.DateField(_("depuis le"))

    class Meta:
        verbose_name = _("opposition")
        verbose_name_plural = _("oppositions")
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "digest"],
                name="objection_once",
                violation_error_message=_("Cette opposition est déjà notée."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.on}"


class ObjectionRequest(models.Model):
    """What somebody typed, kept until their address is proved, two days at most."""

    link = models.OneToOneField(PersonalLink, models.CASCADE, related_name="objection_request")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("adresse"))
    full_name = models.CharField(_("nom de la personne"), max_length=150, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("demande d’opposition")
        verbose_name_plural = _("demandes d’opposition")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
