"""The versioned nomenclature of action domains, mapped to the 17 goals."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ActionDimension


class DevelopmentGoal(models.Model):
    """One of the 17 sustainable development goals (ODD)."""

    number = models.PositiveSmallIntegerField(_("numéro"), unique=True)
    name = models.CharField(_("nom"), max_length=120)

    class Meta:
        verbose_name = _("objectif de développement durable")
        verbose_name_plural = _("objectifs de développement durable")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {gettext(self.name)}"


class ActionDomain(models.Model):
    """A second-level domain (emploi et insertion, culture…) under one dimension."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("nom"), max_length=80)
    dimension = models.CharField(_("dimension"), max_length=20, choices=ActionDimension)
    goals = models.ManyToManyField(DevelopmentGoal, blank=True, verbose_name=_("ODD"))
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("domaine d’action")
        verbose_name_plural = _("domaines d’action")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        # gettext("") would give the header of the catalogue.
        return gettext(self.name) if self.name else self.code
