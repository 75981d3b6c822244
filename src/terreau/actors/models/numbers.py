"""The further numbers by which registers know an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import NumberScheme
from terreau.actors.models.organisations import Organisation


class OrganisationNumber(models.Model):
    """One more number: another establishment's SIRET, a former RNA, a register's key."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="numbers")
    scheme = models.CharField(_("registre"), max_length=20, choices=NumberScheme)
    value = models.CharField(_("numéro"), max_length=80)

    class Meta:
        verbose_name = _("autre numéro")
        verbose_name_plural = _("autres numéros")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="organisation_number_once",
                violation_error_message=_(
                    "Une organisation porte déjà ce numéro. Cherchez-la dans la liste des acteurs."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
