"""Words of the dialogues."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Space(models.TextChoices):
    """Two spaces that stand side by side and are never pooled (R8)."""

    ORGANISATIONS = "organisations", _("espace des organisations")
    INHABITANTS = "inhabitants", _("espace des habitants")


class Access(models.TextChoices):
    """How the inhabitants' space is entered."""

    OPEN = "open", _("ouvert à qui a l’adresse ou le code")
    LINKS = "links", _("réservé aux liens personnels")


class VoiceChannel(models.TextChoices):
    """By which way a voice came in."""

    DEVICE = "device", _("appareil, sans compte")
    ACCOUNT = "account", _("compte")
    LINK = "link", _("lien personnel")
    MANDATE = "mandate", _("mandat d’une organisation")
    PAPER = "paper", _("bulletin papier")
    IMPORTED = "imported", _("fichier importé")
    SIMULATED = "simulated", _("voix simulée")


class StatementOrigin(models.TextChoices):
    SEED = "seed", _("proposé par les facilitateurs")
    PARTICIPANT = "participant", _("écrit par un participant")
    IMPORTED = "imported", _("repris d’un fichier")


class StatementState(models.TextChoices):
    PENDING = "pending", _("en attente de relecture")
    ACCEPTED = "accepted", _("soumis au vote")
    REFUSED = "refused", _("non retenu")
    WITHDRAWN = "withdrawn", _("retiré")


class ModerationAct(models.TextChoices):
    PROPOSED = "proposed", _("proposé")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("non retenu")
    WITHDRAWN = "withdrawn", _("retiré du vote")
    RESTORED = "restored", _("remis au vote")


class ModerationReason(models.TextChoices):
    """The published rules; each refusal names one of them."""

    DUPLICATE = "duplicate", _("déjà dit par un autre énoncé")
    OFF_TOPIC = "off_topic", _("sans rapport avec la question")
    SEVERAL_IDEAS = "several_ideas", _("plusieurs idées en une")
    UNCLEAR = "unclear", _("incompréhensible en l’état")
    PERSON = "person", _("vise ou désigne une personne")
    UNLAWFUL = "unlawful", _("contraire à la loi")
    ASKED = "asked", _("à la demande de son auteur")
    OTHER = "other", _("autre raison, dite en toutes lettres")


class VoteAnswer(models.IntegerChoices):
    DISAGREE = -1, _("pas d’accord")
    PASS = 0, _("je passe")
    AGREE = 1, _("d’accord")


class OutlookKind(models.TextChoices):
    CHALLENGE = "challenge", _("enjeu")
    FRAGILITY = "fragility", _("fragilité")


class BallotMethod(models.TextChoices):
    MAJORITY_JUDGMENT = "majority_judgment", _("jugement majoritaire")
    APPROVAL = "approval", _("approbation")
    SCORE = "score", _("notes")
    SCHULZE = "schulze", _("rangs, méthode Schulze")
    RANKED_PAIRS = "ranked_pairs", _("rangs, paires ordonnées")
    DOTS = "dots", _("points à répartir")
    EQUAL_SHARES = "equal_shares", _("budget, parts égales")


class AbsentGrade(models.TextChoices):
    """What counts for an option that a ballot leaves without a grade."""

    UNKNOWN = "unknown", _("sans avis, compté à part")
    WORST = "worst", _("comptée à la plus basse mention")


class AgendaState(models.TextChoices):
    PROPOSED = "proposed", _("proposé aux membres")
    CURRENT = "current", _("en vigueur")
    REPLACED = "replaced", _("remplacé par une version plus récente")


class DecisionSubject(models.TextChoices):
    AGENDA = "agenda", _("ordre du jour commun")
    RULES = "rules", _("règles du jeu")
    GOVERNANCE = "governance", _("gouvernance")
    OTHER = "other", _("autre sujet")


class DecisionState(models.TextChoices):
    OPEN = "open", _("soumise au consentement")
    ADOPTED = "adopted", _("adoptée")
    WITHDRAWN = "withdrawn", _("retirée")


class DecisionVoice(models.TextChoices):
    CONSENT = "consent", _("consentement")
    CONCERN = "concern", _("consentement avec une réserve")
    OBJECTION = "objection", _("objection")
    ABSTENTION = "abstention", _("ne se prononce pas")


class ObjectionOutcome(models.TextChoices):
    """How an objection was treated; an untreated one keeps the decision open."""

    INTEGRATED = "integrated", _("intégrée : le texte a changé")
    LIFTED = "lifted", _("levée par son auteur")
    NOT_REASONED = "not_reasoned", _("reconnue comme une préférence, avec son auteur")


class GroupColour(models.TextChoices):
    BLUE = "blue", _("bleu")
    RED = "red", _("rouge")
    GREEN = "green", _("vert")
    YELLOW = "yellow", _("jaune")
    VIOLET = "violet", _("violet")
    ORANGE = "orange", _("orange")
    GREY = "grey", _("gris")
    BROWN = "brown", _("brun")


class PropositionStatus(models.TextChoices):
    SAID = "said", _("dite")
    KEPT = "kept", _("retenue")
    STARTED = "started", _("commencée")
    DONE = "done", _("faite")
    PAUSED = "paused", _("en pause")
    DROPPED = "dropped", _("abandonnée")
