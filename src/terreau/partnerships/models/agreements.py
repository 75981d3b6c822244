"""Written agreements, the templates they start from, and the other documents."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.partnerships.enums import AgreementState
from terreau.partnerships.models.partnerships import Partnership


class AgreementTemplate(models.Model):
    """A text that the instance may change, with places for what the sheet knows."""

    name = models.CharField(_("modèle"), max_length=120, unique=True)
    text = models.TextField(_("texte"), max_length=40_000)
    is_offered = models.BooleanField(_("proposé"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("modèle de convention")
        verbose_name_plural = _("modèles de convention")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """The agreement of one partnership: its text is its own once written from a template."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="agreements")
    template = models.ForeignKey(
        AgreementTemplate, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("titre"), max_length=150)
    text = models.TextField(_("texte"), max_length=60_000)
    state = models.CharField(
        _("état"), max_length=6, choices=AgreementState, default=AgreementState.DRAFT
    )
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    posture = models.CharField(max_length=250)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Every version of the text, read by the parties alone.
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A file of the partnership, whose type was read from its content and size is bounded."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="documents")
    file = models.FileField(_("document"), upload_to="partnerships/%Y/")
    name = models.CharField(_("nom du fichier"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("taille (octets)"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document d’un partenariat")
        verbose_name_plural = _("documents d’un partenariat")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
