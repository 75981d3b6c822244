"""What an accompanist follows: one organisation or one partnership, tasks, notes, meetings."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate, Organisation
from terreau.alliances.models import Alliance
from terreau.partnerships.models import Partnership, Party
from terreau.support.enums import SupportPhase, TaskState


class SupportFileQuerySet(models.QuerySet):
    def visible_to(self, person, *, today=None) -> "SupportFileQuerySet":
        """Those of the organisations in whose name the person accompanies today.

        Whoever leaves that organisation leaves its files to those who go on.
        """
        if not getattr(person, "is_authenticated", False):
            return self.none()
        mandates = Mandate.objects.filter(person=person).current(today or timezone.localdate())
        return self.filter(supporter__in=mandates.values("organisation"))

    def shared_with(self, person, *, today=None) -> "SupportFileQuerySet":
        """Those that accompany an organisation, or a partnership, for which the person speaks."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        mandates = Mandate.objects.filter(person=person).current(today or timezone.localdate())
        mine = mandates.values("organisation")
        parties = Party.objects.current().filter(organisation__in=mine)
        return self.filter(
            Q(organisation__in=mine) | Q(partnership__in=parties.values("partnership"))
        )


class SupportFile(models.Model):
    """One organisation, or one partnership, that somebody accompanies."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The organisation that accompanies: its mandated persons share the file.
    supporter = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="support_given",
        verbose_name=_("qui accompagne"),
    )
    accompanist = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="support_files",
        verbose_name=_("accompagnateur"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="support_received"
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="support_files"
    )
    alliance = models.ForeignKey(
        Alliance, models.SET_NULL, null=True, blank=True, related_name="support_files"
    )
    phase = models.CharField(_("phase"), max_length=10, choices=SupportPhase)
    request = models.TextField(_("demande"), blank=True, max_length=2000)
    # What the file waits for, from whom, since when.
    waits_for = models.CharField(_("ce qui est attendu"), max_length=300, blank=True)
    waits_from = models.CharField(_("de qui"), max_length=150, blank=True)
    waits_since = models.DateField(_("depuis le"), null=True, blank=True)
    opened_on = models.DateField(_("ouvert le"))
    closed_on = models.DateField(_("clos le"), null=True, blank=True)
    outcome = models.CharField(_("ce qu’il en fut"), max_length=500, blank=True)
    # Until those who are accompanied agree, what they keep for an accompanist stays theirs.
    agreed_at = models.DateTimeField(_("accord donné le"), null=True, blank=True)
    agreed_as = models.CharField(_("accord donné par"), max_length=250, blank=True)
    posture = models.CharField(max_length=250)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SupportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier d’accompagnement")
        verbose_name_plural = _("dossiers d’accompagnement")
        ordering = ["waits_since", "-opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, partnership__isnull=False)
                | Q(organisation__isnull=False, partnership=None),
                name="support_of_an_organisation_or_a_partnership",
                violation_error_message=_(
                    "Un dossier suit une organisation, ou bien un partenariat, jamais les deux."
                ),
            ),
            models.UniqueConstraint(
                fields=["supporter", "organisation"],
                condition=Q(closed_on=None, organisation__isnull=False),
                name="support_open_once_an_organisation",
                violation_error_message=_("Un dossier est déjà ouvert pour cette organisation."),
            ),
            models.UniqueConstraint(
                fields=["supporter", "partnership"],
                condition=Q(closed_on=None, partnership__isnull=False),
                name="support_open_once_a_partnership",
                violation_error_message=_("Un dossier est déjà ouvert pour ce partenariat."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.partnership)

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("support:file", args=[self.uuid])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody is still accompanied."""
        return self.closed_on is None

    @property
    def scope(self) -> str:
        """Its own chain in the journal."""
        return f"support:{self.uuid}"


class SupportTask(models.Model):
    """One thing to do for a file."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(SupportFile, models.CASCADE, related_name="tasks")
    what = models.CharField(_("tâche"), max_length=200)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=7, choices=TaskState, default=TaskState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tâche d’accompagnement")
        verbose_name_plural = _("tâches d’accompagnement")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what


class SupportNoteQuerySet(models.QuerySet):
    def readable_by(self, person) -> "SupportNoteQuerySet":
        """The shared ones, and one's own: nobody else reads a private note, whatever their role."""
        return self.filter(Q(is_shared=True) | Q(author=person))


class SupportNote(models.Model):
    """A note: one's own, or shared with those who are accompanied."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(SupportFile, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=4000)
    is_shared = models.BooleanField(_("partagée avec les accompagnés"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SupportNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note d’accompagnement")
        verbose_name_plural = _("notes d’accompagnement")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class SupportMeeting(models.Model):
    """A talk with those who are accompanied."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.ForeignKey(SupportFile, models.CASCADE, related_name="meetings")
    happens_at = models.DateTimeField(_("quand"))
    with_whom = models.CharField(_("avec qui"), max_length=300, blank=True)
    summary = models.TextField(_("ce qui s’est dit"), blank=True, max_length=4000)
    next_step = models.CharField(_("prochain pas"), max_length=300, blank=True)
    posture = models.CharField(max_length=250)

    class Meta:
        verbose_name = _("rendez-vous d’accompagnement")
        verbose_name_plural = _("rendez-vous d’accompagnement")
        ordering = ["-happens_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file} · {self.happens_at:%Y-%m-%d}"
