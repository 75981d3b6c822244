"""Make experiments, their pieces and what organisations bring of them."""

from decimal import Decimal

from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.actors.posture import Posture
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.experiments.models import Contribution, Decision, Experiment, Piece

NOW = timezone.now
DAY = PartialDate("2026-03-02")


def make_experiment(alliance: Alliance | None, title: str = "Élèves et entreprises", **fields):
    """Make an experiment that gathers its pieces, public unless told otherwise."""
    values = {
        "question": "Comment les élèves découvrent-ils les métiers d’ici ?",
        "nature": "innovation",
        "state": "gathering",
        "posture": "Bastien Roy, au nom de Club Gravelle",
        **fields,
    }
    return Experiment.objects.create(alliance=alliance, title=title, **values)


def make_piece(experiment: Experiment, title: str = "Salles", **fields) -> Piece:
    """Make the next piece, of premises and not counted unless told otherwise."""
    position = Piece.objects.filter(experiment=experiment).count()
    values = {"nature": "premises", "position": position, **fields}
    if "quantity" in values and values["quantity"] is not None:
        values["quantity"] = Decimal(values["quantity"])
    return Piece.objects.create(experiment=experiment, title=title, **values)


def make_contribution(
    piece: Piece, organisation: Organisation, state: str = "pledged", **fields
) -> Contribution:
    """Make what one organisation brings."""
    dates = {
        "asked": {"asked_at": NOW()},
        "pledged": {"pledged_at": NOW()},
        "delivered": {"pledged_at": NOW(), "delivered_on": DAY},
        "thanked": {"pledged_at": NOW(), "delivered_on": DAY, "thanked_at": NOW()},
    }
    values = {"posture": "Ama Diallo", **dates.get(state, {}), **fields}
    return Contribution.objects.create(
        piece=piece, organisation=organisation, state=state, **values
    )


def make_decision(experiment: Experiment, outcome: str = "stop", **fields) -> Decision:
    """Make a decision."""
    values = {
        "reasons": "Trop peu de temps.",
        "decided_on": PartialDate("2026-03"),
        "posture": "Bastien Roy",
        **fields,
    }
    return Decision.objects.create(experiment=experiment, outcome=outcome, **values)


def in_own_name(posture: Posture) -> Posture:
    """The same person, speaking for themselves."""
    return Posture(posture.person)
