"""Words of the partnerships."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """The four categories; a partnership may be of several."""

    PATRONAGE = "patronage", _("mécénat")
    RESPONSIBLE_PRACTICES = "responsible_practices", _("pratiques responsables")
    ECONOMIC_COOPERATION = "economic_cooperation", _("coopération économique")
    SOCIETAL_INNOVATION = "societal_innovation", _("innovation sociétale")


class Level(models.TextChoices):
    OCCASIONAL = "occasional", _("ponctuel")
    REGULAR = "regular", _("régulier")
    STRATEGIC = "strategic", _("stratégique")


class Scope(models.TextChoices):
    LOCAL = "local", _("local")
    DEPARTEMENT = "departement", _("départemental")
    REGION = "region", _("régional")
    NATIONAL = "national", _("national")
    INTERNATIONAL = "international", _("international")


class Stage(models.TextChoices):
    """Where a partnership stands; one may go back."""

    SPOTTING = "spotting", _("repérage")
    FRAMING = "framing", _("cadrage")
    DESIGN = "design", _("co-conception")
    AGREEMENT = "agreement", _("convention")
    STEERING = "steering", _("pilotage")
    EVALUATION = "evaluation", _("évaluation")
    RENEWAL = "renewal", _("renouvellement")
    DEEPENING = "deepening", _("approfondissement")
    SPREADING = "spreading", _("essaimage")
    CLOSED = "closed", _("clôture")


class FlowDirection(models.TextChoices):
    GIVES = "gives", _("apporte")
    RECEIVES = "receives", _("reçoit")


class Objective(models.TextChoices):
    """Why a party comes; `OBJECTIVES_BY_WORLD` says which words fit which world."""

    LOCAL_ROOTS = "local_roots", _("ancrage territorial")
    PERFORMANCE = "performance", _("performance")
    INNOVATION = "innovation", _("innovation")
    EMPLOYEE_PRIDE = "employee_pride", _("engagement et fierté des équipes")
    RECRUITMENT = "recruitment", _("recrutement")
    MEANS = "means", _("moyens pour l’action")
    REACH = "reach", _("réponse à plus de personnes")
    RECOGNITION = "recognition", _("reconnaissance de l’expertise")
    SKILLS = "skills", _("compétences")
    SUSTAINABILITY = "sustainability", _("pérennité du projet")
    LOCAL_DEVELOPMENT = "local_development", _("développement du territoire")
    SOCIAL_COHESION = "social_cohesion", _("cohésion sociale")
    PUBLIC_ACTION = "public_action", _("modernisation de l’action publique")
    ATTRACTIVENESS = "attractiveness", _("attractivité")
    KNOWLEDGE = "knowledge", _("production de connaissances")
    TRAINING = "training", _("formation et insertion des élèves")
    INFORMATION = "information", _("information des habitants")
    OTHER = "other", _("autre")


class Approach(models.TextChoices):
    """Seven ways to look at a partnership when it is reviewed."""

    PERFORMANCE = "performance", _("performance")
    COHERENCE = "coherence", _("cohérence")
    EFFICIENCY = "efficiency", _("efficience")
    RELEVANCE = "relevance", _("pertinence")
    SOCIETAL_CONTRIBUTION = "societal_contribution", _("contribution sociétale")
    CLARITY = "clarity", _("clarté")
    MEANING = "meaning", _("sens")


class Recommitment(models.TextChoices):
    YES = "yes", _("oui, comme aujourd’hui")
    OTHERWISE = "otherwise", _("oui, autrement")
    NO = "no", _("non")
    UNSURE = "unsure", _("nous ne savons pas encore")


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("projet")
    SIGNED = "signed", _("signée")
    ENDED = "ended", _("terminée")
