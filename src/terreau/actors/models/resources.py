"""What an organisation offers, what it needs, what it knows how to do."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceDirection, ResourceNature
from terreau.actors.folding import FoldedField
from terreau.actors.models.organisations import Organisation
from terreau.territories.models import Territory


class ResourceQuerySet(models.QuerySet):
    def visible_to(self, person) -> "ResourceQuerySet":
        """The public lines to everybody, every line to whoever is signed in."""
        if getattr(person, "is_authenticated", False):
            return self.all()
        return self.filter(is_public=True, organisation__is_public=True)

    def open_on(self, today) -> "ResourceQuerySet":
        """Lines whose period is not over."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today))


class Resource(models.Model):
    """One line offered or needed: nature, quantity, unit, period, conditions."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="resources")
    direction = models.CharField(_("sens"), max_length=10, choices=ResourceDirection)
    nature = models.CharField(_("nature"), max_length=20, choices=ResourceNature)
    title = models.CharField(_("quoi"), max_length=200)
    folded = FoldedField(sources=("title", "conditions"))
    quantity = models.DecimalField(
        _("quantité"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    starts_on = models.DateField(_("à partir du"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), max_length=1000, blank=True)
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="+", verbose_name=_("où")
    )
    is_public = models.BooleanField(_("public"), default=True)
    stated_at = models.DateTimeField(_("dit le"))
    stated_by = models.CharField(_("dit par"), max_length=250, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("offre ou besoin")
        verbose_name_plural = _("offres et besoins")
        ordering = ["direction", "nature", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="resource_quantity_positive",
                violation_error_message=_(
                    "La quantité est plus grande que zéro. Laissez vide si vous ne la savez pas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="resource_ends_after_it_starts",
                violation_error_message=_("La fin précède le début. Corrigez l’une des dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Competence(models.Model):
    """« Qui sait faire quoi »: one thing an organisation knows how to do."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="competences")
    name = models.CharField(_("savoir-faire"), max_length=150)
    folded = FoldedField(sources=("name",))
    detail = models.CharField(_("en une phrase"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("compétence")
        verbose_name_plural = _("compétences")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="competence_once",
                violation_error_message=_("Cette compétence est déjà notée."),
            )
        ]

    def __str__(self) -> str:
        return self.name
