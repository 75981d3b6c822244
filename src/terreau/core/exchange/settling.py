"""Give rows what a person decided of them: what each is about, and what it changes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from terreau.core.exchange.datasets import Dataset
from terreau.core.exchange.planning import Draft, compare_drafts, settle
from terreau.core.exchange.reading import RawRow
from terreau.core.exchange.staging import WHOLE_ROW, load_values
from terreau.core.models import ImportRow, RowOutcome

NEW, SKIP, SAME = "create", "skip", "same:"
# The key of a proposal that is another row of the same file: its rank follows.
LINE = "line:"
SETTLED = ("outcome", "reasons", "changes", "target_key", "target_label", "before", "notes")


def settle_rows(dataset: Dataset, decided: Sequence[tuple[ImportRow, str]], *, by: Any) -> None:
    """Compare each row again with what it is said to be about; the caller saves `SETTLED`."""
    targets = _find_targets(dataset, decided)
    drafts = [_redraft(dataset, row, decision, targets) for row, decision in decided]
    met = [draft for draft in drafts if draft.instance is not None]
    suited = dataset.meet_many([(draft.instance, draft.values) for draft in met])
    for draft, values in zip(met, suited, strict=True):
        draft.values = values
    compare_drafts(dataset, [draft for draft in drafts if draft.is_open], by=by)
    for (row, decision), draft in zip(decided, drafts, strict=True):
        settle(row, draft)
        _tell_line(row, decision)


def rank_of(decision: str) -> int | None:
    """The rank of the row of the same file that a decision names, if it names one."""
    start = SAME + LINE
    return int(decision.removeprefix(start)) if decision.startswith(start) else None


def _find_targets(dataset: Dataset, decided: Sequence[tuple[ImportRow, str]]) -> dict[str, Any]:
    keys = [
        said.removeprefix(SAME)
        for _row, said in decided
        if said.startswith(SAME) and rank_of(said) is None
    ]
    return dataset.find_by_key(keys) if keys else {}


def _redraft(dataset: Dataset, row: ImportRow, decision: str, targets: dict[str, Any]) -> Draft:
    draft = Draft(RawRow(row.line, tuple(row.cells)), row.part, load_values(dataset, row.values))
    if decision == SKIP:
        draft.outcome = RowOutcome.SKIP
    elif rank_of(decision) is not None:
        draft.outcome = RowOutcome.SAME
    elif decision.startswith(SAME):
        draft.instance = targets.get(decision.removeprefix(SAME))
        if draft.instance is None:
            draft.errors[WHOLE_ROW] = _("Cette fiche a été supprimée depuis l’aperçu.")
    return draft


def _tell_line(row: ImportRow, decision: str) -> None:
    """Say of a row that it goes with another, or no longer does."""
    row.notes.pop(WHOLE_ROW, None)
    if rank_of(decision) is None:
        return
    key = decision.removeprefix(SAME)
    item = next(item for item in row.proposals if item["key"] == key)
    row.target_label = item["label"]
    row.notes[WHOLE_ROW] = _(
        "Cette ligne parle de la même chose que la ligne %(twin)d : ce qu’elle dit de plus la "
        "complète."
    ) % {"twin": item["line"]}
