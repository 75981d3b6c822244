"""The experiment of the small France: one row of each kind, asked of the club and of the school."""

from django.utils import timezone

from terreau.actors.models import Organisation
from terreau.alliances.models import Alliance
from terreau.core.partial_dates import PartialDate
from terreau.experiments.models import (
    CoalitionProposal,
    Contribution,
    Experiment,
    Immersion,
    Piece,
    ProofCriterion,
    Sidestep,
    SmallStep,
)


def fill_experiments(scenario, alliance: Alliance) -> None:
    """Bastien's question; the town promised a piece, the school is asked for it."""
    bastien = scenario.people["facilitator"]
    made = Experiment.objects.create(
        alliance=alliance,
        title="Vis ma vie",
        question="Comment se comprendre ?",
        nature="innovation",
        state="running",
        starts_on=PartialDate("2019"),
        posture="Bastien",
        created_by=bastien,
    )
    town, school, club = (
        Organisation.objects.get(name=name)
        for name in ("Ville", "Lycée du Val", "Club des entreprises")
    )
    piece = Piece.objects.create(experiment=made, title="Salle", nature="premises")
    pledged = timezone.now()
    contribution = Contribution.objects.create(
        piece=piece, organisation=town, state="pledged", pledged_at=pledged, posture="Fatou"
    )
    Contribution.objects.create(piece=piece, organisation=school, state="asked", posture="Fatou")
    rows = {
        "uuid": made,
        "piece": piece,
        "contribution": contribution,
        "step": SmallStep.objects.create(experiment=made, what="Appeler", posture="Fatou"),
        "sidestep": Sidestep.objects.create(
            experiment=made, organisation=club, promise="Ouvrir", posture="Bastien"
        ),
        "immersion": Immersion.objects.create(experiment=made, visitor=town, host=club),
        "criterion": ProofCriterion.objects.create(experiment=made, criterion="Durer"),
        "proposal": CoalitionProposal.objects.create(experiment=made, posture="Bastien"),
    }
    scenario.arguments |= {f"experiments:{name}": row.uuid for name, row in rows.items()}
