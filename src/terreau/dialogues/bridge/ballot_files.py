"""Ballots as Pabulib and PrefLib files, through the engine's readers and writers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from terreau.dialogues.bridge.ballots import Paper, places_of
from terreau.dialogues.models import Ballot, BallotOption
from terreau_engine.errors import EngineRefusal
from terreau_engine.priorities import (
    Project,
    RankedBallots,
    Vote,
    read_pabulib,
    read_preflib,
    write_pabulib,
    write_preflib,
)


class BallotFileError(ValueError):
    """Why a file is not a ballot that can be read, in a full sentence."""


@dataclass(frozen=True)
class ReadBallot:
    """A ballot read from a file: its options in order, with their costs, and the papers."""

    title: str
    options: tuple[tuple[str, str, Decimal | None], ...]  # key, title, cost
    budget: Decimal | None
    papers: tuple[tuple[str, dict[str, int]], ...]  # voter, content
    remarks: tuple[str, ...] = ()


def to_pabulib(
    ballot: Ballot, options: Sequence[BallotOption], papers: Mapping[str, Paper], space: str
) -> str:
    """Write a budget ballot; voters are numbers of this ballot alone."""
    meta = {
        "description": ballot.question.replace("\n", " "),
        "country": "France",
        "unit": ballot.alliance.name,
        "subunit": space,
        "instance": str(ballot.opens_at.year),
        "budget": f"{ballot.budget_eur or 0:f}",
        "currency": "EUR",
        "vote_type": "approval",
        "rule": "equalshares/add1",
    }
    projects = [
        Project(one.key, one.cost_eur or Decimal(0), {"name": one.title}) for one in options
    ]
    votes = [Vote(voter, tuple(sorted(paper))) for voter, paper in papers.items()]
    return write_pabulib(meta, projects, votes)


def to_preflib(ballot: Ballot, options: Sequence[BallotOption], papers: Mapping[str, Paper]) -> str:
    """Write ranks, or any scale read as ranks: the higher the grade, the earlier the place."""
    ranked = tuple(tuple(places_of(_as_places(ballot, paper))) for paper in papers.values())
    keys = tuple(one.key for one in options)
    names = {one.key: one.title for one in options}
    return write_preflib(RankedBallots(keys, ranked), names=names, title=ballot.question)


def _as_places(ballot: Ballot, paper: Paper) -> Paper:
    if ballot.method in ("score", "dots"):
        return {key: -value for key, value in paper.items()}
    return paper


def from_pabulib(text: str) -> ReadBallot:
    """Read a `.pb` file."""
    try:
        read = read_pabulib(text)
    except EngineRefusal as error:
        raise BallotFileError(_refused(error)) from error
    options = tuple(
        (one.name, one.details.get("name", one.name)[:200], _decimal(one.cost))
        for one in read.projects
    )
    papers = tuple((vote.voter, dict.fromkeys(vote.projects, 1)) for vote in read.votes)
    title = read.meta.get("description", "")
    return ReadBallot(title, options, _decimal(read.budget), papers, read.remarks)


def from_preflib(text: str) -> ReadBallot:
    """Read a PrefLib file of ranks."""
    try:
        read = read_preflib(text)
    except EngineRefusal as error:
        raise BallotFileError(_refused(error)) from error
    names = read.names or {}
    options = tuple((key, names.get(key, key)[:200], None) for key in read.options)
    papers: list[tuple[str, dict[str, int]]] = []
    for ballot, count in zip(read.ballots, read.counts or (), strict=True):
        content = {
            key: rank
            for rank, place in enumerate(ballot, start=1)
            for key in ((place,) if isinstance(place, str) else place)
        }
        papers += [(str(len(papers) + copy + 1), content) for copy in range(count)]
    return ReadBallot(read.title, options, None, tuple(papers))


def _decimal(amount: object) -> Decimal:
    numerator = getattr(amount, "numerator", None)
    if numerator is not None:
        return Decimal(numerator) / Decimal(getattr(amount, "denominator", 1))
    return Decimal(str(amount))


def _refused(error: EngineRefusal) -> str:
    line = getattr(error, "line", None)
    if line:
        return _("Ce fichier ne se lit pas à sa ligne %(line)s. Corrigez-la, puis recommencez.") % {
            "line": line
        }
    return _("Ce fichier n’est pas un scrutin lisible : vérifiez qu’il est entier.")
