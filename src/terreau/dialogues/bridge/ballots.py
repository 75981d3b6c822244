"""Ballot papers as values of the engine, and what it counts as plain values to be kept.

A paper is {option key: value}: a grade (0 the highest), 1 for an approval, a score, a place (1 the
first) or dots, as the method says. What was left blank is absent, never a zero.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from terreau.dialogues.enums import AbsentGrade, BallotMethod
from terreau.dialogues.models import Ballot, BallotOption
from terreau_engine.priorities import (
    Change,
    Schulze,
    Tie,
    Totals,
    approval,
    borda,
    dots,
    draw_lot,
    equal_shares,
    greedy,
    majority_judgment,
    ranked_pairs,
    schulze,
    score,
    tally_grades,
)
from terreau_engine.priorities.locking import RankedPairs

Paper = Mapping[str, int]
Counted = dict[str, Any]


def lot_of(ballot: Ballot, keys: Sequence[str]) -> tuple[str, ...]:
    """The order drawn in advance, that anybody can draw again from the published word."""
    return draw_lot(keys, ballot.lot)


def count_papers(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper]
) -> Counted:
    """Count papers (an empty one is an abstention) by the method of the ballot."""
    keys = [option.key for option in options]
    lot = lot_of(ballot, keys)
    return _COUNTS[BallotMethod(ballot.method)](ballot, options, papers, lot)


def _judge(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper], lot
) -> Counted:
    keys = [option.key for option in options]
    ranks = [str(number) for number in reversed(range(len(ballot.grades)))]  # the worst first
    read = [{key: str(grade) for key, grade in paper.items()} for paper in papers]
    tallies = tally_grades(read, options=keys, grades=ranks)
    blank = sum(1 for paper in papers if not paper)
    found = majority_judgment(
        tallies,
        voters=len(papers),
        abstentions=blank,
        default="worst" if ballot.absent_grade == AbsentGrade.WORST else None,
        lot=lot,
    )
    best = len(ballot.grades) - 1
    rows = []
    for key in found.order:
        profile = found.profiles[key]
        grade = profile.majority_grade
        rows.append(
            {
                "key": key,
                "rank": found.ranks[key],
                "grade": None if grade is None else best - grade,
                "tally": list(reversed(profile.tally)),
                "missing": profile.missing,
            }
        )
    parting = found.margin
    margin = None
    if parting is not None:
        margin = {"kind": "parting", "value": float(parting.agree_on), "second": parting.second}
    beside = score(
        [{key: best - grade for key, grade in paper.items()} for paper in papers],
        options=keys,
        scale=(0, max(best, 1)),
        lot=lot,
    )
    return _told(found, rows, margin) | {"beside": _beside(BallotMethod.SCORE, beside.order)}


def _approve(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper], lot
) -> Counted:
    keys = [option.key for option in options]
    return _totals(approval([list(paper) for paper in papers], options=keys, lot=lot))


def _score(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper], lot
) -> Counted:
    keys = [option.key for option in options]
    scale = (0, ballot.score_max)
    found = score([dict(paper) for paper in papers], options=keys, scale=scale, lot=lot)
    return _totals(found)


def _put_dots(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper], lot
) -> Counted:
    keys = [option.key for option in options]
    found = dots([dict(paper) for paper in papers], per_voter=ballot.dots, options=keys, lot=lot)
    return _totals(found)


def _totals(found: Totals) -> Counted:
    rows = [
        {
            "key": key,
            "rank": found.ranks[key],
            "total": found.totals[key],
            "base": found.bases[key],
            "mean": None if found.means[key] is None else float(found.means[key] or 0),
        }
        for key in found.order
    ]
    margin = None if found.margin is None else {"kind": "gap", "value": float(found.margin)}
    return _told(found, rows, margin)


def places_of(paper: Paper) -> list[tuple[str, ...]]:
    """Read places as groups of equals, the first place first."""
    groups: dict[int, list[str]] = {}
    for key, place in paper.items():
        groups.setdefault(place, []).append(key)
    return [tuple(sorted(groups[place])) for place in sorted(groups)]


def _rank(ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper], lot) -> Counted:
    keys = [option.key for option in options]
    ranked = [places_of(paper) for paper in papers]
    path = schulze(ranked, options=keys, lot=lot)
    pairs = ranked_pairs(ranked, options=keys, lot=lot)
    is_pairs = ballot.method == BallotMethod.RANKED_PAIRS
    found: Schulze | RankedPairs = pairs if is_pairs else path
    other = BallotMethod.SCHULZE if is_pairs else BallotMethod.RANKED_PAIRS
    told = _told(
        found,
        [{"key": key, "rank": found.ranks[key]} for key in found.order],
        None if found.margin is None else {"kind": "ballots", "value": found.margin},
    )
    return told | {
        "options": list(found.options),
        "pairwise": [list(row) for row in found.pairwise],
        "condorcet_winner": found.condorcet_winner,
        "why": _why(found),
        "beside": _beside(other, (path if is_pairs else pairs).order),
        "borda": list(borda(ranked, options=keys, lot=lot).order),
    }


def _why(found: Schulze | RankedPairs) -> list[dict[str, Any]]:
    """Say for each neighbour of the order why the one is before the other."""
    told = []
    for first, second in zip(found.order, found.order[1:], strict=False):
        duel = found.why(first, second)
        told.append(
            {
                "first": first,
                "second": second,
                "for_first": duel.for_first,
                "for_second": duel.for_second,
                "path": list(duel.path.options),
                "strength": duel.path.strength,
                "return_strength": duel.return_path.strength,
            }
        )
    return told


def _share(
    ballot: Ballot, options: Sequence[BallotOption], papers: Sequence[Paper], lot
) -> Counted:
    costs = {option.key: option.cost_eur or Decimal(0) for option in options}
    budget = ballot.budget_eur or Decimal(0)
    chosen = [list(paper) for paper in papers]
    found = equal_shares(costs, chosen, budget, completion="add1", lot=lot)
    usual = greedy(costs, chosen, budget, lot=lot)
    votes = dict(zip(usual.order, usual.votes, strict=True))
    order = [*found.winners, *(key for key in usual.order if key not in found.winners)]
    rows = [
        {
            "key": key,
            "rank": place if key in found.winners else None,
            "chosen": key in found.winners,
            "greedy": key in usual.winners,
            "votes": votes[key],
            "cost": str(costs[key]),
        }
        for place, key in enumerate(order, start=1)
    ]
    margin = None
    if found.margin is not None:
        margin = {
            "kind": "missing",
            "value": float(found.margin.amount),
            "second": found.margin.project,
        }
    return _told(found, rows, margin) | {
        "total_cost": str(Decimal(found.total_cost.numerator) / found.total_cost.denominator),
        "served": found.served,
        "greedy_served": usual.served,
        "greedy_cost": str(Decimal(usual.total_cost.numerator) / usual.total_cost.denominator),
    }


def _told(found: Any, rows: list[dict[str, Any]], margin: dict[str, Any] | None) -> Counted:
    ties: Sequence[Tie] = found.ties
    change: Change = found.change
    return {
        "voters": found.base.voters,
        "abstentions": found.base.abstentions,
        "order": list(found.order),
        "rows": rows,
        "ties": [{"names": list(tie.names), "by": tie.settled_by} for tie in ties],
        "margin": margin,
        "change": {"at_least": change.at_least, "at_most": change.at_most},
        "digest": found.ballots_digest,
    }


def _beside(method: BallotMethod, order: Sequence[str]) -> dict[str, Any]:
    return {"method": method.value, "order": list(order)}


_COUNTS: dict[BallotMethod, Callable[..., Counted]] = {
    BallotMethod.MAJORITY_JUDGMENT: _judge,
    BallotMethod.APPROVAL: _approve,
    BallotMethod.SCORE: _score,
    BallotMethod.SCHULZE: _rank,
    BallotMethod.RANKED_PAIRS: _rank,
    BallotMethod.DOTS: _put_dots,
    BallotMethod.EQUAL_SHARES: _share,
}
