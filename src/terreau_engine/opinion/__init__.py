"""Opinion: who answered what, where people stand, what unites and what divides."""

from terreau_engine.opinion.polis import PolisGroup, PolisResult, polis_compatible
from terreau_engine.opinion.records import Cells
from terreau_engine.opinion.shares import Representative, Shared
from terreau_engine.opinion.votes import AGREE, DISAGREE, PASS, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Cells",
    "PolisGroup",
    "PolisResult",
    "Representative",
    "Shared",
    "Votes",
    "polis_compatible",
]
