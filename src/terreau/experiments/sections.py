"""What the experiments add to the pages below: an alliance, a sheet, a territory, an account."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.accounts.models import Person
from terreau.actors.extensions import Section
from terreau.actors.models import Organisation
from terreau.alliances.extensions import Card
from terreau.alliances.models import Alliance
from terreau.experiments.enums import ExperimentState
from terreau.experiments.models import (
    Contribution,
    Decision,
    Experiment,
    ExperimentEntry,
)
from terreau.experiments.pictures.puzzle import draw_puzzle
from terreau.experiments.puzzle_reading import read_puzzle, with_puzzle
from terreau.territories.models import Territory

SHOWN = 4
OVER = (ExperimentState.STOPPED, ExperimentState.SUSTAINED, ExperimentState.SPREAD)
HAS_EXPERIMENTS = Exists(Experiment.objects.filter(alliance=OuterRef("pk")).order_by())


HAS_CONTRIBUTIONS = Exists(Contribution.objects.filter(organisation=OuterRef("pk")).order_by())


def experiments_card(request: HttpRequest, alliance: Alliance) -> Card | None:
    """Show the latest puzzle with its holes, and lead to the others.

    Three queries, none where nothing was tried.
    """
    if not getattr(alliance, "has_experiments", True):
        return None
    seen = Experiment.objects.visible_to(request.user).filter(alliance=alliance)
    is_over = Case(When(state__in=OVER, then=1), default=0)
    rows = list(with_puzzle(seen).order_by(is_over, "-created_at", "-pk")[:SHOWN])
    if not rows:
        return None
    shown = rows[0]
    puzzle = read_puzzle(shown)
    picture = None
    if puzzle.pieces:
        picture = draw_puzzle(
            puzzle,
            title=_("Le puzzle de « %(title)s »") % {"title": shown.title},
            address=lambda piece: reverse("experiments:piece", args=[shown.uuid, piece.uuid]),
            signed_in=request.user.is_authenticated,
        )
    told = {"shown": shown, "picture": picture, "others": rows[1:]}
    return Card(_("Les expérimentations"), "experiments/_overview_card.html", told)


def experiments_of(request: HttpRequest, organisation: Organisation) -> Section | None:
    """What an organisation brings or brought, in the experiments this reader may see."""
    if not getattr(organisation, "has_contributions", True):
        return None
    seen = Experiment.objects.visible_to(request.user)
    rows = Contribution.objects.standing().filter(
        organisation=organisation, piece__experiment__in=seen.values("pk")
    )
    told = list(rows.select_related("piece__experiment").order_by("-pk")[:12])
    if not told:
        return None
    return Section(_("Expérimentations"), "experiments/_of_organisation.html", {"rows": told})


def experiments_here(request: HttpRequest, territory: Territory) -> dict[str, Any] | None:
    """The experiments of a territory: its own, or those of an alliance whose perimeter it is in."""
    above = [territory.pk, territory.region_id, territory.departement_id, territory.epci_id]
    keys = [pk for pk in above if pk]
    own = Experiment.objects.filter(territories__in=keys).values("pk")
    whole = Experiment.objects.filter(territories=None, alliance__perimeter__in=keys).values("pk")
    seen = Experiment.objects.visible_to(request.user)
    rows = list(seen.filter(Q(pk__in=own) | Q(pk__in=whole))[: SHOWN + 1])
    return {"experiments": rows[:SHOWN], "has_more": len(rows) > SHOWN} if rows else None


def experiments_data(person: Person) -> dict[str, Any]:
    """What Terreau keeps of what a person wrote in the experiments."""
    asked = Experiment.objects.filter(created_by=person).order_by("created_at", "pk")
    pages = ExperimentEntry.objects.filter(author=person).select_related("experiment")
    brought = Contribution.objects.filter(by=person).select_related("piece__experiment")
    decided = Decision.objects.filter(by=person).select_related("experiment")
    return {
        "questions posées": [
            {"expérimentation": row.title, "question": row.question, "le": row.created_at}
            for row in asked
        ],
        "contributions": [
            {
                "expérimentation": row.piece.experiment.title,
                "pièce": row.piece.title,
                "état": str(row.get_state_display()),
                "dit par": row.posture,
                "note": row.note,
                "réponse": row.answer,
            }
            for row in brought.order_by("pk")
        ],
        "pages de journal": [
            {"expérimentation": row.experiment.title, "texte": row.text, "le": row.written_at}
            for row in pages.order_by("written_at", "pk")
        ],
        "décisions": [
            {
                "expérimentation": row.experiment.title,
                "décision": str(row.get_outcome_display()),
                "raisons": row.reasons,
                "le": row.recorded_at,
            }
            for row in decided.order_by("recorded_at", "pk")
        ],
    }
