"""Who meets whom: the computed timetable, who really met, what they promised each other."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Organisation
from terreau.core.models import Job
from terreau.events.enums import FollowUpState, PlanState
from terreau.events.models.events import Event, EventSession
from terreau.events.models.registrations import Registration


class EncounterPlan(models.Model):
    """One timetable: rounds, tables, and how good it is against the best possible."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="plans")
    session = models.ForeignKey(
        EventSession, models.SET_NULL, null=True, blank=True, related_name="plans"
    )
    state = models.CharField(_("état"), max_length=8, choices=PlanState, default=PlanState.DRAFT)
    rounds = models.PositiveSmallIntegerField(_("tours"))
    minutes = models.PositiveSmallIntegerField(_("minutes par tour"))
    table_size = models.PositiveSmallIntegerField(_("personnes par table"))
    starts_at = models.DateTimeField(_("premier tour"))
    # The first round that this plan decided: the earlier ones were already held.
    from_round = models.PositiveSmallIntegerField(default=1)
    seed = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict, blank=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    computed_at = models.DateTimeField(_("calculé le"), null=True, blank=True)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("plan des rencontres")
        verbose_name_plural = _("plans des rencontres")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state="current"),
                name="encounter_plan_current_once",
                violation_error_message=_("Un autre plan vient d’être retenu. Rechargez la page."),
            ),
            models.CheckConstraint(
                condition=Q(table_size__gte=2, table_size__lte=8),
                name="table_of_two_to_eight",
                violation_error_message=_("Une table réunit de deux à huit personnes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.created_at:%Y-%m-%d %H:%M}"


class EncounterSeat(models.Model):
    """Where one person sits in one round."""

    plan = models.ForeignKey(EncounterPlan, models.CASCADE, related_name="seats")
    round = models.PositiveSmallIntegerField(_("tour"))
    table = models.PositiveSmallIntegerField(_("table"))
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="seats")

    class Meta:
        verbose_name = _("place à une table")
        verbose_name_plural = _("places aux tables")
        ordering = ["round", "table", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "round", "registration"], name="one_table_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.round}.{self.table}"


class EncounterQuerySet(models.QuerySet):
    def of_organisations(self) -> "EncounterQuerySet":
        """Meetings of two organisations that both have a sheet."""
        return self.filter(first__isnull=False, second__isnull=False)


class Encounter(models.Model):
    """Two organisations that really met, and whether it was for the first time."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="encounters")
    # Written with the older sheet first; a merger of sheets may turn a pair round, and whoever
    # reads puts it right (`meetings.py`): what a merger carried must be able to go back.
    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    met_on = models.DateField(_("rencontrées le"))
    is_first_time = models.BooleanField(_("pour la première fois"))
    # Why not, when they already knew each other: « partenaires depuis 2021 ».
    known_by = models.CharField(_("se connaissaient par"), max_length=200, blank=True)
    noted_by = models.CharField(_("noté par"), max_length=250, blank=True)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencontre de deux organisations")
        verbose_name_plural = _("rencontres de deux organisations")
        ordering = ["-met_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "first", "second"],
                name="encounter_once_an_event",
                violation_error_message=_("Cette rencontre est déjà notée."),
            ),
        ]
        indexes = [models.Index(fields=["first", "second"], name="encounter_pair")]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"


class FollowUp(models.Model):
    """What two who met promised each other."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    encounter = models.ForeignKey(Encounter, models.CASCADE, related_name="follow_ups")
    what = models.CharField(_("suite promise"), max_length=300)
    who = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("par qui"),
    )
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=8, choices=FollowUpState, default=FollowUpState.PROMISED
    )
    outcome = models.CharField(_("ce qu’il en fut"), max_length=300, blank=True)
    promised_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    posture = models.CharField(_("notée par"), max_length=250)

    class Meta:
        verbose_name = _("suite promise")
        verbose_name_plural = _("suites promises")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what
