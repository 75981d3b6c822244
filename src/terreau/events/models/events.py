"""An event of an alliance, its series, its sessions and who speaks there."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.dialogues.models import Workshop
from terreau.events.enums import EventKind, EventState, SessionKind
from terreau.territories.models import Territory


class EventSeries(models.Model):
    """Meetings that come back: « la rencontre annuelle », edition after edition."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="event_series")
    name = models.CharField(_("série"), max_length=150)
    rhythm = models.CharField(_("rythme"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("série de rencontres")
        verbose_name_plural = _("séries de rencontres")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "name"],
                name="event_series_name_once",
                violation_error_message=_("Cette série existe déjà dans l’alliance."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class EventQuerySet(models.QuerySet):
    def visible_to(self, person, *, today=None) -> "EventQuerySet":
        """Public ones of the visible alliances, once announced; all of them to the members."""
        seen = Alliance.objects.visible_to(person, today=today)
        opened = self.filter(alliance__in=seen.values("pk"))
        announced = Q(is_public=True) & ~Q(state=EventState.DRAFT)
        if not getattr(person, "is_authenticated", False):
            return opened.filter(announced)
        mine = Alliance.objects.joined_by(person, today=today)
        return opened.filter(announced | Q(alliance__in=mine.values("pk")))


class Event(models.Model):
    """One meeting: when, where, for how many."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="events")
    series = models.ForeignKey(
        EventSeries, models.SET_NULL, null=True, blank=True, related_name="events"
    )
    edition = models.PositiveSmallIntegerField(_("édition"), null=True, blank=True)
    kind = models.CharField(_("nature"), max_length=12, choices=EventKind)
    state = models.CharField(_("état"), max_length=10, choices=EventState, default=EventState.DRAFT)
    title = models.CharField(_("titre"), max_length=150)
    description = models.TextField(_("présentation"), blank=True, max_length=4000)
    place_name = models.CharField(_("lieu"), max_length=150, blank=True)
    address = models.CharField(_("adresse"), max_length=250, blank=True)
    place = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    is_public = models.BooleanField(_("annoncée à tous"), default=True)
    takes_registrations = models.BooleanField(_("inscription ouverte"), default=True)
    registration_closes_at = models.DateTimeField(_("fin des inscriptions"), null=True, blank=True)
    # Short and easy to read aloud: the address by which one registers.
    code = models.CharField(_("code d’inscription"), max_length=12, unique=True, editable=False)
    minutes = models.TextField(_("compte rendu"), blank=True, max_length=20_000)
    minutes_published_at = models.DateTimeField(
        _("compte rendu publié le"), null=True, blank=True, editable=False
    )
    cancelled_reason = models.CharField(_("raison de l’annulation"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("proposée par"), max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("La fin vient après le début. Corrigez l’une des deux."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0),
                name="event_capacity_positive",
                violation_error_message=_(
                    "Le nombre de places est plus grand que zéro. Laissez vide s’il n’est pas "
                    "limité."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("events:detail", args=[self.alliance.slug, self.uuid])

    @property
    def door(self) -> str:
        """The short address by which one registers."""
        return reverse("events-door:enter", args=[self.code])

    @property
    def attendance_url(self) -> str:
        """The page where one says who came."""
        return reverse("events:attendance", args=[self.alliance.slug, self.uuid])

    @property
    def where(self) -> str:
        """Where it is held, in one line."""
        town = self.place.name if self.place else ""
        told = [part for part in (self.place_name, self.address) if part]
        return ", ".join([*told, town] if town and town not in self.address else told)

    @property
    def scope(self) -> str:
        """Its chain in the journal: that of its alliance."""
        return self.alliance.scope


class EventSession(models.Model):
    """One stretch of a meeting: a plenary, a workshop of one group, rounds of encounters."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions")
    kind = models.CharField(_("nature"), max_length=12, choices=SessionKind)
    title = models.CharField(_("titre"), max_length=150)
    theme = models.CharField(_("thème"), max_length=150, blank=True)
    group = models.CharField(_("groupe"), max_length=60, blank=True)
    room = models.CharField(_("salle"), max_length=100, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    # Where what the groups say is written down.
    workshop = models.ForeignKey(
        Workshop, models.SET_NULL, null=True, blank=True, related_name="event_sessions"
    )

    class Meta:
        verbose_name = _("temps d’une rencontre")
        verbose_name_plural = _("temps d’une rencontre")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("La fin vient après le début. Corrigez l’une des deux."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SessionSpeaker(models.Model):
    """Who speaks or facilitates at a session, in the name of whom."""

    session = models.ForeignKey(EventSession, models.CASCADE, related_name="speakers")
    name = models.CharField(_("nom"), max_length=150)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(_("rôle"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("intervenant")
        verbose_name_plural = _("intervenants")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
