"""Fetching is checking: an experiment that this person may see, or 404; and its frame."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from terreau.alliances.enums import AllianceStatus
from terreau.alliances.rail import alliance_frame
from terreau.experiments.models import Contribution, Experiment, Piece
from terreau.experiments.permissions import can_read_inside_experiment, can_steer_experiment
from terreau.experiments.tabs import tabs_of

OUTSIDE = {"rail": [], "alliance": None, "is_inside": False}


def visible_experiments(request: HttpRequest) -> QuerySet[Experiment]:
    """Those this person may see, with what every page shows."""
    seen = Experiment.objects.visible_to(request.user)
    return seen.select_related("alliance", "duplicates", "born_of_experiment", "born_of_event")


def fetch_experiment(
    request: HttpRequest, uuid: UUID, rows: QuerySet[Experiment] | None = None
) -> Experiment:
    """Fetch one by its address."""
    return get_object_or_404(visible_experiments(request) if rows is None else rows, uuid=uuid)


def fetch_piece(
    request: HttpRequest, uuid: UUID, piece: UUID, rows: QuerySet[Piece] | None = None
) -> Piece:
    """Fetch a piece of an experiment this person may see."""
    experiment = fetch_experiment(request, uuid)
    rows = Piece.objects.all() if rows is None else rows
    found = get_object_or_404(rows, experiment=experiment, uuid=piece)
    found.experiment = experiment
    return found


def fetch_contribution(request: HttpRequest, uuid: UUID, contribution: UUID) -> Contribution:
    """Fetch what one organisation brings, or is asked for, in an experiment one may see."""
    experiment = fetch_experiment(request, uuid)
    rows = Contribution.objects.select_related("piece", "organisation", "resource")
    found = get_object_or_404(rows, piece__experiment=experiment, uuid=contribution)
    found.piece.experiment = experiment
    return found


def experiment_frame(
    request: HttpRequest, experiment: Experiment, current: str, here: str = ""
) -> dict:
    """Give what surrounds a page: the alliance's rail when there is one, the tabs, who one is."""
    steers = can_steer_experiment(request.posture, experiment)
    frame = _surroundings(request, experiment, here)
    return frame | {
        "experiment": experiment,
        "tabs": tabs_of(experiment, current),
        "steers": bool(steers),
        "takes_part": bool(can_read_inside_experiment(request.posture, experiment)),
        "signed_in": request.user.is_authenticated,
    }


def _surroundings(request: HttpRequest, experiment: Experiment, here: str) -> dict:
    tail = [(experiment.title, experiment.get_absolute_url() if here else "")]
    tail += [(here, "")] if here else []
    if experiment.alliance is None:
        crumbs = [(_("Expériences"), reverse("experiments:list")), *tail]
        return OUTSIDE | {"crumbs": crumbs}
    alliance = experiment.alliance
    frame = alliance_frame(request, alliance, "experiments", experiment.title)
    if not frame["is_inside"] and alliance.status != AllianceStatus.PUBLISHED:
        # Whoever brings a piece reads the experiment; the alliance stays its members' own.
        crumbs = [(_("Expériences"), reverse("experiments:list")), *tail]
        return OUTSIDE | {"crumbs": crumbs}
    crumbs = [
        (_("Alliances"), reverse("alliances:list")),
        (alliance.name, alliance.get_absolute_url()),
        (_("Expérimentations"), reverse("experiments:of_alliance", args=[alliance.slug])),
    ]
    return frame | {"crumbs": [*crumbs, *tail]}
