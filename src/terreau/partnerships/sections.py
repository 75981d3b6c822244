"""What the partnerships add to an alliance, to a sheet, and to what is known of a person."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.extensions import Section
from terreau.actors.models import Organisation
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance
from terreau.experiments.actions.experiments import NOT_BEGUN
from terreau.experiments.models import Experiment
from terreau.partnerships.enums import Stage
from terreau.partnerships.models import (
    Document,
    Partnership,
    Party,
    ReviewAnswer,
    StageChange,
)

SHOWN = 4
ON_SHEET = 12
HAS_PARTNERSHIPS = Exists(
    Partnership.alliances.through.objects.filter(alliance=OuterRef("pk")).order_by()
)


HAS_PARTIES = Exists(Party.objects.filter(organisation=OuterRef("pk")).order_by())


def partnership_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show the latest, running first: one query, none where nothing was ever noted."""
    if not getattr(alliance, "has_partnerships", True):
        return None
    seen = Partnership.objects.visible_to(request.user).filter(
        pk__in=alliance.partnerships.order_by().values("pk")
    )
    here = Count("parties", filter=Q(parties__left_on=None), distinct=True)
    rows = seen.annotate(here=here).exclude(stage=Stage.CLOSED).order_by("-created_at", "-pk")
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    context = {"rows": found[:SHOWN], "has_more": len(found) > SHOWN}
    return Card(_("Les partenariats"), "partnerships/_overview_card.html", context)


def partnerships_of(request: HttpRequest, organisation: Organisation) -> Section | None:
    """The visible partnerships of an organisation, those it left dated, in one query."""
    if not getattr(organisation, "has_parties", True):
        return None
    seen = Partnership.objects.visible_to(request.user)
    rows = list(
        Party.objects.filter(organisation=organisation, partnership__in=seen.values("pk"))
        .select_related("partnership")
        .order_by("partnership__provenance", "left_on", "-partnership__created_at", "-pk")[
            :ON_SHEET
        ]
    )
    if not rows:
        return None
    return Section(_("Partenariats"), "partnerships/_of_organisation.html", {"parties": rows})


def born_of_experiment(request: HttpRequest, experiment: Experiment) -> Section | None:
    """The visible partnerships born of an experiment, in one query, and the door to note one."""
    seen = Partnership.objects.visible_to(request.user).filter(experiments=experiment)
    rows = list(seen.distinct().order_by("-created_at", "-pk")[:ON_SHEET])
    has_begun = experiment.state not in NOT_BEGUN
    may_note = bool(has_begun and request.posture and request.posture.mandate)
    if not rows and not may_note:
        return None
    told = {"rows": rows, "experiment": experiment, "may_note": may_note}
    return Section(_("Ce qui en est né"), "partnerships/_of_experiment.html", told)


def partnership_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of a person's acts; of the answers, only those they wrote themselves."""
    answers = ReviewAnswer.objects.filter(by=person).select_related("review__partnership", "party")
    return {
        "partenariats notés": [
            {"nom": one.title, "le": one.created_at, "comme": one.posture}
            for one in Partnership.objects.filter(created_by=person).order_by("pk")
        ],
        "étapes notées": [
            {"étape": str(one.get_stage_display()), "le": one.recorded_at, "raison": one.note}
            for one in StageChange.objects.filter(by=person).order_by("pk")
        ],
        "documents joints": [
            {"nom": one.name, "le": one.added_at}
            for one in Document.objects.filter(added_by=person).order_by("pk")
        ],
        "réponses à des revues": [_answer_data(one) for one in answers.order_by("pk")],
    }


def _answer_data(one: ReviewAnswer) -> dict[str, Any]:
    return {
        "partenariat": one.review.partnership.title,
        "comme": one.posture,
        "donnée le": one.given_at,
        "ce que l’action produit": one.product,
        "équilibre": one.balance,
        "valorisation": one.recognition,
        "approches": one.approaches,
        "objectifs": one.objectives,
        "repartir": str(one.get_recommits_display()),
        "ce qui marche": one.strengths,
        "à changer": one.to_improve,
    }
