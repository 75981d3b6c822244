"""Imports: the file that came, what it changed, and how to take it back."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an import stands."""

    MAPPING = "mapping", _("colonnes à vérifier")
    PLANNING = "planning", _("en lecture")
    PLANNED = "planned", _("en attente de votre accord")
    DECIDING = "deciding", _("décisions en cours")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    UNDOING = "undoing", _("en cours d’annulation")
    UNDONE = "undone", _("annulé")
    REFUSED = "refused", _("fichier refusé")


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportRunQuerySet":
        """Who brought a file sees its import; whoever administers sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_staff else self.filter(requested_by=user)


class ImportRun(models.Model):
    """One file brought in by one person, with its provenance and its outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.SlugField(_("jeu de données"), max_length=60)
    state = models.CharField(
        _("état"), max_length=10, choices=ImportState, default=ImportState.PLANNING
    )
    file = models.FileField(_("fichier"), upload_to="imports/%Y/%m", max_length=200)
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    sha256 = models.CharField(_("empreinte"), max_length=64)
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    # What the dataset's own form of provenance was told (producer, vintage, legal basis…).
    provenance = models.JSONField(_("provenance"), default=dict, blank=True)
    takes_personal = models.BooleanField(_("les colonnes de personnes sont prises"), default=False)
    empty_clears = models.BooleanField(_("les cases vides effacent"), default=False)
    kind = models.CharField(_("format"), max_length=4, blank=True)
    # The sheet that is read, and all those of the workbook; nothing for other files.
    sheet = models.CharField(_("feuille"), max_length=200, blank=True)
    sheets = models.JSONField(_("feuilles"), default=list, blank=True)
    headings = models.JSONField(_("titres"), default=list, blank=True)
    samples = models.JSONField(_("exemples"), default=dict, blank=True)
    # Name of the layout recognised without any mapping, or nothing.
    layout = models.CharField(_("format officiel reconnu"), max_length=60, blank=True)
    # Heading of the file → name of the column, or "" for a heading left aside.
    mapping = models.JSONField(_("correspondance des colonnes"), default=dict, blank=True)
    is_recognised = models.BooleanField(_("colonnes reconnues d’office"), default=False)
    warnings = models.JSONField(_("remarques de lecture"), default=list, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("posture"), max_length=300, blank=True)
    row_count = models.PositiveIntegerField(_("lignes"), default=0)
    create_count = models.PositiveIntegerField(_("créations"), default=0)
    change_count = models.PositiveIntegerField(_("modifications"), default=0)
    same_count = models.PositiveIntegerField(_("lignes déjà à jour"), default=0)
    reject_count = models.PositiveIntegerField(_("lignes refusées"), default=0)
    skip_count = models.PositiveIntegerField(_("lignes laissées de côté"), default=0)
    decide_count = models.PositiveIntegerField(_("lignes à décider"), default=0)
    left_count = models.PositiveIntegerField(_("lignes laissées par l’annulation"), default=0)
    # How far the reading and the writing are: an interrupted run goes on from there.
    read_rows = models.PositiveIntegerField(_("lignes lues"), default=0)
    applied_rows = models.PositiveIntegerField(_("lignes écrites"), default=0)
    message = models.TextField(_("message"), blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(_("reçu le"))
    confirmed_at = models.DateTimeField(_("accepté le"), null=True, blank=True)
    finished_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    undone_at = models.DateTimeField(_("annulé le"), null=True, blank=True)
    # Long after its end an import keeps its counts alone, and can no longer be undone.
    rows_forgotten_at = models.DateTimeField(_("lignes effacées le"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.get_state_display()}"

    @property
    def fingerprint(self) -> str:
        """The digest in groups of eight, so that a narrow page can fold it."""
        return " ".join(self.sha256[start : start + 8] for start in range(0, 64, 8))
