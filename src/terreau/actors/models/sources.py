"""Where what is told of an organisation comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import LegalBasis, SourceKind


class Source(models.Model):
    """One origin of facts: an official file, a spreadsheet, a person, the organisation itself."""

    kind = models.CharField(_("nature"), max_length=20, choices=SourceKind)
    name = models.CharField(_("source"), max_length=300)
    publisher = models.CharField(_("producteur"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    vintage = models.CharField(_("millésime"), max_length=60, blank=True)
    legal_basis = models.CharField(
        _("base légale (RGPD)"), max_length=20, blank=True, choices=LegalBasis
    )
    # Set when an import brought the facts: key of the core's ImportRun.
    run_id = models.UUIDField(_("import"), null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(_("notée le"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.name
