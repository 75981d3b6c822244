"""Weak signals: needs that somebody detects before anybody measures them (002-20, 003-08)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import ActionDomain, Organisation
from terreau.alliances.models import Alliance, Challenge
from terreau.core.partial_dates import PartialDateField
from terreau.diagnoses.enums_signals import FOLLOWED, Capture, SignalState
from terreau.territories.models import Territory


class SignalQuerySet(models.QuerySet):
    def followed(self) -> "SignalQuerySet":
        """Those that were read over and kept."""
        return self.filter(state__in=FOLLOWED)

    def visible_to(self, person, *, is_facilitator: bool = False) -> "SignalQuerySet":
        """Those of the alliances a person joined; what waits or was refused, to facilitators."""
        if not getattr(person, "is_authenticated", False):
            return self.none()
        mine = self.filter(alliance__in=Alliance.objects.joined_by(person).values("pk"))
        return mine if is_facilitator else mine.filter(Q(state__in=FOLLOWED) | Q(person=person))


class Signal(models.Model):
    """What was seen, by whom if they say so, and whether public action sees it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="signals")
    text = models.TextField(_("ce qui a été vu"), max_length=1000)
    detected_by = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("détecté par"),
    )
    # Both empty when it was told without a name: nothing then leads to who told it.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("dit par"), max_length=250, blank=True)
    domain = models.ForeignKey(
        ActionDomain,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("domaine"),
    )
    challenge = models.ForeignKey(
        Challenge,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="signals",
        verbose_name=_("enjeu"),
    )
    place = models.ForeignKey(
        Territory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    seen_on = PartialDateField(_("vu"), blank=True)
    capture = models.CharField(
        _("l’action publique le voit-elle ?"),
        max_length=7,
        choices=Capture,
        default=Capture.UNKNOWN,
    )
    may_become_activity = models.BooleanField(
        _("pourrait devenir une activité économique"), default=False
    )
    state = models.CharField(
        _("état"), max_length=9, choices=SignalState, default=SignalState.PENDING
    )
    # The day only: an hour would tell who, to whoever knows when they were there.
    told_on = models.DateField(_("dit le"), default=timezone.localdate)
    refused_because = models.CharField(_("pourquoi non retenu"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = _("signal faible")
        verbose_name_plural = _("signaux faibles")
        ordering = ["-told_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=SignalState.REFUSED.value) | ~Q(refused_because=""),
                name="signal_refused_for_a_reason",
                violation_error_message=_("Dites pourquoi ce signal n’est pas retenu."),
            )
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="signal_state")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        """Its page in the diagnosis."""
        return reverse("diagnoses:signal", args=[self.alliance.slug, self.uuid])


class SignalFollowUp(models.Model):
    """What was done or learned since, on a day, and the state it left."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="follow_ups")
    text = models.TextField(_("ce qui a été fait ou appris"), max_length=1000)
    happened_on = models.DateField(_("le"))
    state = models.CharField(_("état"), max_length=9, choices=SignalState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("noté par"), max_length=250)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("suite d’un signal")
        verbose_name_plural = _("suites des signaux")
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.happened_on} · {self.signal_id}"
