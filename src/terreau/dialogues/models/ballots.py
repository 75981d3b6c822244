"""Ballots on the challenges of an alliance, and what was counted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terreau.actors.models import Mandate
from terreau.alliances.models import Challenge
from terreau.dialogues.enums import AbsentGrade, BallotMethod
from terreau.dialogues.models.consultations import Consultation, ConsultationQuerySet, Participant


class Ballot(Consultation):
    """A consultation by ballot papers, counted by one of the methods."""

    method = models.CharField(
        _("méthode"),
        max_length=17,
        choices=BallotMethod,
        default=BallotMethod.MAJORITY_JUDGMENT,
    )
    grades = models.JSONField(_("mentions, de la plus haute à la plus basse"), default=list)
    absent_grade = models.CharField(
        _("option laissée sans mention"),
        max_length=7,
        choices=AbsentGrade,
        default=AbsentGrade.UNKNOWN,
    )
    score_max = models.PositiveSmallIntegerField(_("note la plus haute"), default=10)
    dots = models.PositiveSmallIntegerField(_("points à répartir"), default=5)
    budget_eur = models.DecimalField(
        _("budget (€)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    # The lot that settles the last ties is drawn and shown before the first voice.
    lot = models.CharField(_("lot tiré d’avance"), max_length=64, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("scrutin")
        verbose_name_plural = _("scrutins")
        constraints = [
            models.CheckConstraint(
                condition=~Q(method=BallotMethod.EQUAL_SHARES.value)
                | Q(budget_eur__isnull=False, budget_eur__gt=0),
                name="shared_budget_is_known",
                violation_error_message=_("Donnez le montant à répartir, en euros."),
            )
        ]


class BallotOption(models.Model):
    """One challenge, or one costed action, put to the ballot."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="options")
    challenge = models.ForeignKey(
        Challenge, models.SET_NULL, null=True, blank=True, related_name="ballot_options"
    )
    key = models.CharField(max_length=40, editable=False)  # its name in files
    title = models.CharField(_("intitulé"), max_length=200)
    description = models.TextField(_("précisions"), blank=True, max_length=2000)
    cost_eur = models.DecimalField(
        _("coût (€)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    rank = models.PositiveSmallIntegerField(_("ordre de présentation"), default=0)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["ballot", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "key"], name="ballot_option_key_once"),
            models.UniqueConstraint(
                fields=["ballot", "title"],
                name="ballot_option_once",
                violation_error_message=_("Cette option est déjà dans le scrutin."),
            ),
            models.CheckConstraint(
                condition=Q(cost_eur=None) | Q(cost_eur__gt=0),
                name="ballot_option_cost_is_positive",
                violation_error_message=_("Le coût est un montant positif, en euros."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BallotPaper(models.Model):
    """The current paper of one voice, changeable until the close."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="paper")
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="papers")
    # {option key: grade index | 1 | score | rank | dots}; nothing for what was left blank.
    content = models.JSONField(_("contenu"), default=dict)
    is_abstention = models.BooleanField(_("bulletin blanc"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")
    cast_at = models.DateTimeField(_("déposé le"), default=timezone.now)

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.participant_id}"


class BallotCount(models.Model):
    """What was counted, by which method, of which papers: added, never changed."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="counts")
    number = models.PositiveSmallIntegerField(_("dépouillement n°"))
    method = models.CharField(_("méthode"), max_length=17, choices=BallotMethod)
    content = models.JSONField(_("résultat, ensemble et par monde"), default=dict)
    papers_digest = models.CharField(_("empreinte des bulletins"), max_length=64)
    paper_count = models.PositiveIntegerField(_("bulletins"), default=0)
    abstention_count = models.PositiveIntegerField(_("bulletins blancs"), default=0)
    called_count = models.PositiveIntegerField(_("voix appelées"), null=True, blank=True)
    counted_by = models.CharField(_("dépouillé par"), max_length=250)
    counted_at = models.DateTimeField(_("dépouillé le"), default=timezone.now)

    class Meta:
        verbose_name = _("dépouillement")
        verbose_name_plural = _("dépouillements")
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="ballot_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.number}"
