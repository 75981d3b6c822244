"""Long work: what was asked, how far it is, how it ended."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("en attente")
    RUNNING = "running", _("en cours")
    SUCCEEDED = "succeeded", _("terminé")
    FAILED = "failed", _("échoué")
    ABANDONED = "abandoned", _("abandonné")


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """Who asked for a job sees it; whoever administers sees all."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_staff else self.filter(requested_by=user)

    def live(self) -> "JobQuerySet":
        """Jobs that are waiting or running."""
        return self.filter(state__in=LIVE_STATES)


class Job(models.Model):
    """One piece of long work. This row is the truth; the queue only says when to wake up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("genre"), max_length=80)
    label = models.CharField(_("travail"), max_length=200)
    payload = models.JSONField(_("données"), default=dict, blank=True)
    key = models.CharField(_("clé"), max_length=120, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("fait"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    message = models.CharField(_("étape"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("essais permis"), default=1)
    checkpoint = models.JSONField(_("reprise"), default=dict, blank=True)
    result = models.JSONField(_("résultat"), default=dict, blank=True)
    error = models.TextField(_("raison de l’échec"), blank=True)
    trace = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    queue_id = models.UUIDField(null=True, blank=True)
    run_after = models.DateTimeField(_("pas avant"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("dernier signe de vie"), null=True, blank=True)
    created_at = models.DateTimeField(_("demandé le"))
    started_at = models.DateTimeField(_("commencé le"), null=True, blank=True)
    finished_at = models.DateTimeField(_("fini le"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("travail")
        verbose_name_plural = _("travaux")
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_state_heartbeat")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_one_live_per_key",
                violation_error_message=_("Ce travail est déjà demandé."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.get_state_display()}"

    @property
    def is_live(self) -> bool:
        """Tell whether it is still waiting or running."""
        return self.state in LIVE_STATES
