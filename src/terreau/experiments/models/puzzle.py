"""The puzzle: the pieces needed, what each organisation brings, who could bring the rest."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ResourceNature
from terreau.actors.models import Organisation, Resource
from terreau.core.models import Job
from terreau.core.partial_dates import PartialDateField
from terreau.experiments.enums import ContributionState, ProposalState
from terreau.experiments.models.experiments import Experiment


class Piece(models.Model):
    """One piece that the experiment needs; without a quantity, one bringer is enough."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="pieces")
    nature = models.CharField(_("nature"), max_length=20, choices=ResourceNature)
    title = models.CharField(_("pièce"), max_length=150)
    quantity = models.DecimalField(
        _("quantité"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    starts_on = models.DateField(_("à partir du"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    is_essential = models.BooleanField(_("indispensable"), default=True)
    note = models.CharField(_("précision"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="piece_quantity_positive",
                violation_error_message=_(
                    "La quantité est plus grande que zéro. Laissez vide si elle ne se compte pas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="piece_ends_after_it_starts",
                violation_error_message=_("La fin précède le début. Corrigez l’une des dates."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContributionQuerySet(models.QuerySet):
    def standing(self) -> "ContributionQuerySet":
        """What fills the puzzle: pledged, brought or thanked."""
        return self.filter(
            state__in=(
                ContributionState.PLEDGED,
                ContributionState.DELIVERED,
                ContributionState.THANKED,
            )
        )

    def brought(self) -> "ContributionQuerySet":
        """What really came."""
        return self.filter(state__in=(ContributionState.DELIVERED, ContributionState.THANKED))


class Contribution(models.Model):
    """What one organisation brings to one piece: promised, brought, thanked."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    # The line of the sheet that is used, so that it is not counted twice.
    resource = models.ForeignKey(
        Resource, models.SET_NULL, null=True, blank=True, related_name="contributions"
    )
    state = models.CharField(
        _("état"), max_length=10, choices=ContributionState, default=ContributionState.PLEDGED
    )
    quantity = models.DecimalField(
        _("quantité promise"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    delivered_quantity = models.DecimalField(
        _("quantité apportée"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    # Valuation never adds to cash: `value_eur` is what the in-kind is worth, by which method.
    value_eur = models.DecimalField(
        _("valorisation (€)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    value_method = models.CharField(_("méthode de valorisation"), max_length=200, blank=True)
    note = models.CharField(_("précision"), max_length=500, blank=True)
    answer = models.CharField(_("réponse"), max_length=300, blank=True)
    due_on = models.DateField(_("attendue le"), null=True, blank=True)
    asked_at = models.DateTimeField(_("demandée le"), null=True, blank=True)
    pledged_at = models.DateTimeField(_("promise le"), null=True, blank=True)
    delivered_on = PartialDateField(_("apportée le"), blank=True)
    thanked_at = models.DateTimeField(_("remerciée le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("retirée ou déclinée le"), null=True, blank=True)
    thanks = models.CharField(_("mot de remerciement"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("dit par"), max_length=250)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["pk"]
        # One a piece for each organisation is the rule of the action, under its lock: two sheets
        # that are merged keep both of their rows, so that nothing brought is lost.
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="contribution_quantity_positive",
                violation_error_message=_(
                    "La quantité est plus grande que zéro. Laissez vide si elle ne se compte pas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity=None) | Q(delivered_quantity__gte=0),
                name="contribution_delivered_positive",
                violation_error_message=_("La quantité apportée n’est pas négative."),
            ),
            models.CheckConstraint(
                condition=Q(value_eur=None) | ~Q(value_method=""),
                name="contribution_value_has_a_method",
                violation_error_message=_(
                    "Dites comment cette valorisation est calculée, ou laissez-la vide."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.piece}"


class CoalitionProposal(models.Model):
    """One answer of the solver to « qui pourrait compléter le puzzle ? »."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="proposals")
    state = models.CharField(
        _("état"), max_length=10, choices=ProposalState, default=ProposalState.COMPUTING
    )
    options = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    failure = models.CharField(_("pourquoi"), max_length=500, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("coalition proposée")
        verbose_name_plural = _("coalitions proposées")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.experiment} · {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_lost(self) -> bool:
        """Whether its computation stopped without an answer."""
        is_computing = self.state == ProposalState.COMPUTING
        return is_computing and (self.job is None or not self.job.is_live)
