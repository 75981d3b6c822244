"""Opinion: who answered what, where people stand, what unites and what divides."""

from terreau_engine.opinion.votes import AGREE, DISAGREE, PASS, Cells, Votes

__all__ = ["AGREE", "DISAGREE", "PASS", "Cells", "Votes"]
