"""Where the figures come from, and each time they were loaded."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ReferenceSource(models.Model):
    """A public file that the referential is made of; its address can be edited by staff."""

    slug = models.SlugField(_("identifiant"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    publisher = models.CharField(_("producteur"), max_length=200)
    url = models.URLField(_("adresse"), max_length=400, blank=True)
    licence = models.CharField(_("licence"), max_length=100)
    vintage = models.CharField(_("millésime"), max_length=60)
    note = models.TextField(_("précisions"), blank=True)
    is_refreshable = models.BooleanField(_("peut être actualisée"), default=False)

    class Meta:
        verbose_name = _("source de référence")
        verbose_name_plural = _("sources de référence")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def told_vintage(self) -> str:
        """The vintage, or that there is none yet, in the language of who reads."""
        return gettext(self.vintage) if self.vintage else ""

    @property
    def told_note(self) -> str:
        """The note, in the language of who reads when Terreau wrote it."""
        return gettext(self.note) if self.note else ""


class ReferenceImport(models.Model):
    """One loading of one source: what was read, what was refused and why."""

    source = models.ForeignKey(ReferenceSource, models.CASCADE, related_name="imports")
    loaded_at = models.DateTimeField(_("chargée le"))
    origin = models.CharField(_("fichier ou adresse"), max_length=400)
    etag = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    vintage = models.CharField(_("millésime"), max_length=60, blank=True)
    scope = models.CharField(_("étendue"), max_length=400, blank=True)
    rows = models.PositiveIntegerField(_("lignes lues"))
    created = models.PositiveIntegerField(_("territoires créés"), default=0)
    changed = models.PositiveIntegerField(_("territoires modifiés"), default=0)
    made_obsolete = models.PositiveIntegerField(_("codes devenus obsolètes"), default=0)
    rejected_count = models.PositiveIntegerField(_("lignes refusées"), default=0)
    rejected = models.JSONField(_("lignes refusées et leurs raisons"), default=list, blank=True)
    figures = models.PositiveIntegerField(_("chiffres écrits"), default=0)
    notes = models.JSONField(_("ce qui a été dit du fichier"), default=list, blank=True)
    refusal = models.TextField(_("raison du refus du fichier entier"), blank=True)

    class Meta:
        verbose_name = _("chargement")
        verbose_name_plural = _("chargements")
        ordering = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.loaded_at:%Y-%m-%d}"

    @property
    def territories_changed(self) -> int:
        """How many territories this loading created, changed or retired."""
        return self.created + self.changed + self.made_obsolete
