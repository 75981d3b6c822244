"""Words of the experiments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExperimentNature(models.TextChoices):
    """A new solution, or one that exists elsewhere and is done again here."""

    INNOVATION = "innovation", _("innovation")
    DUPLICATION = "duplication", _("duplication")


class ExperimentState(models.TextChoices):
    IDEA = "idea", _("question posée")
    GATHERING = "gathering", _("réunion des pièces")
    RUNNING = "running", _("en cours")
    SUSTAINED = "sustained", _("pérennisée")
    SPREAD = "spread", _("essaimée")
    STOPPED = "stopped", _("arrêtée")


class DecisionOutcome(models.TextChoices):
    STOP = "stop", _("arrêter")
    ADAPT = "adapt", _("adapter")
    SUSTAIN = "sustain", _("pérenniser")
    SPREAD = "spread", _("essaimer")


class ContributionState(models.TextChoices):
    """Asked is a proposal, never an assignment: only the organisation pledges."""

    ASKED = "asked", _("demandée")
    DECLINED = "declined", _("déclinée")
    PLEDGED = "pledged", pgettext_lazy("contribution", "promise")
    DELIVERED = "delivered", _("apportée")
    THANKED = "thanked", _("remerciée")
    WITHDRAWN = "withdrawn", _("retirée")


class EntryKind(models.TextChoices):
    PROGRESS = "progress", _("avancée")
    DIFFICULTY = "difficulty", _("difficulté")
    LESSON = "lesson", _("leçon")


class ImmersionState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    AGREED = "agreed", _("convenue")
    DONE = "done", _("vécue")
    DROPPED = "dropped", _("abandonnée")


class Comparison(models.TextChoices):
    """What a result is held against."""

    BEFORE_AFTER = "before_after", _("avant et après")
    TARGET = "target", _("une cible")
    SIMILAR = "similar", _("un groupe ou un lieu semblable")
    NONE = "none", _("aucune comparaison")


class ProposalState(models.TextChoices):
    COMPUTING = "computing", _("en calcul")
    READY = "ready", _("proposée")
    ACCEPTED = "accepted", _("retenue")
    SET_ASIDE = "set_aside", _("écartée")
    FAILED = "failed", _("sans résultat")
