"""The rows of organisations."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.actors.enums import ActorWorld
from terreau.actors.models.domains import ActionDomain
from terreau.territories.models import Territory


class Organisation(models.Model):
    """A legal or informal body of one world; never a person."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("nom"), max_length=200)
    world = models.CharField(_("monde"), max_length=20, choices=ActorWorld)
    subtype = models.CharField(_("type"), max_length=40, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    place = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations_here",
        verbose_name=_("commune du siège"),
    )
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    perimeter = models.ManyToManyField(
        Territory,
        blank=True,
        related_name="organisations_acting",
        verbose_name=_("périmètre d’action"),
    )
    domains = models.ManyToManyField(
        ActionDomain, blank=True, related_name="organisations", verbose_name=_("domaines d’action")
    )
    description = models.TextField(_("présentation"), blank=True, max_length=4000)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_public = models.BooleanField(_("fiche publique"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    history = HistoricalRecords(m2m_fields=[perimeter, domains])

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organisation_siret_once",
                violation_error_message=_("Une organisation porte déjà ce SIRET."),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="organisation_rna_once",
                violation_error_message=_("Une organisation porte déjà ce numéro RNA."),
            ),
            models.CheckConstraint(
                condition=~Q(world=ActorWorld.INHABITANT.value),
                name="organisation_is_not_an_inhabitant",
                violation_error_message=_(
                    "Les habitants ont leur propre espace : choisissez un des six autres mondes."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name, an acronym, a frequent misspelling."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(_("autre nom"), max_length=200)

    class Meta:
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="alias_once",
                violation_error_message=_("Ce nom est déjà noté."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationContact(models.Model):
    """A professional way to reach the organisation; never a private one."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("courriel")
        PHONE = "phone", _("téléphone")
        WEBSITE = "website", _("site")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    kind = models.CharField(_("moyen"), max_length=10, choices=Kind)
    value = models.CharField(_("coordonnée"), max_length=250)
    label = models.CharField(_("service ou fonction"), max_length=120, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.value
