"""Priorities: ballots to an order, budgets to a choice, an order to a sequence."""

from terreau_engine.priorities.agenda import Agenda, Moved, sequence
from terreau_engine.priorities.ballots import ApprovalBallots, RankedBallots, prepare_approvals
from terreau_engine.priorities.condorcet import Schulze, schulze
from terreau_engine.priorities.equal_shares import EqualShares, Missing, Round, equal_shares
from terreau_engine.priorities.grades import tally_grades
from terreau_engine.priorities.greedy_choice import Greedy, greedy
from terreau_engine.priorities.locking import Lock, RankedPairs, ranked_pairs
from terreau_engine.priorities.majority import (
    GradeProfile,
    MajorityJudgment,
    Parting,
    majority_judgment,
)
from terreau_engine.priorities.pabulib import PabulibFile, Vote, read_pabulib, write_pabulib
from terreau_engine.priorities.pairwise import Duel, Path
from terreau_engine.priorities.preflib import PreflibFile, read_preflib, write_preflib
from terreau_engine.priorities.projects import Project
from terreau_engine.priorities.results import Base, Change, Tie, draw_lot
from terreau_engine.priorities.sums import approval, borda, dots, score
from terreau_engine.priorities.totals import Totals

__all__ = [
    "Agenda",
    "ApprovalBallots",
    "Base",
    "Change",
    "Duel",
    "EqualShares",
    "GradeProfile",
    "Greedy",
    "Lock",
    "MajorityJudgment",
    "Missing",
    "Moved",
    "PabulibFile",
    "Parting",
    "Path",
    "PreflibFile",
    "Project",
    "RankedBallots",
    "RankedPairs",
    "Round",
    "Schulze",
    "Tie",
    "Totals",
    "Vote",
    "approval",
    "borda",
    "dots",
    "draw_lot",
    "equal_shares",
    "greedy",
    "majority_judgment",
    "prepare_approvals",
    "ranked_pairs",
    "read_pabulib",
    "read_preflib",
    "schulze",
    "score",
    "sequence",
    "tally_grades",
    "write_pabulib",
    "write_preflib",
]
