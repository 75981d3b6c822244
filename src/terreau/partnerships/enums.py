"""Words of the partnerships."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from terreau.actors.enums import ActorWorld


class Category(models.TextChoices):
    """The four categories; a partnership may be of several."""

    PATRONAGE = "patronage", _("mécénat")
    RESPONSIBLE_PRACTICES = "responsible_practices", _("pratiques responsables")
    ECONOMIC_COOPERATION = "economic_cooperation", _("coopération économique")
    SOCIETAL_INNOVATION = "societal_innovation", _("innovation sociétale")


CATEGORY_WORDS = {
    Category.PATRONAGE: _("l’un soutient l’action de l’autre, en argent, en temps ou en nature"),
    Category.RESPONSIBLE_PRACTICES: _("chacun change sa manière de faire grâce à l’autre"),
    Category.ECONOMIC_COOPERATION: _("produire, acheter ou vendre ensemble"),
    Category.SOCIETAL_INNOVATION: _("inventer à plusieurs une réponse qui n’existait pas"),
}


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


# The three ways on after the evaluation stand side by side: going from one to another is no
# step back.
STAGE_RANKS = {
    Stage.SPOTTING: 0,
    Stage.FRAMING: 1,
    Stage.DESIGN: 2,
    Stage.AGREEMENT: 3,
    Stage.STEERING: 4,
    Stage.EVALUATION: 5,
    Stage.RENEWAL: 6,
    Stage.DEEPENING: 6,
    Stage.SPREADING: 6,
    Stage.CLOSED: 7,
}


class Provenance(models.TextChoices):
    """Where a sheet comes from: lived in Terreau, or noted by the census of a territory."""

    ACCOMPANIED = "accompanied", _("suivi dans Terreau")
    CENSUSED = "censused", _("recensé")


class Certainty(models.TextChoices):
    """How sure it is that a censused partnership exists; empty is unknown."""

    CONFIRMED = "confirmed", _("confirmé par plusieurs parties")
    DOCUMENTED = "documented", _("établi par un document")
    DECLARED = "declared", _("déclaré par une partie")
    REPORTED = "reported", _("rapporté par un tiers")


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


_O = Objective
OBJECTIVES_BY_WORLD: dict[str, tuple[Objective, ...]] = {
    ActorWorld.PUBLIC: (
        _O.LOCAL_DEVELOPMENT,
        _O.SOCIAL_COHESION,
        _O.PUBLIC_ACTION,
        _O.ATTRACTIVENESS,
        _O.INNOVATION,
        _O.OTHER,
    ),
    ActorWorld.ECONOMIC: (
        _O.LOCAL_ROOTS,
        _O.PERFORMANCE,
        _O.INNOVATION,
        _O.EMPLOYEE_PRIDE,
        _O.RECRUITMENT,
        _O.ATTRACTIVENESS,
        _O.OTHER,
    ),
    ActorWorld.GENERAL_INTEREST: (
        _O.MEANS,
        _O.REACH,
        _O.RECOGNITION,
        _O.SKILLS,
        _O.SUSTAINABILITY,
        _O.INNOVATION,
        _O.OTHER,
    ),
    ActorWorld.ACADEMIC: (
        _O.KNOWLEDGE,
        _O.TRAINING,
        _O.LOCAL_ROOTS,
        _O.RECOGNITION,
        _O.INNOVATION,
        _O.OTHER,
    ),
    ActorWorld.MEDIA: (_O.INFORMATION, _O.LOCAL_ROOTS, _O.REACH, _O.SUSTAINABILITY, _O.OTHER),
    ActorWorld.EXPERT: (
        _O.RECOGNITION,
        _O.KNOWLEDGE,
        _O.SUSTAINABILITY,
        _O.LOCAL_DEVELOPMENT,
        _O.INNOVATION,
        _O.OTHER,
    ),
}


class SquareCorner(models.TextChoices):
    """The four families of objectives that both sides share."""

    PEOPLE = "people", _("compétences et équipes")
    ROOTS = "roots", _("ancrage et relations")
    INNOVATION = "innovation", _("innovation")
    RESOURCES = "resources", _("ressources et résultats")


CORNERS: dict[str, SquareCorner] = {
    _O.EMPLOYEE_PRIDE: SquareCorner.PEOPLE,
    _O.RECRUITMENT: SquareCorner.PEOPLE,
    _O.SKILLS: SquareCorner.PEOPLE,
    _O.TRAINING: SquareCorner.PEOPLE,
    _O.LOCAL_ROOTS: SquareCorner.ROOTS,
    _O.REACH: SquareCorner.ROOTS,
    _O.RECOGNITION: SquareCorner.ROOTS,
    _O.LOCAL_DEVELOPMENT: SquareCorner.ROOTS,
    _O.SOCIAL_COHESION: SquareCorner.ROOTS,
    _O.INFORMATION: SquareCorner.ROOTS,
    _O.INNOVATION: SquareCorner.INNOVATION,
    _O.PUBLIC_ACTION: SquareCorner.INNOVATION,
    _O.KNOWLEDGE: SquareCorner.INNOVATION,
    _O.PERFORMANCE: SquareCorner.RESOURCES,
    _O.MEANS: SquareCorner.RESOURCES,
    _O.SUSTAINABILITY: SquareCorner.RESOURCES,
    _O.ATTRACTIVENESS: SquareCorner.RESOURCES,
}


class ObjectiveMet(models.TextChoices):
    YES = "yes", _("oui")
    PARTLY = "partly", _("en partie")
    NO = "no", _("non")


class Approach(models.TextChoices):
    """Seven ways to look at a partnership when it is reviewed."""

    PERFORMANCE = "performance", _("performance")
    COHERENCE = "coherence", _("cohérence")
    EFFICIENCY = "efficiency", _("efficience")
    RELEVANCE = "relevance", _("pertinence")
    SOCIETAL_CONTRIBUTION = "societal_contribution", _("contribution sociétale")
    CLARITY = "clarity", _("clarté")
    MEANING = "meaning", pgettext_lazy("approach", "sens")


class Recommitment(models.TextChoices):
    YES = "yes", _("oui, comme aujourd’hui")
    OTHERWISE = "otherwise", _("oui, autrement")
    NO = "no", _("non")
    UNSURE = "unsure", _("nous ne savons pas encore")


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("projet")
    SIGNED = "signed", _("signée")
    ENDED = "ended", _("terminée")
