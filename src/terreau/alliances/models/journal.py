"""The alliance's journal: narrative is data, dated, in several voices (R11)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.alliances.enums import JournalKind
from terreau.alliances.models.alliances import Alliance
from terreau.core.partial_dates import PartialDateField


class JournalEntry(models.Model):
    """One dated piece of the story."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="journal")
    kind = models.CharField(_("nature"), max_length=12, choices=JournalKind)
    title = models.CharField(_("titre"), max_length=150)
    text = models.TextField(_("récit"), max_length=10_000)
    happened_on = PartialDateField(_("quand"))
    is_public = models.BooleanField(_("visible sur la page publique"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("page du journal")
        verbose_name_plural = _("pages du journal")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class JournalVoice(models.Model):
    """Another voice on the same page: what it looked like from where I stand."""

    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="voices")
    text = models.TextField(_("votre voix"), max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.posture} · {self.entry}"


class Attachment(models.Model):
    """A file of the journal, whose type was read from its content and size is bounded."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    entry = models.ForeignKey(JournalEntry, models.CASCADE, related_name="attachments")
    file = models.FileField(_("pièce jointe"), upload_to="journal/%Y/")
    name = models.CharField(_("nom du fichier"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("taille (octets)"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
