"""Reviews by every side: each answers alone, all is shown to all at the same instant."""

import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.partnerships.enums import Recommitment
from terreau.partnerships.models.parties import Party
from terreau.partnerships.models.partnerships import Partnership


class Review(models.Model):
    """One review: blind until everybody has answered, or until its date has passed."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="reviews")
    opened_on = models.DateField(_("ouverte le"))
    closes_on = models.DateField(_("dévoilée au plus tard le"))
    revealed_at = models.DateTimeField(_("dévoilée le"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    conclusions = models.TextField(_("ce que nous en concluons"), blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("revue d’un partenariat")
        verbose_name_plural = _("revues des partenariats")
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(revealed_at=None),
                name="review_open_once",
                violation_error_message=_("Une revue est déjà ouverte pour ce partenariat."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opened_on")),
                name="review_closes_after_it_opens",
                violation_error_message=_("La date de dévoilement suit l’ouverture."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.opened_on}"

    def is_revealed(self, today: datetime.date) -> bool:
        """Tell whether every side may read the others' answers."""
        return self.revealed_at is not None or today > self.closes_on


class ReviewAnswer(models.Model):
    """What one party says of the partnership, alone."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers")
    party = models.ForeignKey(Party, models.CASCADE, related_name="review_answers")
    # 0–10, or nothing: « sans avis » is never a zero.
    product = models.PositiveSmallIntegerField(_("ce que l’action produit"), null=True, blank=True)
    balance = models.PositiveSmallIntegerField(_("équilibre"), null=True, blank=True)
    recognition = models.PositiveSmallIntegerField(_("valorisation"), null=True, blank=True)
    # {"performance": 7, "clarity": null…}: the seven approaches.
    approaches = models.JSONField(default=dict, blank=True)
    # {objective key: "yes" | "partly" | "no" | ""}
    objectives = models.JSONField(default=dict, blank=True)
    recommits = models.CharField(
        _("repartiriez-vous ?"), max_length=10, choices=Recommitment, blank=True
    )
    strengths = models.TextField(_("ce qui marche"), blank=True, max_length=2000)
    to_improve = models.TextField(_("ce qu’il faudrait changer"), blank=True, max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posture = models.CharField(max_length=250)
    saved_at = models.DateTimeField(default=timezone.now)
    # Given for good: before that, it is a draft that its party alone reads.
    given_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("réponse à une revue")
        verbose_name_plural = _("réponses aux revues")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "party"], name="review_answer_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{field: None}) | Q(**{f"{field}__lte": 10}),
                    name=f"review_{field}_up_to_ten",
                    violation_error_message=_("Cette note va de 0 à 10."),
                )
                for field in ("product", "balance", "recognition")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review} · {self.party}"


class NextStep(models.Model):
    """What the parties agreed to do after a review."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="next_steps")
    what = models.CharField(_("prochain pas"), max_length=300)
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("par qui")
    )
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    done_on = models.DateField(_("fait le"), null=True, blank=True)
    # The parties that said yes: {"party uuid": "posture"}.
    accords = models.JSONField(default=dict, blank=True)
    posture = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("prochain pas")
        verbose_name_plural = _("prochains pas")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what
