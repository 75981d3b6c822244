"""Decide, row by row or in batches, whether what a row names is already known."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from terreau.core.exchange.actions import AT_ONCE, hand_over
from terreau.core.exchange.permissions import can_decide_rows
from terreau.core.exchange.runs import refresh_counts, run_dataset
from terreau.core.exchange.settling import NEW, SAME, SETTLED, SKIP, settle_rows
from terreau.core.exchange.staging import BATCH, save_rows
from terreau.core.jobs import Progress
from terreau.core.models import ImportRow, ImportRun, ImportState
from terreau.core.verdicts import refused, require

_SAVED = [*SETTLED, "decision", "decided_by", "decided_at"]


def decide_rows(
    run: ImportRun, decisions: Mapping[int, str], *, by: Any, now: datetime.datetime
) -> None:
    """Settle some rows by their rank: `create`, `skip`, `same:<key>`, or "" to reopen."""
    require(can_decide_rows(by, run))
    rows = list(run.rows.filter(awaits=True, rank__in=decisions))
    with transaction.atomic():
        _decide(run, [(row, decisions[row.rank]) for row in rows], by=by, now=now)
        refresh_counts(run)
        run.save()


def decide_alike(
    run: ImportRun, *, decision: str, score: float, by: Any, now: datetime.datetime
) -> None:
    """Settle all the undecided rows at once.

    `same` takes the best proposal of the rows whose score reaches the threshold, except where two
    are as good; `create` makes new those that stay below.
    """
    require(can_decide_rows(by, run))
    if decision == NEW:
        rows = run.rows.undecided().filter(best_score__lt=score)
        rows.update(decision=NEW, decided_by=by, decided_at=now)
    elif run.rows.undecided().filter(best_score__gte=score).count() > AT_ONCE:
        with transaction.atomic():
            run.state = ImportState.DECIDING
            hand_over(run, "import-decide", by=by, score=score)
        return
    else:
        settle_alike(run, score=score, by=by, now=now)
    refresh_counts(run)
    run.save()


def settle_alike(
    run: ImportRun,
    *,
    score: float,
    by: Any,
    now: datetime.datetime,
    progress: Progress | None = None,
) -> None:
    """Take the best proposal of each undecided row, batch by batch."""
    rank, done = 0, 0
    wanted = run.rows.undecided().filter(best_score__gte=score)
    total = wanted.count()
    while rows := list(wanted.filter(rank__gt=rank).order_by("rank")[:BATCH]):
        chosen = [(row, best) for row in rows if (best := _best_decision(row))]
        with transaction.atomic():
            _decide(run, chosen, by=by, now=now)
        rank, done = rows[-1].rank, done + len(rows)
        if progress:
            progress.advance(done, total, _("Lignes décidées"))


def _best_decision(row: ImportRow) -> str:
    """Give the decision of the one best proposal, or nothing when two are as good."""
    best = [item for item in row.proposals if item["score"] == row.best_score]
    return SAME + best[0]["key"] if len(best) == 1 else ""


def _decide(
    run: ImportRun,
    decided: Sequence[tuple[ImportRow, str]],
    *,
    by: Any,
    now: datetime.datetime,
) -> None:
    dataset = run_dataset(run)
    for row, decision in decided:
        _check_decision(row, decision)
    settle_rows(dataset, decided, by=by)
    for row, decision in decided:
        row.decision = decision
        row.decided_by, row.decided_at = (by, now) if decision else (None, None)
    save_rows([row for row, _decision in decided], _SAVED)


def _check_decision(row: ImportRow, decision: str) -> None:
    known = {"", NEW, SKIP} | {SAME + item["key"] for item in row.proposals}
    if decision not in known:
        require(
            refused(
                _("La ligne %(line)d ne propose pas cette fiche. Rechargez la page.")
                % {"line": row.line}
            )
        )
