"""Regards croisés: how each world sees the challenges and the fragilities of the territory."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.alliances.models import Challenge
from terreau.dialogues.enums import OutlookKind
from terreau.dialogues.models.consultations import Consultation, ConsultationQuerySet, Participant


class Outlook(Consultation):
    """A consultation by scores from 0 to 10, « ne sait pas » apart."""

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("regards croisés")
        verbose_name_plural = _("regards croisés")


class OutlookItem(models.Model):
    """One challenge of the alliance, or one fragility named for the occasion."""

    outlook = models.ForeignKey(Outlook, models.CASCADE, related_name="items")
    kind = models.CharField(_("nature"), max_length=9, choices=OutlookKind)
    challenge = models.ForeignKey(
        Challenge, models.SET_NULL, null=True, blank=True, related_name="outlook_items"
    )
    label = models.CharField(_("intitulé"), max_length=150)
    rank = models.PositiveSmallIntegerField(_("ordre de présentation"), default=0)

    class Meta:
        verbose_name = _("sujet à noter")
        verbose_name_plural = _("sujets à noter")
        ordering = ["outlook", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outlook", "label"],
                name="outlook_item_once",
                violation_error_message=_("Ce sujet est déjà dans la liste."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class OutlookScore(models.Model):
    """The score one voice gives to one item; without a score, it said « ne sait pas »."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="outlook_scores")
    item = models.ForeignKey(OutlookItem, models.CASCADE, related_name="scores")
    score = models.PositiveSmallIntegerField(_("note (0–10)"), null=True, blank=True)
    note = models.CharField(_("en une phrase"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    scored_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "item"], name="one_score_each"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=10),
                name="outlook_score_up_to_ten",
                violation_error_message=_("La note va de 0 à 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.item_id}"
