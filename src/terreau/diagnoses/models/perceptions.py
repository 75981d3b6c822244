"""Perception surveys: what weighs on the territory, from 0 to 10, as each world feels it (R6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.enums import ActorWorld
from terreau.actors.models import ActionDomain, Mandate
from terreau.alliances.models import Challenge
from terreau.diagnoses.enums import SurveyWeighting
from terreau.dialogues.models import Consultation, Participant
from terreau.dialogues.models.consultations import ConsultationQuerySet


class PerceptionSurvey(Consultation):
    """A consultation by scores, answered without account; read after its close only."""

    weighting = models.CharField(
        _("ce que pèse une réponse"),
        max_length=7,
        choices=SurveyWeighting,
        default=SurveyWeighting.NONE,
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquête de perception")
        verbose_name_plural = _("enquêtes de perception")

    def get_absolute_url(self) -> str:
        """Its page in the diagnosis."""
        return reverse("diagnoses:survey", args=[self.alliance.slug, self.uuid])


class SurveyItem(models.Model):
    """What is scored: a challenge of the alliance, a domain of action, or words of its own."""

    survey = models.ForeignKey(PerceptionSurvey, models.CASCADE, related_name="items")
    label = models.CharField(_("intitulé"), max_length=150)
    challenge = models.ForeignKey(
        Challenge, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    domain = models.ForeignKey(
        ActionDomain, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rank = models.PositiveSmallIntegerField(_("ordre de présentation"), default=0)

    class Meta:
        verbose_name = _("sujet à noter")
        verbose_name_plural = _("sujets à noter")
        ordering = ["survey", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "label"],
                name="survey_item_once",
                violation_error_message=_("Ce sujet est déjà dans la liste."),
            ),
            models.CheckConstraint(
                condition=Q(challenge=None) | Q(domain=None),
                name="survey_item_of_one_thing",
                violation_error_message=_("Un sujet est un enjeu ou un domaine, pas les deux."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SurveyTarget(models.Model):
    """The part that a world should have in the figure of all, as the facilitators say it."""

    survey = models.ForeignKey(PerceptionSurvey, models.CASCADE, related_name="targets")
    world = models.CharField(_("monde"), max_length=16, choices=ActorWorld)
    share = models.PositiveSmallIntegerField(_("part (%)"))

    class Meta:
        verbose_name = _("part d’un monde")
        verbose_name_plural = _("parts des mondes")
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "world"], name="survey_target_once"),
            models.CheckConstraint(
                condition=Q(share__gte=1, share__lte=100),
                name="survey_target_is_a_share",
                violation_error_message=_("Une part va de 1 à 100 %."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_world_display()} : {self.share}"


class SurveyAnswer(models.Model):
    """That a voice answered, from which world, and by which mandate if not in its own name (R8)."""

    survey = models.ForeignKey(PerceptionSurvey, models.CASCADE, related_name="answers")
    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="survey_answer", verbose_name=_("voix")
    )
    # Empty: not said. The world of an organisation is read from its voice, which follows its sheet.
    world = models.CharField(_("monde"), max_length=16, choices=ActorWorld, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("répondu le"), default=timezone.now)

    class Meta:
        verbose_name = _("réponse à une enquête")
        verbose_name_plural = _("réponses à une enquête")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.participant_id}"


class SurveyScore(models.Model):
    """The score of one voice on one item; without a score, it said « ne sait pas »."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="survey_scores")
    item = models.ForeignKey(SurveyItem, models.CASCADE, related_name="scores")
    score = models.PositiveSmallIntegerField(_("note (0–10)"), null=True, blank=True)
    scored_at = models.DateTimeField(_("noté le"), default=timezone.now)

    class Meta:
        verbose_name = _("note d’une enquête")
        verbose_name_plural = _("notes d’une enquête")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "item"], name="one_survey_score_each"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=10),
                name="survey_score_up_to_ten",
                violation_error_message=_("La note va de 0 à 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} · {self.item_id}"
