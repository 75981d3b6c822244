"""The rows of the experiments."""

from terreau.experiments.models.evidence import (
    Decision,
    Measurement,
    ProofCriterion,
    Protocol,
)
from terreau.experiments.models.experiments import Experiment, ExperimentMeaning
from terreau.experiments.models.puzzle import CoalitionProposal, Contribution, Piece
from terreau.experiments.models.story import ExperimentEntry, Immersion, Sidestep, SmallStep

__all__ = [
    "CoalitionProposal",
    "Contribution",
    "Decision",
    "Experiment",
    "ExperimentEntry",
    "ExperimentMeaning",
    "Immersion",
    "Measurement",
    "Piece",
    "ProofCriterion",
    "Protocol",
    "Sidestep",
    "SmallStep",
]
