"""What is measured, what proves it works, and what was decided."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.core.partial_dates import PartialDateField
from terreau.experiments.enums import Comparison, DecisionOutcome
from terreau.experiments.models.experiments import Experiment


class Protocol(models.Model):
    """What will tell, written before: one indicator, its baseline, what it is held against."""

    experiment = models.OneToOneField(Experiment, models.CASCADE, related_name="protocol")
    indicator = models.CharField(_("indicateur"), max_length=200)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    population = models.CharField(_("sur qui, combien"), max_length=200, blank=True)
    baseline = models.DecimalField(
        _("valeur de départ"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    baseline_on = PartialDateField(_("relevée"), blank=True)
    target = models.DecimalField(_("cible"), max_digits=14, decimal_places=3, null=True, blank=True)
    comparison = models.CharField(_("comparaison"), max_length=12, choices=Comparison)
    comparison_note = models.CharField(_("laquelle"), max_length=300, blank=True)
    source = models.CharField(_("source des données"), max_length=300, blank=True)
    decides_on = models.DateField(_("date de la décision"), null=True, blank=True)
    posture = models.CharField(max_length=250)
    written_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("protocole")
        verbose_name_plural = _("protocoles")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.indicator


class Measurement(models.Model):
    """One value of the indicator, with its base."""

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="measurements")
    on = PartialDateField(_("quand"))
    value = models.DecimalField(_("valeur"), max_digits=14, decimal_places=3)
    base = models.CharField(_("base : sur qui, combien"), max_length=200)
    is_comparison = models.BooleanField(_("du groupe de comparaison"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    posture = models.CharField(max_length=250)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mesure")
        verbose_name_plural = _("mesures")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.protocol} · {self.value}"


class ProofCriterion(models.Model):
    """One criterion of the proof of concept, and the evidence given for it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="criteria")
    criterion = models.CharField(_("critère"), max_length=200)
    evidence = models.TextField(_("preuve"), blank=True, max_length=2000)
    # Unknown until somebody judges.
    is_met = models.BooleanField(_("rempli"), null=True, blank=True)
    judged_on = models.DateField(_("jugé le"), null=True, blank=True)
    posture = models.CharField(max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("critère de preuve")
        verbose_name_plural = _("critères de preuve")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.criterion


class Decision(models.Model):
    """What was decided of the experiment, and why; kept, and followed by the next one."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("décision"), max_length=8, choices=DecisionOutcome)
    reasons = models.TextField(_("raisons"), max_length=4000)
    decided_on = PartialDateField(_("décidé"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("décision sur une expérimentation")
        verbose_name_plural = _("décisions sur les expérimentations")
        ordering = ["decided_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.experiment}"
