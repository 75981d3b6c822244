"""The partnership itself: what it is, where it stands, what it was born of."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from terreau.actors.models import ActionDomain, DevelopmentGoal, Mandate, Organisation
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDateField
from terreau.events.models import Event
from terreau.experiments.models import Experiment
from terreau.partnerships.enums import (
    CATEGORY_WORDS,
    Category,
    Certainty,
    Level,
    Provenance,
    Scope,
    Stage,
)
from terreau.territories.models import Territory


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, person, *, today=None) -> "PartnershipQuerySet":
        """Public ones to everybody; to a person, those of their organisations and alliances.

        A passer-by never learns of an organisation whose sheet is not public.
        """
        public = Q(is_public=True)
        if not getattr(person, "is_authenticated", False):
            return self.filter(public).exclude(parties__organisation__is_public=False)
        mandates = Mandate.objects.filter(person=person).current(today or timezone.localdate())
        parties = Partnership.objects.filter(
            parties__organisation__in=mandates.values("organisation")
        )
        mine = Alliance.objects.joined_by(person, today=today)
        here = Q(alliances__in=mine.values("pk")) | Q(censuses__in=mine.values("pk"))
        inside = Partnership.objects.filter(here, is_shared=True)
        return self.filter(
            public
            | Q(pk__in=parties.values("pk"))
            | Q(pk__in=inside.values("pk"))
            | Q(created_by=person)
        )

    def accompanied(self) -> "PartnershipQuerySet":
        """Those that live in Terreau: what a census only noted is left out."""
        return self.filter(provenance=Provenance.ACCOMPANIED)

    def running(self) -> "PartnershipQuerySet":
        """Those that are not closed."""
        return self.exclude(stage=Stage.CLOSED)


class Partnership(models.Model):
    """An agreement of two organisations or more for a common action."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("nom"), max_length=150)
    action = models.TextField(_("ce que nous faisons ensemble"), blank=True, max_length=4000)
    provenance = models.CharField(
        _("provenance"), max_length=11, choices=Provenance, default=Provenance.ACCOMPANIED
    )
    # A censused one may leave both empty: nobody asked, so nobody knows.
    level = models.CharField(
        _("niveau"), max_length=10, choices=Level, default=Level.OCCASIONAL, blank=True
    )
    stage = models.CharField(
        _("étape"), max_length=10, choices=Stage, default=Stage.SPOTTING, blank=True
    )
    certainty = models.CharField(_("certitude"), max_length=10, choices=Certainty, blank=True)
    domains = models.ManyToManyField(
        ActionDomain, blank=True, related_name="partnerships", verbose_name=_("domaines")
    )
    goals = models.ManyToManyField(
        DevelopmentGoal, blank=True, related_name="+", verbose_name=_("ODD")
    )
    territories = models.ManyToManyField(
        Territory, blank=True, related_name="partnerships", verbose_name=_("territoires")
    )
    # Born of: what the genealogy follows.
    alliances = models.ManyToManyField(
        Alliance, blank=True, related_name="partnerships", verbose_name=_("issu de l’alliance")
    )
    experiments = models.ManyToManyField(
        Experiment,
        blank=True,
        related_name="partnerships",
        verbose_name=_("issu de l’expérimentation"),
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="partnerships",
        verbose_name=_("issu de la rencontre"),
    )
    # Counted once, whoever tells of it: the sides that declared it, and whose census found it.
    declared_by = models.ManyToManyField(
        Organisation,
        blank=True,
        through="Declaration",
        related_name="partnerships_declared",
        verbose_name=_("déclaré par"),
    )
    censuses = models.ManyToManyField(
        Alliance,
        blank=True,
        related_name="censused_partnerships",
        verbose_name=_("état des lieux de"),
    )
    is_framework = models.BooleanField(_("accord-cadre national"), default=False)
    framework = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="declinations",
        verbose_name=_("déclinaison locale de"),
    )
    starts_on = PartialDateField(_("début"), blank=True)
    ends_on = PartialDateField(_("fin prévue"), blank=True)
    business_effect = models.TextField(_("retombées métier"), blank=True, max_length=2000)
    confidentiality = models.TextField(
        _("propriété des résultats, confidentialité"), blank=True, max_length=2000
    )
    review_months = models.PositiveSmallIntegerField(
        _("revue tous les … mois"), null=True, blank=True
    )
    next_review_on = models.DateField(_("prochaine revue"), null=True, blank=True)
    is_shared = models.BooleanField(_("visible des membres de l’alliance"), default=True)
    is_public = models.BooleanField(_("visible de tous"), default=False)
    closing_reason = models.CharField(_("raison de la clôture"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(_("noté par"), max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(m2m_fields=[domains, territories, alliances, experiments])

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenariat")
        verbose_name_plural = _("partenariats")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(framework=None) | ~Q(framework=F("pk")),
                name="partnership_framework_is_another",
                violation_error_message=_("Un partenariat n’est pas sa propre déclinaison."),
            ),
            models.CheckConstraint(
                condition=Q(framework=None) | Q(is_framework=False),
                name="partnership_framework_or_declination",
                violation_error_message=_(
                    "Un accord-cadre n’est pas lui-même la déclinaison d’un autre."
                ),
            ),
            models.CheckConstraint(
                condition=Q(review_months=None) | Q(review_months__gt=0),
                name="partnership_review_months_positive",
                violation_error_message=_("Une revue revient tous les mois, ou moins souvent."),
            ),
            models.CheckConstraint(
                condition=Q(provenance=Provenance.CENSUSED.value) | ~Q(stage="") & ~Q(level=""),
                name="partnership_accompanied_says_where_it_stands",
                violation_error_message=_(
                    "Un partenariat suivi dans Terreau a une étape et un niveau. Choisissez-les."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("partnerships:detail", args=[self.uuid])

    @property
    def standing_label(self) -> str:
        """Where it stands, or that a census alone knows of it."""
        return str(self.get_stage_display() or self.get_provenance_display())

    @property
    def scope(self) -> str:
        """Its own chain in the journal."""
        return f"partnership:{self.uuid}"


class PartnershipCategory(models.Model):
    """One of the categories of a partnership (R4: several are possible)."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="categories")
    category = models.CharField(_("catégorie"), max_length=24, choices=Category)

    class Meta:
        verbose_name = _("catégorie d’un partenariat")
        verbose_name_plural = _("catégories d’un partenariat")
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "category"], name="category_once")
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())

    @property
    def definition(self) -> str:
        """What the category means, in one line."""
        return str(CATEGORY_WORDS.get(self.category, ""))


class PartnershipScope(models.Model):
    """One of the scopes of a partnership (R4: several are possible)."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="scopes")
    scope = models.CharField(_("portée"), max_length=14, choices=Scope)

    class Meta:
        verbose_name = _("portée d’un partenariat")
        verbose_name_plural = _("portées d’un partenariat")
        ordering = ["scope"]
        constraints = [models.UniqueConstraint(fields=["partnership", "scope"], name="scope_once")]

    def __str__(self) -> str:
        return str(self.get_scope_display())


class StageChange(models.Model):
    """One step of the dated history of the stages; going back is a step like another."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="stage_changes")
    stage = models.CharField(_("étape"), max_length=10, choices=Stage)
    since = PartialDateField(_("depuis"))
    is_back = models.BooleanField(_("retour en arrière"), default=False)
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("changement d’étape")
        verbose_name_plural = _("changements d’étape")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.get_stage_display()}"


class LevelChange(models.Model):
    """When a partnership became regular, then strategic, or less so."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="level_changes")
    level = models.CharField(_("niveau"), max_length=10, choices=Level)
    since = PartialDateField(_("depuis"))
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
    posture = models.CharField(max_length=250)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("changement de niveau")
        verbose_name_plural = _("changements de niveau")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.get_level_display()}"
