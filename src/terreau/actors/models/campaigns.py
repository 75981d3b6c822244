"""What keeps the directory fresh: campaigns, personal links to a sheet, what came back of them."""

import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from terreau.accounts.models import PersonalLink
from terreau.actors.enums_campaigns import (
    CampaignKind,
    CampaignState,
    ReviewKind,
    ReviewState,
    TargetAnswer,
)
from terreau.actors.models.organisations import Organisation
from terreau.actors.models.positions import Position

# A message claimed later than that may still be on its way.
IN_FLIGHT = datetime.timedelta(minutes=10)


def default_reminders() -> list[int]:
    """Days after the first message on which the silent ones are asked again."""
    return [14, 28]


class CampaignQuerySet(models.QuerySet):
    def with_counts(self) -> "CampaignQuerySet":
        """Add how many recipients there are, and how many answered."""
        answered = models.Count("targets", filter=~Q(targets__answer=""))
        return self.annotate(target_count=models.Count("targets"), answer_count=answered)


class Campaign(models.Model):
    """One message to a selection of organisations, with its reminders and its end."""

    Kind, State = CampaignKind, CampaignState

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("nature"), max_length=12, choices=CampaignKind)
    state = models.CharField(
        _("état"), max_length=10, choices=CampaignState, default=CampaignState.DRAFT
    )
    title = models.CharField(_("objet du message"), max_length=150)
    message = models.TextField(_("message"), max_length=4000)
    selection = models.CharField(_("sélection"), max_length=300, blank=True)
    starts_on = models.DateField(_("premier envoi le"))
    reminder_days = models.JSONField(_("relances, en jours"), default=default_reminders, blank=True)
    closes_on = models.DateField(_("fin le"))
    # A job has no request: it writes the links with the address that launched it.
    site = models.CharField(_("adresse de l’instance"), max_length=250, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(_("posture"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("préparée le"))
    launched_at = models.DateTimeField(_("lancée le"), null=True, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message=_("La fin de la campagne suit son premier envoi."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("actors:campaign", args=[self.uuid])


class CampaignTargetQuerySet(models.QuerySet):
    def stuck(self, now: datetime.datetime) -> "CampaignTargetQuerySet":
        """Messages the server refused, or that an interruption left in doubt."""
        doubtful = Q(claimed_count__gt=F("sent_count"), claimed_at__lt=now - IN_FLIGHT)
        return self.filter(~Q(failure="") | doubtful, answer="")


class CampaignTarget(models.Model):
    """One organisation (or one person of it) that a campaign writes to.

    `claimed_count` grows by one conditional UPDATE before each message, `sent_count` after it: a
    worker killed between the two leaves a message that may or may not have left, and that is never
    sent again.
    """

    Answer = TargetAnswer

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="campaign_targets")
    position = models.ForeignKey(
        Position, models.CASCADE, null=True, blank=True, related_name="campaign_targets"
    )
    email = models.EmailField(_("adresse"), blank=True)
    claimed_count = models.PositiveSmallIntegerField(_("messages pris en charge"), default=0)
    claimed_at = models.DateTimeField(_("pris en charge le"), null=True, blank=True)
    sent_count = models.PositiveSmallIntegerField(_("messages partis"), default=0)
    sent_at = models.DateTimeField(_("dernier message le"), null=True, blank=True)
    failure = models.CharField(_("refus du serveur"), max_length=300, blank=True)
    letter_at = models.DateTimeField(_("lettre imprimée le"), null=True, blank=True)
    answer = models.CharField(_("réponse"), max_length=12, choices=TargetAnswer, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    objects = CampaignTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("destinataire d’une campagne")
        verbose_name_plural = _("destinataires d’une campagne")
        ordering = ["email", "pk"]
        indexes = [models.Index(fields=["campaign", "email", "id"], name="campaign_target_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"],
                condition=Q(position=None),
                name="campaign_target_once",
                violation_error_message=_("Cette organisation est déjà dans la campagne."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "position"],
                condition=Q(position__isnull=False),
                name="campaign_person_once",
                violation_error_message=_("Cette personne est déjà dans la campagne."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.organisation}"


class SheetLink(models.Model):
    """A personal link that opens one sheet to whoever received it."""

    link = models.OneToOneField(PersonalLink, models.CASCADE, related_name="sheet_link")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sheet_links")
    target = models.ForeignKey(
        CampaignTarget, models.SET_NULL, null=True, blank=True, related_name="links"
    )
    # Empty for a link that was printed: nobody knows who holds the letter.
    email = models.EmailField(_("adresse"), blank=True)

    class Meta:
        verbose_name = _("lien vers une fiche")
        verbose_name_plural = _("liens vers des fiches")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.link_id}"


class SheetReviewQuerySet(models.QuerySet):
    def waiting_for(self, person) -> "SheetReviewQuerySet":
        """What came back of the links that this person sent, and that nobody has looked at."""
        return self.filter(asked_by=person, seen_at=None)


class SheetReview(models.Model):
    """What somebody who holds a link said of a sheet: field by field, before and after."""

    Kind, State = ReviewKind, ReviewState

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reviews")
    sheet_link = models.ForeignKey(
        SheetLink, models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="reviews"
    )
    # Who sent the link: the review waits for that person first.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("geste"), max_length=10, choices=ReviewKind)
    state = models.CharField(
        _("suite"), max_length=10, choices=ReviewState, default=ReviewState.APPLIED
    )
    before = models.JSONField(_("avant"), default=dict, blank=True)
    after = models.JSONField(_("après"), default=dict, blank=True)
    author = models.CharField(_("dit par"), max_length=250)
    comment = models.CharField(_("précision"), max_length=500, blank=True)
    at = models.DateTimeField(_("dit le"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(_("relu le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("tranché le"), null=True, blank=True)

    objects = SheetReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("relecture d’une fiche par lien")
        verbose_name_plural = _("relectures de fiches par lien")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="sheet_review_latest"),
            models.Index(
                fields=["asked_by"], name="sheet_review_waiting", condition=Q(seen_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_kind_display()}"
