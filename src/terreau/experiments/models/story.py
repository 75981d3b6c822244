"""How it goes: small steps, « pas de côté », the journal with its difficulties, immersions."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.core.partial_dates import PartialDateField
from terreau.experiments.enums import EntryKind, ImmersionState
from terreau.experiments.models.experiments import Experiment


class SmallStep(models.Model):
    """A small dated commitment: who, what, when, done."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="steps")
    what = models.CharField(_("petit pas"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par qui"),
    )
    who = models.CharField(_("précision sur qui"), max_length=150, blank=True)
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    done_on = models.DateField(_("fait le"), null=True, blank=True)
    result = models.CharField(_("ce que cela a donné"), max_length=300, blank=True)
    posture = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("petit pas")
        verbose_name_plural = _("petits pas")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what


class Sidestep(models.Model):
    """« Pas de côté »: what one actor changes first in their own way of doing."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="sidesteps")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sidesteps")
    promise = models.CharField(_("ce que nous changeons d’abord"), max_length=300)
    done_on = PartialDateField(_("fait"), blank=True)
    effect = models.CharField(_("effet"), max_length=500, blank=True)
    posture = models.CharField(max_length=250)
    promised_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pas de côté")
        verbose_name_plural = _("pas de côté")
        ordering = ["promised_at", "pk"]

    def __str__(self) -> str:
        return self.promise


class ExperimentEntry(models.Model):
    """One page of the experiment's journal; difficulties are told as well as progress."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="entries")
    kind = models.CharField(_("nature"), max_length=10, choices=EntryKind)
    text = models.TextField(_("récit"), max_length=4000)
    happened_on = PartialDateField(_("quand"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    source = models.CharField(_("source"), max_length=300, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("page du journal d’une expérimentation")
        verbose_name_plural = _("pages du journal d’une expérimentation")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.experiment}"


class Immersion(models.Model):
    """« Vis ma vie »: people of one organisation live a day of another one."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="immersions")
    visitor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("qui va")
    )
    host = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("chez qui")
    )
    state = models.CharField(
        _("état"), max_length=8, choices=ImmersionState, default=ImmersionState.PROPOSED
    )
    happens_on = PartialDateField(_("quand"), blank=True)
    # Minors are counted, never named.
    people = models.PositiveIntegerField(_("combien de personnes"), null=True, blank=True)
    debrief = models.TextField(_("ce que chacun en a retenu"), blank=True, max_length=4000)
    posture = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("immersion")
        verbose_name_plural = _("immersions")
        ordering = ["-happens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(visitor=F("host")),
                name="immersion_in_another_organisation",
                violation_error_message=_("On va chez une autre organisation que la sienne."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visitor} → {self.host}"
