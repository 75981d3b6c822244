"""Opinion: who answered what, where people stand, what unites and what divides."""

from terreau_engine.opinion.landscape import Groups, Landscape, landscape
from terreau_engine.opinion.polis import PolisGroup, PolisResult, polis_compatible
from terreau_engine.opinion.prediction import predict
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.routing import (
    Routing,
    next_statements,
    person_seed,
    prepare_routing,
)
from terreau_engine.opinion.shares import Representative, Shared
from terreau_engine.opinion.statements import Consensus, Division
from terreau_engine.opinion.votes import AGREE, DISAGREE, PASS, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Cells",
    "Consensus",
    "Division",
    "Groups",
    "Landscape",
    "PolisGroup",
    "PolisResult",
    "Representative",
    "Routing",
    "Shared",
    "Votes",
    "landscape",
    "next_statements",
    "person_seed",
    "polis_compatible",
    "predict",
    "prepare_routing",
]
