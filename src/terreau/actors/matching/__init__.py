"""Find the sheets that may be one organisation."""

from terreau.actors.matching.distinct import remember_distinct
from terreau.actors.matching.index import index_match_keys
from terreau.actors.matching.proposals import Proposer, propose_matches
from terreau.actors.matching.within import propose_lines

__all__ = [
    "Proposer",
    "index_match_keys",
    "propose_lines",
    "propose_matches",
    "remember_distinct",
]
