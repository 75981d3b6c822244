"""The alliance itself: a dynamic without owner, end date or legal form."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.actors.models import Mandate, Organisation
from terreau.alliances.enums import AllianceStatus, GovernanceForm, PathPhase
from terreau.core.partial_dates import PartialDateField
from terreau.territories.models import Territory


class AllianceQuerySet(models.QuerySet):
    def visible_to(self, person, *, today=None) -> "AllianceQuerySet":
        """Published ones to everybody; the others to their members of today."""
        shown = self.filter(deleted_at=None)
        if not getattr(person, "is_authenticated", False):
            return shown.filter(status=AllianceStatus.PUBLISHED)
        mine = Alliance.objects.joined_by(person, today=today)
        return shown.filter(Q(status=AllianceStatus.PUBLISHED) | Q(pk__in=mine.values("pk")))

    def joined_by(self, person, *, today=None) -> "AllianceQuerySet":
        """Those of which the person, or an organisation they speak for, is a member."""
        mandates = Mandate.objects.filter(person=person).current(today or timezone.localdate())
        return self.filter(
            Q(memberships__left_on=None)
            & (
                Q(memberships__person=person)
                | Q(memberships__organisation__in=mandates.values("organisation"))
            )
        )


class Alliance(models.Model):
    """A collective dynamic on shared challenges of one perimeter."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=150)
    question = models.CharField(_("question qui rassemble"), max_length=300)
    perimeter = models.ManyToManyField(
        Territory, related_name="alliances", verbose_name=_("périmètre")
    )
    perimeter_label = models.CharField(_("nom du périmètre"), max_length=150, blank=True)
    status = models.CharField(
        _("état"), max_length=12, choices=AllianceStatus, default=AllianceStatus.OPEN
    )
    started_on = PartialDateField(_("début de la dynamique"), blank=True)
    # A historical fact (R1): no permission ever reads these two.
    instigator = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="alliances_instigated",
        verbose_name=_("instigateur"),
    )
    instigation_story = models.CharField(_("comment tout a commencé"), max_length=500, blank=True)
    host = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="alliances_hosted",
        verbose_name=_("structure qui l’abrite"),
    )
    rules_of_play = models.TextField(_("règles du jeu"), blank=True, max_length=4000)
    governance_form = models.CharField(
        _("gouvernance"), max_length=12, choices=GovernanceForm, default=GovernanceForm.INFORMAL
    )
    governance_raised_on = models.DateField(
        _("question de la gouvernance posée le"), null=True, blank=True
    )
    # The interest grid is the facilitators' own until they choose to share it with the members.
    is_grid_shared = models.BooleanField(_("grille des intérêts partagée"), default=False)
    is_fictitious = models.BooleanField(_("fictive"), default=False)
    sources = models.TextField(_("sources"), blank=True, max_length=4000)
    # Kept by the actions so that the database itself can refuse to publish (R1).
    facilitator_count = models.PositiveSmallIntegerField(default=0, editable=False)
    facilitator_world_count = models.PositiveSmallIntegerField(default=0, editable=False)
    deletion_consent_count = models.PositiveSmallIntegerField(default=0, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    opened_at = models.DateTimeField(_("ouverte le"), default=timezone.now)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    history = HistoricalRecords(m2m_fields=[perimeter])

    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=AllianceStatus.PUBLISHED.value)
                | Q(facilitator_count__gte=2, facilitator_world_count__gte=2),
                name="alliance_published_by_two_worlds",
                violation_error_message=_(
                    "Une alliance se publie avec au moins deux facilitateurs de deux mondes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(deletion_consent_count__gte=2),
                name="alliance_never_deleted_alone",
                violation_error_message=_(
                    "Personne ne supprime une alliance seul : il faut un second accord."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("alliances:overview", args=[self.slug])

    @property
    def scope(self) -> str:
        """Its chain in the journal of roles and decisions."""
        return f"alliance:{self.uuid}"


class DeletionConsent(models.Model):
    """One facilitator's accord to delete; two, of two organisations, are needed."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="deletion_consents")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("raison"), max_length=500)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("accord de suppression")
        verbose_name_plural = _("accords de suppression")
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation"], name="deletion_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alliance} · {self.organisation}"


class PhaseSpan(models.Model):
    """One stretch of the path; several live at once and none is obligatory."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="phases")
    phase = models.CharField(_("phase"), max_length=12, choices=PathPhase)
    starts_on = PartialDateField(_("début"))
    ends_on = PartialDateField(_("fin"), blank=True)
    label = models.CharField(_("ce qui commence"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} {self.starts_on}"
