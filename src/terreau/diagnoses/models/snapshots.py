"""Diagnoses frozen at a date."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.alliances.enums import AllianceStatus
from terreau.alliances.models import Alliance
from terreau.diagnoses.enums import PaperKind


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, person) -> "SnapshotQuerySet":
        """Published ones of a published alliance to everybody; all of them to its members."""
        public = Q(published_at__isnull=False, alliance__status=AllianceStatus.PUBLISHED)
        shown = self.filter(alliance__deleted_at=None)
        if not getattr(person, "is_authenticated", False):
            return shown.filter(public)
        mine = Alliance.objects.joined_by(person).values("pk")
        return shown.filter(public | Q(alliance__in=mine))

    def published(self) -> "SnapshotQuerySet":
        """Those that anybody may read once the alliance is published."""
        return self.filter(published_at__isnull=False)

    def light(self) -> "SnapshotQuerySet":
        """Without their content, which lists do not show."""
        return self.defer("content")


class DiagnosisSnapshot(models.Model):
    """One diagnosis as it stood on a day; its content never changes."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="snapshots")
    title = models.CharField(_("titre"), max_length=150)
    note = models.TextField(_("ce qu’il faut savoir pour le lire"), blank=True, max_length=2000)
    taken_on = models.DateField(_("arrêté le"))
    content = models.JSONField(editable=False)
    fingerprint = models.CharField(_("empreinte"), max_length=64, editable=False)
    # What lists show of the content without reading it.
    challenge_count = models.PositiveSmallIntegerField(default=0, editable=False)
    blind_spot_count = models.PositiveSmallIntegerField(default=0, editable=False)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("arrêté par"), max_length=250)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    # Of those that came from a file; `taken_*` and `posture` are then what the file says.
    imported_at = models.DateTimeField(_("importé le"), null=True, blank=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    imported_as = models.CharField(_("importé par"), max_length=250, blank=True)
    source = models.CharField(_("d’où vient ce fichier"), max_length=300, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("instantané du diagnostic")
        verbose_name_plural = _("instantanés du diagnostic")
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at=None) | ~Q(source=""),
                name="snapshot_imported_from_somewhere",
                violation_error_message=_("Dites d’où vient ce fichier."),
            ),
            models.UniqueConstraint(
                fields=["alliance", "fingerprint", "taken_at"],
                condition=Q(imported_at__isnull=False),
                name="snapshot_imported_once",
                violation_error_message=_("Cet instantané est déjà ici."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("diagnoses:snapshot", args=[self.alliance.slug, self.uuid])


class SnapshotPaper(models.Model):
    """One paper of a snapshot, drawn once for everybody; the row is written after the file."""

    snapshot = models.ForeignKey(DiagnosisSnapshot, models.CASCADE, related_name="papers")
    kind = models.CharField(_("papier"), max_length=10, choices=PaperKind)
    language = models.CharField(_("langue"), max_length=10)
    place = models.CharField(_("fichier"), max_length=200, editable=False)
    drawn_at = models.DateTimeField(_("dessiné le"), default=timezone.now)

    class Meta:
        verbose_name = _("papier d’un instantané")
        verbose_name_plural = _("papiers des instantanés")
        ordering = ["snapshot", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "kind", "language"],
                name="snapshot_paper_once",
                violation_error_message=_("Ce papier est déjà dessiné."),
            )
        ]

    def __str__(self) -> str:
        return self.place
