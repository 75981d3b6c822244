"""Words of the alliances."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AllianceStatus(models.TextChoices):
    OPEN = "open", _("ouverte, visible de ses membres")
    PUBLISHED = "published", _("publiée")
    DORMANT = "dormant", _("en sommeil")
    CLOSED = "closed", _("close")


class GovernanceForm(models.TextChoices):
    """« informelle » is valid forever (R2)."""

    INFORMAL = "informal", _("informelle")
    CHARTER = "charter", _("charte")
    ASSOCIATION = "association", _("association")
    SCIC = "scic", _("SCIC")
    PTCE = "ptce", _("PTCE")
    FOUNDATION = "foundation", _("fondation ou fonds de dotation")
    GIP = "gip", _("GIP")


class MemberRole(models.TextChoices):
    FACILITATOR = "facilitator", _("facilitateur")
    FEDERATOR = "federator", _("fédérateur")
    PRACTITIONER = "practitioner", _("praticien")
    EXPERT = "expert", _("expert")
    FUNDER = "funder", _("financeur")
    WITNESS = "witness", _("témoin")
    EVALUATOR = "evaluator", _("évaluateur")


class ConsentAnswer(models.TextChoices):
    AGREEMENT = "agreement", _("accord")
    RESERVATION = "reservation", _("réserve")
    DISAGREEMENT = "disagreement", _("désaccord")


class ChallengeAim(models.TextChoices):
    """004-04: an enjeu reduces a fragility, creates a driver, or both."""

    REDUCE_FRAGILITY = "fragility", _("fragilité à réduire")
    CREATE_DRIVER = "driver", _("moteur à créer")
    BOTH = "both", _("fragilité à réduire et moteur à créer")


class ChallengePosition(models.TextChoices):
    CARRIES = "carries", _("agit déjà")
    SUPPORTS = "supports", _("soutient")
    WATCHES = "watches", _("observe")
    DOUBTS = "doubts", _("a des doutes")
    OPPOSES = "opposes", _("s’oppose")


class PathPhase(models.TextChoices):
    DIALOGUE = "dialogue", _("dialogue")
    EXPERIMENT = "experiment", _("expérimentations")
    PARTNERSHIP = "partnership", _("partenariats")


class InvitationState(models.TextChoices):
    SENT = "sent", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("déclinée")
    REVOKED = "revoked", _("retirée")


class JournalKind(models.TextChoices):
    STEP = "step", _("étape")
    STORY = "story", _("récit")
    DIFFICULTY = "difficulty", _("difficulté")
    DECISION = "decision", _("décision")
    MEETING = "meeting", _("rencontre")
