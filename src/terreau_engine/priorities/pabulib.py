"""Budget votes in the format of Pabulib (`.pb`)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from terreau_engine.errors import BadBallot, BadFile
from terreau_engine.priorities.ballots import ApprovalBallots, prepare_approvals
from terreau_engine.priorities.files import read_text
from terreau_engine.priorities.projects import Project, exact

SECTIONS = ("META", "PROJECTS", "VOTES")
FIRST_COLUMNS = {"PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Vote:
    """One line of votes: the voter, what they chose, their points if any, what else is said."""

    voter: str
    projects: tuple[str, ...]
    points: tuple[int, ...] | None = None
    details: Mapping[str, str] | None = None


@dataclass(frozen=True, eq=False)
class PabulibFile:
    """A budget vote as read: give `projects`, `ballots` and `budget` to `equal_shares`.

    `remarks` lists what was set right while reading, each with its line.
    """

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]
    ballots: ApprovalBallots
    budget: Fraction
    remarks: tuple[str, ...]


def read_pabulib(source: str | Path) -> PabulibFile:
    """Read a Pabulib file, or its text, and refuse what cannot be counted.

    Meaning: three sections META, PROJECTS, VOTES of values separated by semicolons; a vote is a
    list of project identifiers separated by commas, whatever `vote_type` is; `points`, when there,
    go with them. Formula: none. Shapes: one `Vote` a line. Units: the currency of the file. A
    project repeated in a vote is kept once, with a remark. Errors: `BadFile`, naming the line.
    Source: D. Stolicki, S. Szufa and N. Talmon, Pabulib, 2020, the format's description.

    >>> text = "META\\nkey;value\\nbudget;100\\nPROJECTS\\nproject_id;cost\\na;60\\n"
    >>> read_pabulib(text + "VOTES\\nvoter_id;vote\\n1;a\\n2;\\n").ballots.base
    Base(voters=2, abstentions=1)
    """
    sections = _split(read_text(source))
    meta = _meta(sections["META"])
    projects = tuple(_projects(sections["PROJECTS"]))
    known = {project.name for project in projects}
    remarks: list[str] = []
    votes = tuple(_votes(sections["VOTES"], known, remarks))
    budget, line = _budget(sections["META"])
    return PabulibFile(
        meta=meta,
        projects=projects,
        votes=votes,
        ballots=prepare_approvals(
            (vote.projects for vote in votes), options=[project.name for project in projects]
        ),
        budget=_amount(budget, "the budget", line),
        remarks=tuple(remarks),
    )


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile("a quotation mark or a field cannot be read here.", line) from error
        if any(cell.strip() for cell in row):
            yield line, [cell.strip() for cell in row]


def _split(text: str) -> dict[str, Rows]:
    sections: dict[str, Rows] = {}
    name = ""
    for line, row in _lines(text):
        if row[0].upper() in SECTIONS and not any(row[1:]):
            name = row[0].upper()
            if name in sections:
                raise BadFile(f"the section {name} comes a second time.", line)
            sections[name] = []
        elif not name:
            raise BadFile(f"{row[0]!r} stands before META, PROJECTS or VOTES.", line)
        else:
            sections[name].append((line, row))
    for name in SECTIONS:
        if name not in sections:
            raise BadFile(f"the section {name} is missing: the file must have {SECTIONS}.")
        if not sections[name]:
            raise BadFile(f"the section {name} is empty: it needs a line of column names.")
    return sections


def _meta(rows: Rows) -> dict[str, str]:
    meta = {}
    for line, row in rows[1:]:
        if len(row) < 2:
            raise BadFile(f"META gives {row[0]!r} no value: write « key;value ».", line)
        meta[row[0]] = ";".join(row[1:])
    return meta


def _budget(rows: Rows) -> tuple[str, int]:
    for line, row in rows[1:]:
        if row[0] == "budget":
            return row[1], line
    raise BadFile("META does not give the budget: add a line « budget;amount ».")


def _amount(text: str, what: str, line: int) -> Fraction:
    try:
        amount = Decimal(text.replace(",", "."))
    except ArithmeticError as error:
        raise BadFile(f"{what} is {text!r}: give a number.", line) from error
    if not amount.is_finite() or amount < 0:
        raise BadFile(f"{what} is {text!r}: give an amount from 0.", line)
    if abs(amount.adjusted()) > 30:
        raise BadFile(f"{what} is {text!r}: no budget is written so.", line)
    return Fraction(amount)


def _table(rows: Rows, section: str) -> Iterator[tuple[int, dict[str, str]]]:
    line, head = rows[0]
    for column in FIRST_COLUMNS[section]:
        if column not in head:
            raise BadFile(f"{section} has no column {column!r}.", line)
    if len(set(head)) < len(head):
        raise BadFile(f"{section} names a column twice.", line)
    for line, row in rows[1:]:
        if len(row) > len(head) and any(row[len(head) :]):
            raise BadFile(f"{len(row)} values for {len(head)} columns of {section}.", line)
        yield line, dict(zip(head, row, strict=False))


def _projects(rows: Rows) -> Iterator[Project]:
    seen: set[str] = set()
    for line, row in _table(rows, "PROJECTS"):
        name = row["project_id"]
        if not name or name in seen:
            raise BadFile(f"the project {name!r} has no name or comes a second time.", line)
        seen.add(name)
        cost = _amount(row.get("cost", ""), f"the cost of {name!r}", line)
        details = {key: value for key, value in row.items() if key not in FIRST_COLUMNS["PROJECTS"]}
        yield Project(name, cost, details)


def _votes(rows: Rows, known: set[str], remarks: list[str]) -> Iterator[Vote]:
    voters: set[str] = set()
    for line, row in _table(rows, "VOTES"):
        voter = row["voter_id"]
        if voter in voters:
            raise BadFile(f"the voter {voter!r} votes a second time.", line)
        voters.add(voter)
        written = [name.strip() for name in row.get("vote", "").split(",") if name.strip()]
        unknown = [name for name in written if name not in known]
        if unknown:
            raise BadFile(f"the vote names {unknown[0]!r}, which is not a project.", line)
        chosen = tuple(dict.fromkeys(written))
        if len(chosen) < len(written):
            remarks.append(f"line {line}: a project named twice by {voter!r} counts once.")
        points = _points(row.get("points", ""), len(written), line)
        details = {
            key: value for key, value in row.items() if key not in ("voter_id", "vote", "points")
        }
        yield Vote(voter, chosen, points if len(chosen) == len(written) else None, details)


def _points(text: str, projects: int, line: int) -> tuple[int, ...] | None:
    if not text:
        return None
    try:
        points = tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise BadFile(f"the points are {text[:80]!r}: give whole numbers.", line) from error
    if len(points) != projects:
        raise BadFile(f"{len(points)} points for {projects} projects.", line)
    return points


def write_pabulib(
    meta: Mapping[str, str],
    projects: Iterable[Project],
    votes: Iterable[Vote],
) -> str:
    """Write a budget vote in the format of Pabulib; `read_pabulib` reads the same back.

    Meaning: the exchange format of participatory budgets. Formula: `num_projects`, `num_votes` and
    the `votes` of each project are counted here. Shapes: `meta` must hold `budget`. Units: those of
    `meta["currency"]`. Errors: `BadFile` without a budget, `BadBallot` for a name with a comma.
    Source: as `read_pabulib`.

    >>> print(write_pabulib({"budget": "100"}, [Project("a", 60)], [Vote("1", ("a",))]).split()[-1])
    1;a
    """
    listed, cast = list(projects), list(votes)
    if "budget" not in meta:
        raise BadFile("`meta` does not give the budget: add it.")
    for name in [project.name for project in listed]:
        if "," in name or not name.strip() or name != name.strip():
            raise BadBallot(f"{name!r} cannot be written in a vote: use identifiers, no comma.")
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    head = dict(meta) | {"num_projects": str(len(listed)), "num_votes": str(len(cast))}
    writer.writerows([["META"], ["key", "value"], *map(list, head.items()), ["PROJECTS"]])
    writer.writerows(_project_rows(listed, cast))
    writer.writerow(["VOTES"])
    writer.writerows(_vote_rows(cast))
    return written.getvalue()


def _project_rows(projects: Sequence[Project], votes: Sequence[Vote]) -> Iterator[list[str]]:
    columns = list(dict.fromkeys(key for project in projects for key in project.details))
    columns = [key for key in columns if key != "votes"]
    totals = {project.name: 0 for project in projects}
    for vote in votes:
        for name in vote.projects:
            totals[name] = totals.get(name, 0) + 1
    yield ["project_id", "cost", "votes", *columns]
    for project in projects:
        details = [project.details.get(key, "") for key in columns]
        yield [project.name, _written(project), str(totals[project.name]), *details]


def _written(project: Project) -> str:
    cost = exact(project.cost, f"the cost of {project.name!r}")
    if cost.denominator == 1:
        return str(cost.numerator)
    return str(Decimal(cost.numerator) / Decimal(cost.denominator))


def _vote_rows(votes: Sequence[Vote]) -> Iterator[list[str]]:
    columns = list(dict.fromkeys(key for vote in votes for key in vote.details or {}))
    pointed = any(vote.points is not None for vote in votes)
    yield ["voter_id", "vote", *(["points"] if pointed else []), *columns]
    for vote in votes:
        points = [",".join(map(str, vote.points or ()))] if pointed else []
        details = [(vote.details or {}).get(key, "") for key in columns]
        yield [vote.voter, ",".join(vote.projects), *points, *details]
